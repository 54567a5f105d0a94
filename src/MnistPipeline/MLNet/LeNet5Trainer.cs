using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Training;
using MnistPipeline.Training.Teaching;
using MnistPipeline.Tuning;

namespace MnistPipeline;

/// <summary>
/// Trains LeNet-5 from scratch on a column of digits, and gives a chain of ML.NET's own transformers. It stands in a pipeline
/// wherever a multiclass trainer stands; the label may be a key, a text or a number. <c>PredictedLabel</c> is a key where the label is one, which
/// <c>MapKeyToValue</c> turns into its value, and else the class's name.
/// </summary>
public sealed class LeNet5Trainer : IEstimator<ITransformer>
{
    // Several times what any recipe has.
    private const float HighLearningRate = 0.05f;

    private readonly LeNet5Options _options;

    internal LeNet5Trainer(LeNet5Options options) => _options = options.Checked().WithShapeOfInitialModel();

    /// <summary>Trains and gives the chain that reads digits.</summary>
    /// <param name="input">The training digits, one a row.</param>
    /// <exception cref="BadInputException">A column or an option cannot be used, or the training diverged or came to nothing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first training step.</exception>
    public ITransformer Fit(IDataView input) => Train(input).Transformer;

    /// <summary>Trains as <see cref="Fit"/> does and gives all that is known of the result.</summary>
    /// <param name="input">The training digits, one a row.</param>
    /// <exception cref="BadInputException">A column or an option cannot be used, or the training diverged or came to nothing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first training step.</exception>
    public LeNet5Model Train(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var mlContext = new MLContext(_options.Seed);
        var (digits, validation) = DigitColumns.Split(mlContext, input, _options);
        var replay = _options.ReplaySet is { } old ? DigitColumns.From(mlContext, old, _options, "the replay set", digits.Read.Digits.Classes, addsClasses: false) : null;
        var result = Learn(digits, replay, validation.Read);
        var logits = Score(result.Parameters, validation.Read.Digits);
        var temperature = TemperatureScaling.Fit(
            logits, validation.Read.Digits.Labels, validation.Read.Digits.Classes.Count, _options.InitialModel?.Metadata.Temperature);
        var report = new ClassificationReport(
            Softmax.Rows(logits, validation.Read.Digits.Classes.Count, temperature), validation.Read.Digits.Labels, validation.Read.Digits.Classes);

        if (!result.Cancelled && report.IsNoBetterThanChance)
        {
            throw CameToNothing(report, digits.Read.Digits);
        }

        var network = new TrainedModel(result.Parameters, Metadata(digits.Read.Digits.Classes, temperature, report), digits.Input);
        var answers = LabelColumn.KeyValues(input.Schema[_options.LabelColumnName], network.Metadata.Classes);
        return new LeNet5Model(StockTransformers.Build(mlContext, network, _options.FeatureColumnName, _options.Scoring, answers), network, result, report);
    }

    /// <summary>
    /// Looks for hyper-parameters that read the validation digits better than the trainer's own, or as well at less cost. Its <see cref="TrainingOptions.Threads"/>
    /// tell how many trials train side by side; its <see cref="LeNet5Options.RunFolder"/>, where it is given, gets a folder for each trial, from which
    /// a search of the same options goes on.
    /// </summary>
    /// <param name="input">The training digits, one a row; the validation split comes out of them.</param>
    /// <param name="options">What is varied.</param>
    /// <returns>The search, which has yet to be run.</returns>
    /// <exception cref="BadInputException">An option is out of its range, a column cannot be used, or a checkpoint is damaged or of another search.</exception>
    /// <exception cref="InvalidOperationException">The trainer goes on from a model: a search varies the network's shape and begins from scratch.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while the digits were read.</exception>
    internal HyperParameterSearch Search(IDataView input, TuningOptions options)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        if (_options.InitialModel is not null || _options.ReplaySet is not null)
        {
            throw new InvalidOperationException("A search begins from scratch: leave InitialModel and ReplaySet out.");
        }

        if (_options.Teachers > 0)
        {
            throw new BadOptionException(nameof(_options.Teachers), $"Teachers is {_options.Teachers}, and a search compares trainings without any: choose 0.");
        }

        var (digits, validation) = DigitColumns.Split(new MLContext(_options.Seed), input, _options);
        return new HyperParameterSearch(
            new SearchStart(digits.ForTraining(), validation.Read, _options, _options.Engine, _options.RunFolder, _options.CancellationToken), options);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var feature = Column(_options.FeatureColumnName);
        var label = Column(_options.LabelColumnName);

        // Only ML.NET can make columns of a shape: these of its transforms add columns of the same names and types.
        var transforms = new MLContext().Transforms;
        IEstimator<ITransformer> score = feature.ItemType is ImageDataViewType
            ? transforms.ExtractPixels("Score", feature.Name)
            : transforms.CopyColumns("Score", feature.Name);
        IEstimator<ITransformer> answer = label.IsKey
            ? transforms.CopyColumns("PredictedLabel", label.Name)
            : transforms.Conversion.ConvertType("PredictedLabel", label.Name, DataKind.String);
        return answer.GetOutputSchema(score.GetOutputSchema(inputSchema));

        SchemaShape.Column Column(string name)
        {
            var found = inputSchema.FirstOrDefault(column => column.Name == name);
            return found.Name is null ? throw new BadInputException($"The data have no column '{name}': name the right one in the options.") : found;
        }
    }

    private TrainingResult Learn(DigitColumns digits, DigitColumns? replay, DigitsAsRead validation)
    {
        using var own = _options.RunFolder is null ? null : RunFolder.Resume(_options.RunFolder, "train");
        var run = own ?? _options.OpenRun;
        var checkpoint = run?.LoadCheckpoint();
        if (checkpoint is not null)
        {
            // A kill can fall between the checkpoint and its results.
            run!.WriteResults(checkpoint.History);
        }

        var (lesson, replayed) = (digits.ForTraining(), replay?.ForTraining());
        using var taught = new TeacherTraining(_options.Engine, _options)
        {
            Run = run,
            OnProgress = _options.ProgressCallback,
            OnTrained = _options.TeacherCallback,
        }.Train(lesson, validation, replayed, _options.CancellationToken);
        var training = new LeNet5Training(_options.Engine, lesson, validation, _options, replayed, taught)
        {
            Initial = _options.InitialModel?.Parameters.WithClasses(digits.Read.Digits.Classes.Count, _options.Seed),
            OnProgress = _options.ProgressCallback,
            OnEpochEnd = finished =>
            {
                run?.Save(finished);
                _options.MetricsCallback?.Invoke(finished.History[^1]);
            },
        };
        return training.Run(checkpoint, _options.CancellationToken);
    }

    private float[] Score(LeNet5Parameters parameters, DigitSet digits)
    {
        var logits = new float[digits.Count * digits.Classes.Count];
        using var engine = _options.Engine(parameters, _options.ForEngine(), _options.ThreadCount);
        engine.ComputeLogits(digits.Pixels, logits);
        return logits;
    }

    private TrainingDivergedException CameToNothing(ClassificationReport report, DigitSet digits)
    {
        var areAlike = Enumerable.Range(1, digits.Count - 1).All(index => digits.PixelsOf(index).SequenceEqual(digits.PixelsOf(0)));
        var cause = areAlike ? $"all pictures of {digits.Name} look alike once they are read: check them"
            : _options.LearningRate > HighLearningRate ? $"the learning rate {_options.LearningRate} is too high: choose a lower one, such as {new TrainingOptions().LearningRate}"
            : $"the labels of {digits.Name} may not be those of its pictures, or the epochs too few: check both";
        return new TrainingDivergedException($"The trained network reads {100 * report.Accuracy:F2} % of the validation digits right, no better than chance; {cause}.");
    }

    private ModelMetadata Metadata(IReadOnlyList<string> classes, double temperature, ClassificationReport validation) => new()
    {
        Classes = classes,
        Temperature = temperature,
        TrainingOptions = (_options with { Threads = null }).ToJson(),
        DataSet = _options.DataName ?? "",
        Metrics = new RunMetrics { Validation = SplitMetrics.From(validation), Seed = _options.Seed },
    };
}
