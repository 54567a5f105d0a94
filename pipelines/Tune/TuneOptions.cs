using System.Text.Json.Serialization;
using MnistPipeline.Tuning;

namespace MnistPipeline.Stages.Tune;

/// <summary>What a search's <c>options.json</c> holds: enough to repeat it. What is not varied is the recipe that it begins with.</summary>
internal sealed record TuneOptions : RunOptions
{
    /// <summary>For each hyper-parameter that is varied its range, as <see cref="SearchRange.Parse"/> takes it.</summary>
    public IReadOnlyDictionary<string, string> Ranges { get; init; } = new Dictionary<string, string>();

    /// <summary>The points to try.</summary>
    public int Trials { get; init; } = new TuningOptions().Trials;

    /// <summary>Whether every combination is trained instead.</summary>
    public bool Grid { get; init; }

    /// <summary>What is looked for beside accuracy.</summary>
    public Objective Objective { get; init; }

    /// <summary>When the search ends; null for when all is done.</summary>
    public float? Minutes { get; init; }

    /// <summary>Whether other processes work on the search as well.</summary>
    [JsonIgnore]
    public bool IsShared { get; init; }

    /// <summary>The search that they ask for.</summary>
    public TuningOptions Search => new()
    {
        Ranges = Ranges,
        Trials = Trials,
        IsGrid = Grid,
        Objective = Objective,
        IsShared = IsShared,
        TimeLimit = Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
    };

    /// <summary>The run that trains a trial's network anew.</summary>
    public RunOptions RunOf(Trial trial) => new(trial.Options) { Data = Data, Engine = Engine, Zip = Zip };
}
