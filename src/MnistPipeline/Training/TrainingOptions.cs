using System.Text.Json.Serialization;
using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Training;

/// <summary>The hyper-parameters of a training. The defaults are the recipe <c>default</c>.</summary>
public record TrainingOptions
{
    /// <summary>
    /// How to go on from a trained network with some hundred digits or more of another handwriting: few epochs at a lower rate, as
    /// many replayed digits as new ones in each, and C1's kernels, which show strokes, as they are.
    /// </summary>
    public static TrainingOptions FineTuning => Recipes.FineTuning;

    /// <summary>The network's shape. Its number of classes is the data's, whatever it says here.</summary>
    public LeNet5Architecture Network { get; init; } = new();

    /// <summary>Passes over the share of the training digits that each shows: 1 to 10,000.</summary>
    public int Epochs { get; init; } = 29;

    /// <summary>
    /// Few training digits are repeated as often as it takes to have so many, of which an epoch shows <see cref="EpochShare"/>, each time distorted in another way:
    /// 0 (each once) to 10,000,000.
    /// </summary>
    public int MinDigitsPerEpoch { get; init; } = 20_000;

    /// <summary>
    /// How many strings of digits an epoch shows in place of the digits, composed anew for each: 0 to learn single digits, to 10,000,000. Then a step has
    /// <see cref="BatchSize"/> strings, and the network has one output more, for what is no digit.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int StringsPerEpoch { get; init; }

    /// <summary>The digits of an earlier training, where some are given, that an epoch shows besides, drawn anew for each: 1 to 10,000,000.</summary>
    public int ReplayCount { get; init; } = 40_000;

    /// <summary>
    /// The share of the training digits that an epoch shows: 0.01 to 1 for all. A third of these are those that had the largest losses when they were last shown,
    /// or never were, and the others are drawn anew. It is 1 where strings are learned.
    /// </summary>
    public float EpochShare { get; init; } = 0.34f;

    /// <summary>Digits a step: 1 to 65,536.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>The highest learning rate: above 0, at most 10.</summary>
    public float LearningRate { get; init; } = 0.015f;

    /// <summary>The rule by which a step moves the parameters.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Muon;

    /// <summary>SGD's and Muon's share of the last step that goes on: 0 to 0.9999.</summary>
    public float Momentum { get; init; } = 0.95f;

    /// <summary>Weight decay: 0 to 10.</summary>
    public float WeightDecay { get; init; } = 0.2f;

    /// <summary>How the learning rate goes over the steps.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.OneCycle;

    /// <summary>The share of the steps over which one-cycle climbs to <see cref="LearningRate"/>: 0 to 0.9.</summary>
    public float WarmUp { get; init; } = 0.1f;

    /// <summary>The decay of the moving average of the parameters that scores: 0 for none, to 0.99999; lower in the first steps.</summary>
    public float AveragingDecay { get; init; } = 0.998f;

    /// <summary>How training digits are distorted; null for not at all. Halved for the last 15 % of the epochs.</summary>
    public AugmentationOptions? Augmentation { get; init; } = new();

    /// <summary>
    /// How many pictures of no digit an epoch shows for each digit: 0 to 1. From letters, scribbles, shadows and noise the network learns
    /// to give all classes the same low score. There are none where the classes are not the ten digits.
    /// </summary>
    public float NegativeShare { get; init; } = 0.1f;

    /// <summary>
    /// The share of its target that each digit's class gives to all classes alike, so that training never ends in being sure (label smoothing; Szegedy et al.
    /// 2016): 0 to 0.9. It is 0 where strings are learned.
    /// </summary>
    public float LabelSmoothing { get; init; } = 0.2f;

    /// <summary>
    /// How many networks are trained first, each on a seed of its own, for a third of the epochs and with three times the kernels, to say in the mean what this
    /// one's softmax should be of each digit, however distorted, in place of its label (distillation; Hinton, Vinyals, Dean 2015): 0 for none, to 16.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Teachers { get; init; }

    /// <summary>The layers that do not learn, but not all of them; none by default.</summary>
    public IReadOnlyList<Layer> FrozenLayers
    {
        get;
        init => field = new ValueList<Layer>(value ?? []);
    } = new ValueList<Layer>([]);

    /// <summary>
    /// How much lower than the best so far the validation accuracy of an epoch may be, as a fraction, for it to be taken in that
    /// one's place: 0 to 1. Above 0, among epochs that few validation digits cannot tell apart the latest one is taken, whose
    /// learning rate was the lowest.
    /// </summary>
    public double ValidationTolerance { get; init; } = 0.001;

    /// <summary>When to end before the last epoch; null for never.</summary>
    public EarlyStoppingOptions? EarlyStopping { get; init; }

    /// <summary>One seed gives the same bits, on any number of threads.</summary>
    public int Seed { get; init; }

    /// <summary>The threads to compute with: 1 to 1,024; null or 0 for one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>A recipe by name.</summary>
    /// <param name="name"><c>default</c>, <c>fast</c> (few epochs, for clean digits), <c>paper</c> (the network of 1998: tanh, average, no distortion), <c>best</c> (taught by wider networks) or <c>strings</c>
    /// (strings of digits, with wider layers).</param>
    /// <exception cref="BadOptionException">There is no such recipe.</exception>
    public static TrainingOptions Recipe(string name) => Recipes.Named(name);

    /// <summary>Returns these options if every one is in its range.</summary>
    /// <exception cref="BadOptionException">An option is out of its range.</exception>
    internal virtual TrainingOptions Checked()
    {
        ArgumentNullException.ThrowIfNull(Network);
        _ = Network.Checked();
        BadOptionException.ThrowUnless(Epochs, 1, 10_000, nameof(Epochs));
        BadOptionException.ThrowUnless(MinDigitsPerEpoch, 0, 10_000_000, nameof(MinDigitsPerEpoch));
        BadOptionException.ThrowUnless(StringsPerEpoch, 0, 10_000_000, nameof(StringsPerEpoch));
        BadOptionException.ThrowUnless(ReplayCount, 1, 10_000_000, nameof(ReplayCount));
        BadOptionException.ThrowUnless(EpochShare, 0.01f, 1, nameof(EpochShare));
        BadOptionException.ThrowUnless(BatchSize, 1, 65_536, nameof(BatchSize));
        BadOptionException.ThrowUnless(Threads ?? 0, 0, 1024, nameof(Threads));
        BadOptionException.ThrowUnless(LearningRate, float.Epsilon, 10, nameof(LearningRate));
        BadOptionException.ThrowUnless(Momentum, 0, 0.9999f, nameof(Momentum));
        BadOptionException.ThrowUnless(WeightDecay, 0, 10, nameof(WeightDecay));
        BadOptionException.ThrowUnless(WarmUp, 0, 0.9f, nameof(WarmUp));
        BadOptionException.ThrowUnless(AveragingDecay, 0, 0.99999f, nameof(AveragingDecay));
        BadOptionException.ThrowUnless(NegativeShare, 0, 1, nameof(NegativeShare));
        BadOptionException.ThrowUnless(LabelSmoothing, 0, 0.9f, nameof(LabelSmoothing));
        BadOptionException.ThrowUnless(Teachers, 0, 16, nameof(Teachers));
        BadOptionException.ThrowUnlessNamed(Optimizer, nameof(Optimizer));
        BadOptionException.ThrowUnlessNamed(Schedule, nameof(Schedule));
        BadOptionException.ThrowUnless((float)ValidationTolerance, 0, 1, nameof(ValidationTolerance));
        foreach (var layer in FrozenLayers)
        {
            BadOptionException.ThrowUnlessNamed(layer, nameof(FrozenLayers));
        }

        if (StringsPerEpoch > 0 && EpochShare != 1)
        {
            throw new BadOptionException(nameof(EpochShare), $"EpochShare is {EpochShare}, and strings are composed anew for each epoch: choose 1.");
        }

        if (StringsPerEpoch > 0 && LabelSmoothing > 0)
        {
            throw new BadOptionException(nameof(LabelSmoothing), $"LabelSmoothing is {LabelSmoothing}, and windows of strings have shares of the classes as it is: choose 0.");
        }

        if (StringsPerEpoch > 0 && Teachers > 0)
        {
            throw new BadOptionException(nameof(Teachers), $"Teachers is {Teachers}, and only single digits can be taught by other networks: choose 0.");
        }

        if (Enum.GetValues<Layer>().All(FrozenLayers.Contains))
        {
            throw new BadOptionException(nameof(FrozenLayers), "FrozenLayers has all layers, so that nothing would learn: choose fewer.");
        }

        Augmentation?.Check();
        EarlyStopping?.Check();
        return this;
    }

    /// <summary>These options as <c>options.json</c> has them, without what a derived type adds.</summary>
    internal string ToJson() => JsonFile.ToText(this, TrainingJson.Settings.TrainingOptions);

    /// <summary>The network's shape for data with so many classes.</summary>
    internal LeNet5Architecture Architecture(int classes) => (Network with { Classes = classes }).Checked();

    /// <summary><see cref="Threads"/>, or the number of cores.</summary>
    internal int ThreadCount => Threads is > 0 ? Threads.Value : Environment.ProcessorCount;

    /// <summary>How one of the <see cref="Teachers"/> is trained.</summary>
    /// <param name="teacher">Which one, from 1.</param>
    internal TrainingOptions ForTeacher(int teacher) => this with
    {
        Teachers = 0,
        Epochs = (Epochs + 2) / 3,
        Network = Network with { C1Kernels = Math.Min(3 * Network.C1Kernels, LeNet5Architecture.MaxKernels), C3Kernels = Math.Min(3 * Network.C3Kernels, LeNet5Architecture.MaxKernels) },
        FrozenLayers = [],
        Seed = SeededRandom.For(Seed, RandomPurpose.Teaching, teacher).NextIndex(int.MaxValue),
    };

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
