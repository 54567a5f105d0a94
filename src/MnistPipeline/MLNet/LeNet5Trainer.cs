using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Training;

namespace MnistPipeline;

/// <summary>
/// Trains LeNet-5 from scratch on a column of digits, and gives a chain of ML.NET's own transformers. It stands in a pipeline
/// wherever a multiclass trainer stands; the label may be a key, a text or a number. <c>PredictedLabel</c> is a key where the label is one, which
/// <c>MapKeyToValue</c> turns into its value, and else the class's name.
/// </summary>
public sealed class LeNet5Trainer : IEstimator<ITransformer>
{
    private readonly LeNet5Options _options;

    internal LeNet5Trainer(LeNet5Options options) => _options = options.Validated().WithShapeOfInitialModel();

    /// <summary>Trains and gives the chain that reads digits.</summary>
    /// <param name="input">The training digits, one a row.</param>
    /// <exception cref="BadInputException">A column or an option cannot be used, or the training diverged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first training step.</exception>
    public ITransformer Fit(IDataView input) => Train(input).Transformer;

    /// <summary>Trains as <see cref="Fit"/> does and gives all that is known of the result.</summary>
    /// <param name="input">The training digits, one a row.</param>
    /// <exception cref="BadInputException">A column or an option cannot be used, or the training diverged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first training step.</exception>
    public LeNet5Model Train(IDataView input)
    {
        var mlContext = new MLContext(_options.Seed);
        var (digits, validation) = DigitColumns.Split(mlContext, input, _options);
        var replay = _options.ReplaySet is { } old ? DigitColumns.From(mlContext, old, _options, "the replay set", digits.Read.Classes, addsClasses: false) : null;
        var result = Learn(digits, replay, validation.Read);
        var logits = Score(result.Parameters, validation.Read);
        var temperature = TemperatureScaling.Fit(
            logits, validation.Read.Labels, validation.Read.Classes.Count, _options.InitialModel?.Metadata.Temperature);
        var report = new ClassificationReport(
            Softmax.Rows(logits, validation.Read.Classes.Count, temperature), validation.Read.Labels, validation.Read.Classes);

        var network = new TrainedModel(result.Parameters, Metadata(digits.Read.Classes, temperature, report), digits.Input);
        var answers = LabelColumn.KeyValues(input.Schema[_options.LabelColumnName], network.Metadata.Classes);
        return new LeNet5Model(StockTransformers.Build(mlContext, network, _options.FeatureColumnName, _options.Scoring, answers), network, result, report);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
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

    private TrainingResult Learn(DigitColumns digits, DigitColumns? replay, DigitSet validation)
    {
        var run = _options.RunFolder is null ? null : RunFolder.Open(_options.RunFolder);
        var checkpoint = run?.ReadCheckpoint();
        if (checkpoint is not null)
        {
            // A kill can fall between the checkpoint and its results.
            run!.WriteResults(checkpoint.History);
        }

        var training = new LeNet5Training(_options.Engine, digits.ForTraining(), validation, _options, replay?.ForTraining())
        {
            Initial = _options.InitialModel?.Parameters.WithClasses(digits.Read.Classes.Count, _options.Seed),
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
        engine.Score(digits.Pixels, logits);
        return logits;
    }

    private ModelMetadata Metadata(IReadOnlyList<string> classes, double temperature, ClassificationReport validation) => new()
    {
        Classes = classes,
        Temperature = temperature,
        TrainingOptions = JsonFile.ToText<TrainingOptions>(_options),
        DataSet = _options.DataName ?? "",
        Metrics = JsonFile.ToText(new RunMetrics { Validation = SplitMetrics.Of(validation) }),
    };
}
