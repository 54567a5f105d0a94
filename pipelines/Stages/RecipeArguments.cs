using System.CommandLine;
using MnistPipeline.Engines;
using MnistPipeline.Training;

namespace MnistPipeline.Stages;

/// <summary>The hyper-parameters that every program that trains has on its command line.</summary>
internal sealed class RecipeArguments
{
    private readonly Option<int?> _epochs;
    private readonly Option<int?> _batchSize;
    private readonly Option<float?> _learningRate;
    private readonly Option<string?> _schedule;
    private readonly Option<string?> _optimizer;
    private readonly Option<float?> _weightDecay;
    private readonly Option<string?> _augmentation;
    private readonly Option<int?> _patience;
    private readonly Option<int?> _seed;

    /// <summary>Adds the options to a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="defaults">What its help says of them.</param>
    public RecipeArguments(StageProgram program, TrainingOptions defaults)
    {
        _epochs = program.Add(StageOptions.Epochs(defaults.Epochs));
        _batchSize = program.Add(StageOptions.BatchSize(defaults.BatchSize));
        _learningRate = program.Add(StageOptions.LearningRate(defaults.LearningRate));
        _schedule = program.Add(StageOptions.Choice("--schedule", "How the learning rate goes over the steps.", defaults.Schedule));
        _optimizer = program.Add(StageOptions.Choice("--optimizer", "The rule by which a step moves the parameters.", defaults.Optimizer));
        _weightDecay = program.Add(StageOptions.Number("--weight-decay", "The share that the parameters shrink by, times the learning rate.", $"{defaults.WeightDecay}"));
        _augmentation = program.Add(StageOptions.Choice("--augmentation", "Whether training digits are turned, shifted, scaled and sheared.", "on", "on", "off"));
        _patience = program.Add(StageOptions.WholeNumber("--patience", "Epochs without a better one after which the training ends.", defaults.EarlyStopping is { } stopping ? $"{stopping.Patience}" : "never"));
        _seed = program.Add(StageOptions.Seed(defaults.Seed));
    }

    /// <summary>The command line laid over a start.</summary>
    public T LaidOver<T>(T start, ParseResult parsed)
        where T : TrainingOptions => (T)((start as TrainingOptions) with
        {
            Epochs = parsed.GetValue(_epochs) ?? start.Epochs,
            BatchSize = parsed.GetValue(_batchSize) ?? start.BatchSize,
            LearningRate = parsed.GetValue(_learningRate) ?? start.LearningRate,
            Schedule = StageOptions.Chosen<LearningRateSchedule>(parsed.GetValue(_schedule)) ?? start.Schedule,
            Optimizer = StageOptions.Chosen<OptimizerKind>(parsed.GetValue(_optimizer)) ?? start.Optimizer,
            WeightDecay = parsed.GetValue(_weightDecay) ?? start.WeightDecay,
            Augmentation = parsed.GetValue(_augmentation) switch
            {
                "on" => start.Augmentation ?? new AugmentationOptions(),
                "off" => null,
                _ => start.Augmentation,
            },
            EarlyStopping = parsed.GetValue(_patience) is { } patience ? new EarlyStoppingOptions { Patience = patience } : start.EarlyStopping,
            Seed = parsed.GetValue(_seed) ?? start.Seed,
        });
}
