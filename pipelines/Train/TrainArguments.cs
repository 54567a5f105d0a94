using System.CommandLine;
using MnistPipeline.Model;
using MnistPipeline.Training;

namespace MnistPipeline.Stages.Train;

/// <summary>The options of Train's command line, and the run that they ask for.</summary>
internal sealed class TrainArguments
{
    private const string Strings = "strings";

    private static readonly TrainingOptions Defaults = new();

    private readonly Option<string?> _data;
    private readonly Option<string?> _recipe;
    private readonly Option<bool> _strings;
    private readonly RecipeArguments _hyperParameters;
    private readonly Option<int?> _c1Kernels;
    private readonly Option<int?> _c3Kernels;
    private readonly Option<int?> _c5Neurons;
    private readonly Option<int?> _f6Neurons;
    private readonly Option<string?> _activation;
    private readonly Option<string?> _pooling;
    private readonly ModelFileArguments _modelFiles;
    private readonly Option<bool> _listDevices;

    /// <summary>Adds the options to a program.</summary>
    public TrainArguments(StageProgram program)
    {
        _data = program.Add(StageOptions.Data("data/mnist"));
        _recipe = program.Add(StageOptions.Choice("--recipe", "A set of options that the others are laid over.", "default", [.. Recipes.Names]));
        _strings = program.Add(new Option<bool>("--strings") { Description = "Learns strings of digits, composed of single ones: the recipe strings. Takes some minutes." });
        _hyperParameters = new RecipeArguments(program, Defaults);
        _c1Kernels = program.Add(StageOptions.WholeNumber("--c1-kernels", "Kernels of C1.", $"{Defaults.Network.C1Kernels}"));
        _c3Kernels = program.Add(StageOptions.WholeNumber("--c3-kernels", "Kernels of C3.", $"{Defaults.Network.C3Kernels}"));
        _c5Neurons = program.Add(StageOptions.WholeNumber("--c5-neurons", "Neurons of C5.", $"{Defaults.Network.C5Neurons}"));
        _f6Neurons = program.Add(StageOptions.WholeNumber("--f6-neurons", "Neurons of F6.", $"{Defaults.Network.F6Neurons}"));
        _activation = program.Add(StageOptions.Choice("--activation", "What follows C1, C3, C5 and F6.", Defaults.Network.Activation));
        _pooling = program.Add(StageOptions.Choice("--pooling", "What S2 and S4 do.", Defaults.Network.Pooling));
        Run = new RunArguments(program, "train");
        _modelFiles = new ModelFileArguments(program);
        _listDevices = program.Add(new Option<bool>("--list-devices") { Description = "Prints what each engine can compute on, and trains nothing." });
    }

    /// <summary>The run that the command line asks for.</summary>
    public RunArguments Run { get; }

    /// <summary>Whether the command line asks for the devices alone.</summary>
    public bool ListsDevices(ParseResult parsed) => parsed.GetValue(_listDevices);

    /// <summary>The options of that run.</summary>
    /// <exception cref="BadInputException">Options contradict each other, are out of range, or name what is not there.</exception>
    public RunOptions Options(ParseResult parsed)
    {
        if (parsed.GetValue(_recipe) is not null && Run.IsRepeated(parsed))
        {
            throw new BadInputException("--recipe and --options both give a whole set of options: give one of them.");
        }

        if (parsed.GetValue(_strings) && (parsed.GetValue(_recipe) is not (null or Strings) || Run.IsRepeated(parsed)))
        {
            throw new BadInputException("--strings is a recipe of its own: leave --recipe or --options out.");
        }

        return Run.Options(
            parsed,
            () => new RunOptions(TrainingOptions.Recipe(parsed.GetValue(_strings) ? Strings : parsed.GetValue(_recipe) ?? "default")),
            start => LaidOver(start, parsed) with
            {
                Data = StagePaths.Full(parsed.GetValue(_data) ?? start.Data ?? StagePaths.FromRoot("data/mnist")),
            },
            StageJson.Settings.RunOptions);
    }

    private RunOptions LaidOver(RunOptions start, ParseResult parsed) => _modelFiles.LaidOver(_hyperParameters.LaidOver(start, parsed), parsed) with
    {
        Network = start.Network with
        {
            C1Kernels = parsed.GetValue(_c1Kernels) ?? start.Network.C1Kernels,
            C3Kernels = parsed.GetValue(_c3Kernels) ?? start.Network.C3Kernels,
            C5Neurons = parsed.GetValue(_c5Neurons) ?? start.Network.C5Neurons,
            F6Neurons = parsed.GetValue(_f6Neurons) ?? start.Network.F6Neurons,
            Activation = StageOptions.Chosen<Activation>(parsed.GetValue(_activation)) ?? start.Network.Activation,
            Pooling = StageOptions.Chosen<Pooling>(parsed.GetValue(_pooling)) ?? start.Network.Pooling,
        },
    };
}
