using Microsoft.ML;
using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Training;

namespace MnistPipeline;

/// <summary>How <see cref="LeNet5Trainer"/> trains: the network's and the training's own options, and what ties them to ML.NET.</summary>
public sealed record LeNet5Options : TrainingOptions
{
    /// <summary>The default recipe.</summary>
    public LeNet5Options()
    {
    }

    /// <summary>The given recipe.</summary>
    /// <exception cref="ArgumentNullException">The recipe is null.</exception>
    public LeNet5Options(TrainingOptions recipe)
        : base(recipe ?? throw new ArgumentNullException(nameof(recipe)))
    {
    }

    /// <summary>The column with the class: a key, a text or a number.</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The column with the digit: a picture (MLImage) of any size, or a vector of 784 pixels, 0 to 255 or 0 to 1.</summary>
    public string FeatureColumnName { get; init; } = "Image";

    /// <summary>
    /// A trained network to go on from: <see cref="ModelFile.Load(string)"/> reads it from the path or stream of a zip, and
    /// <see cref="LeNet5Model.Network"/> is one; null to begin from scratch. Its shape and its classes come with it, whatever
    /// <see cref="TrainingOptions.Network"/> says. Classes that the data add get outputs
    /// of their own behind the others. <see cref="TrainingOptions.FineTuning"/> has the numbers that suit.
    /// </summary>
    public TrainedModel? InitialModel { get; init; }

    /// <summary>
    /// Digits that an earlier training learned from, in columns of the same names and of known classes: each epoch shows
    /// <see cref="TrainingOptions.ReplayCount"/> of them besides the new ones, so that they are not forgotten; null for none.
    /// </summary>
    public IDataView? ReplaySet { get; init; }

    /// <summary>Digits that choose the best epoch; null to hold out a share of the training digits.</summary>
    public IDataView? ValidationSet { get; init; }

    /// <summary>
    /// The share of the training digits that is held out, stratified by class, where <see cref="ValidationSet"/> is null:
    /// above 0, at most one half; 5,000 of MNIST's 60,000 by default.
    /// </summary>
    public double ValidationSetFraction { get; init; } = 1.0 / 12;

    /// <summary>Called after each epoch, on the thread that trains.</summary>
    public Action<EpochMetrics>? MetricsCallback { get; init; }

    /// <summary>Called a few times a second within an epoch, on the thread that trains.</summary>
    public Action<TrainingProgress>? ProgressCallback { get; init; }

    /// <summary>Ends the training after the batch under way; what was learned so far is kept and returned.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// A folder to which each epoch writes <c>results.csv</c> and <c>checkpoint</c>. Where it holds a
    /// checkpoint, the training goes on from it, and ends with the same bits as if it had never stopped. One training at a time works in it. Null for none.
    /// </summary>
    public string? RunFolder { get; init; }

    /// <summary>Called on the trainer's thread after one of the <see cref="TrainingOptions.Teachers"/> was trained, with its number from 1 and its accuracy on the validation split.</summary>
    internal Action<int, double>? TeacherCallback { get; init; }

    /// <summary>The same folder where it is open already; null for none.</summary>
    internal Training.RunFolder? OpenRun { get; init; }

    /// <summary>What computes: <see cref="CpuEngine"/> by default.</summary>
    internal EngineFactory Engine { get; init; } = CpuEngine.Create;

    /// <summary>What computes the network in the saved zip: ONNX by default.</summary>
    internal ScoringFactory Scoring { get; init; } = OnnxScoring.Create;

    /// <summary>What the data are called in the model's metadata, such as a path; null for no name.</summary>
    public string? DataName { get; init; }

    /// <inheritdoc/>
    internal override LeNet5Options Checked()
    {
        _ = base.Checked();
        ArgumentNullException.ThrowIfNull(LabelColumnName);
        ArgumentNullException.ThrowIfNull(FeatureColumnName);
        BadOptionException.ThrowUnless((float)ValidationSetFraction, float.Epsilon, 0.5f, nameof(ValidationSetFraction));
        if (StringsPerEpoch != 0)
        {
            throw new BadOptionException(nameof(StringsPerEpoch), $"StringsPerEpoch is {StringsPerEpoch:N0}, and this training is of single digits: leave it 0.");
        }

        if (InitialModel?.Input.IsOfStrings() == true)
        {
            throw new BadOptionException(nameof(InitialModel), "The initial model reads strings of digits, and this training is of single ones: give a model of those.");
        }

        return this;
    }

    /// <summary>These options with the shape of the network that the training goes on from.</summary>
    internal LeNet5Options WithShapeOfInitialModel() =>
        InitialModel is { } model ? this with { Network = model.Parameters.Architecture with { Classes = Network.Classes } } : this;
}
