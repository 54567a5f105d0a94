using MnistPipeline.Training;

namespace MnistPipeline.Stages.Train;

/// <summary>What a run's <c>options.json</c> holds: enough to repeat the run.</summary>
internal sealed record RunOptions : TrainingOptions
{
    public RunOptions()
    {
    }

    public RunOptions(TrainingOptions options)
        : base(options)
    {
    }

    /// <summary>The full path of the digits.</summary>
    public string? Data { get; init; }
}
