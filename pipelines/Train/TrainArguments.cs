using System.CommandLine;
using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.TensorFlow;
using MnistPipeline.Training;

namespace MnistPipeline.Stages.Train;

/// <summary>The options of Train's command line, and the run that they ask for.</summary>
internal sealed class TrainArguments
{
    private static readonly TrainingOptions Defaults = new();

    private readonly Option<string?> _data;
    private readonly Option<string?> _recipe;
    private readonly Option<string?> _options;
    private readonly Option<int?> _epochs;
    private readonly Option<int?> _batchSize;
    private readonly Option<float?> _learningRate;
    private readonly Option<string?> _schedule;
    private readonly Option<string?> _optimizer;
    private readonly Option<float?> _weightDecay;
    private readonly Option<int?> _c1Kernels;
    private readonly Option<int?> _c3Kernels;
    private readonly Option<int?> _c5Neurons;
    private readonly Option<int?> _f6Neurons;
    private readonly Option<string?> _activation;
    private readonly Option<string?> _pooling;
    private readonly Option<string?> _augmentation;
    private readonly Option<int?> _patience;
    private readonly Option<int?> _seed;
    private readonly Option<int?> _threads;
    private readonly EngineArguments _engine;
    private readonly Option<string?> _zip;
    private readonly Option<string[]?> _export;
    private readonly Option<bool> _listDevices;
    private readonly Option<string?> _output;
    private readonly Option<string?> _resume;

    /// <summary>Adds the options to a program.</summary>
    public TrainArguments(StageProgram program)
    {
        _data = program.Add(StageOptions.Data("data/mnist"));
        _recipe = program.Add(StageOptions.Choice("--recipe", "A set of options that the others are laid over.", "default", [.. TrainingOptions.RecipeNames]));
        _options = program.Add(StageOptions.Options());
        _epochs = program.Add(StageOptions.Epochs(Defaults.Epochs));
        _batchSize = program.Add(StageOptions.BatchSize(Defaults.BatchSize));
        _learningRate = program.Add(StageOptions.LearningRate(Defaults.LearningRate));
        _schedule = program.Add(Words("--schedule", "How the learning rate goes over the steps.", Defaults.Schedule));
        _optimizer = program.Add(Words("--optimizer", "The rule by which a step moves the parameters.", Defaults.Optimizer));
        _weightDecay = program.Add(StageOptions.Number("--weight-decay", "The share that the parameters shrink by, times the learning rate.", $"{Defaults.WeightDecay}"));
        _c1Kernels = program.Add(StageOptions.WholeNumber("--c1-kernels", "Kernels of C1.", $"{Defaults.C1Kernels}"));
        _c3Kernels = program.Add(StageOptions.WholeNumber("--c3-kernels", "Kernels of C3.", $"{Defaults.C3Kernels}"));
        _c5Neurons = program.Add(StageOptions.WholeNumber("--c5-neurons", "Neurons of C5.", $"{Defaults.C5Neurons}"));
        _f6Neurons = program.Add(StageOptions.WholeNumber("--f6-neurons", "Neurons of F6.", $"{Defaults.F6Neurons}"));
        _activation = program.Add(Words("--activation", "What follows C1, C3, C5 and F6.", Defaults.Activation));
        _pooling = program.Add(Words("--pooling", "What S2 and S4 do.", Defaults.Pooling));
        _augmentation = program.Add(StageOptions.Choice("--augmentation", "Whether training digits are turned, shifted, scaled and sheared.", "on", "on", "off"));
        _patience = program.Add(StageOptions.WholeNumber("--patience", "Epochs without a better one after which the training ends.", "never"));
        _seed = program.Add(StageOptions.Seed(Defaults.Seed));
        _threads = program.Add(StageOptions.Threads());
        _engine = new EngineArguments(program);
        _listDevices = program.Add(new Option<bool>("--list-devices") { Description = "Prints what each engine can compute on, and trains nothing." });
        _zip = program.Add(StageOptions.Choice("--zip", "What computes the network in the zip, and in the programs that load it.", "onnx", "onnx", "tensorflow"));
        _export = program.Add(new Option<string[]?>("--export")
        {
            Description = "With 'savedmodel FOLDER': also writes the network as a SavedModel, for TensorFlow Serving and Keras. [default: none]",
            HelpName = "savedmodel> <path",
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true,
        });
        _output = program.Add(StageOptions.Output("the next free runs/train[-n]"));
        _resume = program.Add(StageOptions.Path("--resume", "Goes on with the run of this folder, with its own options.", "none, or without a path the newest run"));
        _resume.Arity = ArgumentArity.ZeroOrOne;
    }

    /// <summary>Whether the command line asks for the devices alone.</summary>
    public bool ListsDevices(ParseResult parsed) => parsed.GetValue(_listDevices);

    /// <summary>Where TensorFlow is to be looked for to list its devices.</summary>
    /// <exception cref="BadInputException">An option is out of its range.</exception>
    public TensorFlowOptions TensorFlowToList(ParseResult parsed) =>
        _engine.LaidOver(new EngineOptions { Name = "tensorflow" }, parsed, needsTensorFlow: true).TensorFlow;

    /// <summary>The options of the run that the command line asks for.</summary>
    /// <exception cref="BadInputException">Options contradict each other, are out of range, or name what is not there.</exception>
    public RunOptions Options(ParseResult parsed)
    {
        if (IsResumed(parsed))
        {
            var options = JsonFile.Read<RunOptions>(ResumedFolder(parsed).OptionsPath);
            return options with
            {
                Threads = parsed.GetValue(_threads) ?? options.Threads,
                Engine = _engine.LaidOver(options.Engine, parsed, options.IsTensorFlowZip),
            };
        }

        if (parsed.GetValue(_recipe) is not null && parsed.GetValue(_options) is not null)
        {
            throw new BadInputException("--recipe and --options both give a whole set of options: give one of them.");
        }

        var start = parsed.GetValue(_options) is { } path
            ? JsonFile.Read<RunOptions>(path)
            : new RunOptions(TrainingOptions.Recipe(parsed.GetValue(_recipe) ?? "default"));
        var laidOver = LaidOver(start, parsed) with
        {
            Data = Path.GetFullPath(parsed.GetValue(_data) ?? start.Data ?? StagePaths.FromRoot("data/mnist")),
            Zip = parsed.GetValue(_zip) ?? start.Zip,
            SavedModel = SavedModel(parsed) ?? start.SavedModel,
        };
        laidOver = laidOver with { Engine = _engine.LaidOver(start.Engine, parsed, laidOver.IsTensorFlowZip) };
        _ = laidOver.Validated();
        return laidOver;
    }

    /// <summary>The folder of the run, ready to be written to.</summary>
    /// <exception cref="BadInputException">It holds another run, or cannot be made.</exception>
    public RunFolder Folder(ParseResult parsed, RunOptions options)
    {
        if (IsResumed(parsed))
        {
            return ResumedFolder(parsed);
        }

        var run = parsed.GetValue(_output) is { } output ? RunFolder.Open(output) : RunFolder.CreateNext(StagePaths.Runs, "train");
        if (File.Exists(run.OptionsPath))
        {
            var folder = StagePaths.ForPeople(run.Path);
            throw new BadInputException($"{folder} holds a run already: choose another --output, or go on with it by --resume {folder}.");
        }

        run.WriteOptions(options);
        return run;
    }

    private bool IsResumed(ParseResult parsed) => parsed.GetResult(_resume) is { Implicit: false };

    private RunFolder ResumedFolder(ParseResult parsed)
    {
        // A resumed run ends with the bits of one that was never stopped, so its options cannot be others; another engine, where
        // a device was lost, differs in the last bits alone.
        var others = parsed.CommandResult.Command.Options
            .Where(option => option != _resume && option != _threads && !_engine.All.Contains(option) && option.Name is not ("--quiet" or "--json"))
            .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        if (others is not null)
        {
            throw new BadInputException($"--resume goes on with the run's own options: leave {others.Name} out, or train anew without --resume.");
        }

        var folder = parsed.GetValue(_resume) ?? NewestRun();
        return File.Exists(Path.Combine(folder, "options.json"))
            ? RunFolder.Open(folder)
            : throw new BadInputException($"{folder} holds no run to go on with: give the folder of a run of Train.");
    }

    private static string NewestRun()
    {
        var runs = Directory.Exists(StagePaths.Runs)
            ? Directory.GetDirectories(StagePaths.Runs, "train*").Where(folder => File.Exists(Path.Combine(folder, "options.json")))
            : [];
        return runs.MaxBy(Directory.GetCreationTimeUtc)
            ?? throw new BadInputException($"There is no run in {StagePaths.ForPeople(StagePaths.Runs)} to go on with: train without --resume.");
    }

    private RunOptions LaidOver(RunOptions start, ParseResult parsed) => start with
    {
        Epochs = parsed.GetValue(_epochs) ?? start.Epochs,
        BatchSize = parsed.GetValue(_batchSize) ?? start.BatchSize,
        LearningRate = parsed.GetValue(_learningRate) ?? start.LearningRate,
        Schedule = Word<LearningRateSchedule>(parsed.GetValue(_schedule)) ?? start.Schedule,
        Optimizer = Word<OptimizerKind>(parsed.GetValue(_optimizer)) ?? start.Optimizer,
        WeightDecay = parsed.GetValue(_weightDecay) ?? start.WeightDecay,
        C1Kernels = parsed.GetValue(_c1Kernels) ?? start.C1Kernels,
        C3Kernels = parsed.GetValue(_c3Kernels) ?? start.C3Kernels,
        C5Neurons = parsed.GetValue(_c5Neurons) ?? start.C5Neurons,
        F6Neurons = parsed.GetValue(_f6Neurons) ?? start.F6Neurons,
        Activation = Word<Activation>(parsed.GetValue(_activation)) ?? start.Activation,
        Pooling = Word<Pooling>(parsed.GetValue(_pooling)) ?? start.Pooling,
        Augmentation = parsed.GetValue(_augmentation) switch
        {
            "on" => start.Augmentation ?? new AugmentationOptions(),
            "off" => null,
            _ => start.Augmentation,
        },
        EarlyStopping = parsed.GetValue(_patience) is { } patience ? new EarlyStoppingOptions { Patience = patience } : start.EarlyStopping,
        Seed = parsed.GetValue(_seed) ?? start.Seed,
        Threads = parsed.GetValue(_threads) ?? start.Threads,
    };

    private string? SavedModel(ParseResult parsed) => parsed.GetValue(_export) switch
    {
        null or [] => null,
        ["savedmodel", var folder] => Path.GetFullPath(folder),
        var other => throw new BadInputException($"--export needs savedmodel and a folder, not '{string.Join(' ', other)}'."),
    };

    private static Option<string?> Words<T>(string name, string description, T defaultValue)
        where T : struct, Enum =>
        StageOptions.Choice(name, description, $"{defaultValue}".ToLowerInvariant(), [.. Enum.GetNames<T>().Select(word => word.ToLowerInvariant())]);

    private static T? Word<T>(string? word)
        where T : struct, Enum =>
        word is null ? null : Enum.Parse<T>(word, ignoreCase: true);
}
