using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

/// <summary>A training of the softmax regression on a few thousand digits.</summary>
internal static class SampleTraining
{
    public const int StepsPerEpoch = 24;

    public static DigitSet Digits { get; } = MnistDigits.Take(0, 3000);
    public static DigitsAsRead Validation { get; } = new(MnistDigits.Take(55_000, 500));

    public static TrainingOptions Options { get; } = new()
    {
        Epochs = 4,
        MinDigitsPerEpoch = 0,
        EpochShare = 1,
        BatchSize = 128,
        LearningRate = 0.1f,
        Optimizer = OptimizerKind.Sgd,
        Momentum = 0.9f,
        WarmUp = 0.3f,
        Augmentation = new() { RotationDegrees = 3, ShiftPixels = 0.5f, ScaleShare = 0.05f, Shear = 0.05f, Stretch = 0, DrawnShare = 0 },
        NegativeShare = 0,
        LabelSmoothing = 0,
        ValidationTolerance = 0,
        Seed = 3,
    };

    public static TrainingResult Train(
        TrainingOptions options,
        Checkpoint? from = null,
        Action<Checkpoint>? onEpochEnd = null,
        EngineFactory? createEngine = null,
        CancellationToken cancellation = default)
    {
        createEngine ??= (initial, optimizer, _) => new SoftmaxRegressionEngine(initial, optimizer);
        var architecture = options.Architecture(10);
        return new LeNet5Training(createEngine, new TrainingDigits(Digits, new DigitsAsRead(Digits)), Validation, options)
        {
            Initial = new LeNet5Parameters(architecture, new float[architecture.ParameterCount()]),
            OnEpochEnd = onEpochEnd,
        }.Run(from, cancellation);
    }

    public static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.AreSequenceEqual(expected.Parameters.Values, actual.Parameters.Values);
        Assert.AreSequenceEqual(expected.History.Select(WithoutTime).ToArray(), actual.History.Select(WithoutTime).ToArray());
        Assert.AreEqual(expected.Best.Epoch, actual.Best.Epoch);
    }

    private static EpochMetrics WithoutTime(EpochMetrics metrics) => metrics with { Seconds = 0, ImagesPerSecond = 0 };
}
