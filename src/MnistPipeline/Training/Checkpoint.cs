using MnistPipeline.Engines;

namespace MnistPipeline.Training;

/// <summary>Everything that a training needs to go on after a finished epoch as if it had never stopped.</summary>
internal sealed record Checkpoint
{
    /// <summary>The training's options; the number of threads, on which nothing depends, is left out.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The SHA-256 of the digits and of given initial parameters, in hexadecimal: a training goes on with the same only.</summary>
    public required string DigitsHash { get; init; }

    /// <summary>The finished epochs; at least one.</summary>
    public required IReadOnlyList<EpochMetrics> History { get; init; }

    /// <summary>What the engine had learned after the last of them.</summary>
    public required EngineState State { get; init; }

    /// <summary>The loss that each digit had when it was last shown, if the choice of those that later epochs show depends on it; else empty.</summary>
    public required float[] DigitLosses { get; init; }

    /// <summary>The parameters that scored best on the validation digits.</summary>
    public required float[] BestParameters { get; init; }

    /// <summary>Whether its parts fit together, whatever network they are of.</summary>
    public bool IsSound =>
        History is [{ IsBest: true }, ..]
        && State.Steps > 0
        && History.Index().All(epoch => epoch.Item.Epoch == epoch.Index + 1)
        && new[] { State.FirstMoment, State.SecondMoment, State.Average, BestParameters }.All(vector => vector.Length == State.Parameters.Length || vector.Length == 0)
        && BestParameters.Length == State.Parameters.Length;

    /// <summary>The epoch that <see cref="BestParameters"/> come from.</summary>
    public EpochMetrics Best => History.Last(epoch => epoch.IsBest);

    /// <summary>Whether nothing is left to train: all epochs are done, or early stopping ended them.</summary>
    public bool IsFinished => History.Count >= Options.Epochs || Options.EarlyStopping?.IsOver(History) == true;
}
