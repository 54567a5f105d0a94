using MnistPipeline.Training;

namespace MnistPipeline.Stages;

/// <summary>What a training run's <c>options.json</c> holds: enough to repeat the run.</summary>
public record RunOptions : TrainingOptions
{
    /// <summary>The default recipe.</summary>
    public RunOptions()
    {
    }

    /// <summary>The given recipe.</summary>
    public RunOptions(TrainingOptions options)
        : base(options)
    {
    }

    /// <summary>The full path of the digits.</summary>
    public string? Data { get; init; }
}
