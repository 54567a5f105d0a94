using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Training;

/// <summary>The hyper-parameters of a training. The defaults are the recipe <c>default</c>.</summary>
public record TrainingOptions
{
    /// <summary>The names that <see cref="Recipe"/> knows.</summary>
    internal static IReadOnlyList<string> RecipeNames { get; } = ["default", "paper", "best"];

    /// <summary>
    /// How to go on from a trained network with some hundred digits or more of another handwriting: few epochs at a lower rate, as
    /// many replayed digits as new ones in each, and C1's kernels, which show strokes, as they are.
    /// </summary>
    public static TrainingOptions FineTuning { get; } = new()
    {
        Epochs = 6,
        LearningRate = 0.002f,
        LeastDigitsPerEpoch = 20_000,
        FrozenLayers = ["C1"],
        ValidationTolerance = 0.02,
        EarlyStopping = new EarlyStoppingOptions(),
    };

    /// <summary>Kernels of C1: 1 to 256.</summary>
    public int C1Kernels { get; init; } = 6;

    /// <summary>Kernels of C3: 1 to 256.</summary>
    public int C3Kernels { get; init; } = 16;

    /// <summary>Neurons of C5: 1 to 4,096.</summary>
    public int C5Neurons { get; init; } = 120;

    /// <summary>Neurons of F6: 1 to 4,096.</summary>
    public int F6Neurons { get; init; } = 84;

    /// <summary>What follows C1, C3, C5 and F6.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>What S2 and S4 do.</summary>
    public Pooling Pooling { get; init; } = Pooling.Maximum;

    /// <summary>Passes over the training digits: 1 to 10,000.</summary>
    public int Epochs { get; init; } = 12;

    /// <summary>
    /// Of few training digits an epoch shows each as often as it takes to have so many, each time distorted in another way:
    /// 0 (each once) to 10,000,000.
    /// </summary>
    public int LeastDigitsPerEpoch { get; init; }

    /// <summary>The digits of an earlier training, where some are given, that an epoch shows besides, drawn anew for each: 1 to 10,000,000.</summary>
    public int ReplayCount { get; init; } = 20_000;

    /// <summary>Digits a step: 1 to 65,536.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The highest learning rate: above 0, at most 10.</summary>
    public float LearningRate { get; init; } = 0.008f;

    /// <summary>The rule by which a step moves the parameters.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>SGD's share of the last step that goes on: 0 to 0.9999.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>Weight decay: 0 to 10.</summary>
    public float WeightDecay { get; init; } = 0.1f;

    /// <summary>How the learning rate goes over the steps.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.OneCycle;

    /// <summary>The share of the steps over which one-cycle climbs to <see cref="LearningRate"/>: 0 to 0.9.</summary>
    public float WarmUp { get; init; } = 0.3f;

    /// <summary>The decay of the moving average of the parameters that scores: 0 for none, to 0.99999; lower in the first steps.</summary>
    public float AveragingDecay { get; init; } = 0.998f;

    /// <summary>How training digits are distorted; null for not at all. Halved for the last 15 % of the epochs.</summary>
    public AugmentationOptions? Augmentation { get; init; } = new();

    /// <summary>The layers that do not learn: names of <see cref="LeNet5Architecture.LayerNames"/>, but not all; none by default.</summary>
    public IReadOnlyList<string> FrozenLayers { get; init; } = [];

    /// <summary>
    /// How much lower than the best so far the validation accuracy of an epoch may be, as a fraction, for it to be taken in that
    /// one's place: 0 to 1. Above 0, among epochs that few validation digits cannot tell apart the latest one is taken, whose
    /// learning rate was the lowest.
    /// </summary>
    public double ValidationTolerance { get; init; }

    /// <summary>When to end before the last epoch; null for never.</summary>
    public EarlyStoppingOptions? EarlyStopping { get; init; }

    /// <summary>One seed gives the same bits, on any number of threads.</summary>
    public int Seed { get; init; }

    /// <summary>The threads to compute with: 1 to 1,024; null or 0 for one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>A recipe by name.</summary>
    /// <param name="name"><c>default</c>, <c>paper</c> (the network of 1998: tanh, average, no distortion) or <c>best</c> (many epochs).</param>
    /// <exception cref="BadInputException">There is no such recipe.</exception>
    public static TrainingOptions Recipe(string name) => name switch
    {
        "default" => new TrainingOptions(),
        "paper" => new TrainingOptions
        {
            Activation = Activation.Tanh,
            Pooling = Pooling.Average,
            Augmentation = null,
            LearningRate = 0.006f,
        },
        "best" => new TrainingOptions { Epochs = 60, AveragingDecay = 0.9995f },
        _ => throw new BadInputException($"There is no recipe '{name}': choose one of {string.Join(", ", RecipeNames)}."),
    };

    /// <summary>Returns these options if every one is in its range.</summary>
    /// <exception cref="BadInputException">An option is out of its range.</exception>
    internal TrainingOptions Validated()
    {
        CheckWhole(C1Kernels, 1, 256, nameof(C1Kernels));
        CheckWhole(C3Kernels, 1, 256, nameof(C3Kernels));
        CheckWhole(C5Neurons, 1, 4096, nameof(C5Neurons));
        CheckWhole(F6Neurons, 1, 4096, nameof(F6Neurons));
        CheckWhole(Epochs, 1, 10_000, nameof(Epochs));
        CheckWhole(LeastDigitsPerEpoch, 0, 10_000_000, nameof(LeastDigitsPerEpoch));
        CheckWhole(ReplayCount, 1, 10_000_000, nameof(ReplayCount));
        CheckWhole(BatchSize, 1, 65_536, nameof(BatchSize));
        CheckWhole(Threads ?? 0, 0, 1024, nameof(Threads));
        CheckNumber(LearningRate, float.Epsilon, 10, nameof(LearningRate));
        CheckNumber(Momentum, 0, 0.9999f, nameof(Momentum));
        CheckNumber(WeightDecay, 0, 10, nameof(WeightDecay));
        CheckNumber(WarmUp, 0, 0.9f, nameof(WarmUp));
        CheckNumber(AveragingDecay, 0, 0.99999f, nameof(AveragingDecay));
        CheckName(Activation, nameof(Activation));
        CheckName(Pooling, nameof(Pooling));
        CheckName(Optimizer, nameof(Optimizer));
        CheckName(Schedule, nameof(Schedule));
        CheckNumber((float)ValidationTolerance, 0, 1, nameof(ValidationTolerance));
        CheckLayers(FrozenLayers);
        _ = Augmentation?.Validated();
        _ = EarlyStopping?.Validated();
        return this;

        static void CheckWhole(int value, int least, int most, string option)
        {
            if (value < least || value > most)
            {
                throw new BadInputException($"{option} is {value:N0}: choose a whole number from {least:N0} to {most:N0}.");
            }
        }

        static void CheckNumber(float value, float least, float most, string option)
        {
            if (!(value >= least && value <= most))
            {
                var range = least == float.Epsilon ? $"above 0 and at most {most}" : $"from {least} to {most}";
                throw new BadInputException($"{option} is {value}: choose a number {range}.");
            }
        }

        static void CheckLayers(IReadOnlyList<string> layers)
        {
            var names = LeNet5Architecture.LayerNames;
            if (layers.FirstOrDefault(layer => !names.Contains(layer)) is { } unknown)
            {
                throw new BadInputException($"FrozenLayers has '{unknown}': choose among {string.Join(", ", names)}.");
            }

            if (names.All(layers.Contains))
            {
                throw new BadInputException("FrozenLayers has all layers, so that nothing would learn: choose fewer.");
            }
        }

        static void CheckName<T>(T value, string option)
            where T : struct, Enum
        {
            if (!Enum.IsDefined(value))
            {
                throw new BadInputException($"{option} is {value}: choose one of {string.Join(", ", Enum.GetNames<T>())}.");
            }
        }
    }

    /// <summary>The network's shape.</summary>
    /// <param name="classes">The number of classes: 2 to 1,000.</param>
    internal LeNet5Architecture Architecture(int classes) => new()
    {
        C1Kernels = C1Kernels,
        C3Kernels = C3Kernels,
        C5Neurons = C5Neurons,
        F6Neurons = F6Neurons,
        Activation = Activation,
        Pooling = Pooling,
        Classes = classes,
    };

    /// <summary><see cref="Threads"/>, or the number of cores.</summary>
    internal int ThreadCount => Threads is > 0 ? Threads.Value : Environment.ProcessorCount;

    /// <summary>How an engine updates the parameters.</summary>
    internal OptimizerOptions ForEngine() => new()
    {
        Kind = Optimizer,
        Momentum = Momentum,
        WeightDecay = WeightDecay,
        AveragingDecay = AveragingDecay,
        FrozenLayers = FrozenLayers,
    };

    /// <summary>What the augmentation's bounds are multiplied by in an epoch, from 1: the last 15 % of the epochs see digits closer to the real ones.</summary>
    internal float AugmentationStrength(int epoch) => (epoch - 1) * 20L >= Epochs * 17L ? 0.5f : 1;
}
