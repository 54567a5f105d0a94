using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Training;

/// <summary>The hyper-parameters that were found to go together, by name.</summary>
internal static class Recipes
{
    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["default", "fast", "paper", "best", "strings"];

    // What is not of the recipe default begins from AdamW (Loshchilov and Hutter 2019) in steps of few digits, all of which are in each epoch.
    private static TrainingOptions SmallSteps { get; } = new()
    {
        MinDigitsPerEpoch = 0,
        EpochShare = 1,
        BatchSize = 64,
        LearningRate = 0.008f,
        Optimizer = OptimizerKind.AdamW,
        Momentum = 0.9f,
        WeightDecay = 0.1f,
        WarmUp = 0.3f,
        Augmentation = null,
        NegativeShare = 0.15f,
        LabelSmoothing = 0,
    };

    /// <summary>The options of <see cref="TrainingOptions.FineTuning"/>.</summary>
    public static TrainingOptions FineTuning { get; } = SmallSteps with
    {
        Epochs = 6,
        LearningRate = 0.001f,
        MinDigitsPerEpoch = 20_000,
        Augmentation = new AugmentationOptions { RotationDegrees = 15, ScaleShare = 0.12f, Shear = 0.3f, Stretch = 0.2f, OtherPenShare = 0.12f, DrawnShare = 0.11f },
        FrozenLayers = [Layer.C1],
        ValidationTolerance = 0.02,
        EarlyStopping = new EarlyStoppingOptions(),
    };

    /// <summary>A recipe by name.</summary>
    /// <exception cref="BadOptionException">There is no such recipe.</exception>
    public static TrainingOptions Named(string name) => name switch
    {
        null => throw new ArgumentNullException(nameof(name)),
        "default" => new TrainingOptions(),
        "fast" => new TrainingOptions
        {
            Epochs = 8,
            WeightDecay = 0.4f,
            Augmentation = new AugmentationOptions
            {
                RotationDegrees = 10,
                ShiftPixels = 1.5f,
                ScaleShare = 0.1f,
                Shear = 0.2f,
                Stretch = 0.12f,
                OtherPenShare = 0.02f,
                DrawnShare = 0,
            },
            NegativeShare = 0.02f,
        },
        "paper" => SmallSteps with
        {
            Epochs = 25,
            Network = new LeNet5Architecture { Activation = Activation.Tanh, Pooling = Pooling.Average },
            LearningRate = 0.006f,
        },
        "best" => new TrainingOptions { Epochs = 87, Teachers = 3 },
        "strings" => SmallSteps with
        {
            Network = new LeNet5Architecture { C1Kernels = 16, C3Kernels = 64, C5Neurons = 96, F6Neurons = 84 },
            StringsPerEpoch = 16_000,
            Epochs = 46,
            BatchSize = 16,
            LearningRate = 0.003f,
            WarmUp = 0.15f,
            AveragingDecay = 0.9995f,
            NegativeShare = 0,
        },
        _ => throw new BadOptionException("Recipe", $"There is no recipe '{name}': choose one of {string.Join(", ", Names)}."),
    };
}
