namespace MnistPipeline.Engines;

/// <summary>Everything that an engine needs to go on as if it had never stopped. All vectors are as long as the network has parameters, or empty.</summary>
public sealed record EngineState
{
    /// <summary>The trained parameters.</summary>
    public required float[] Parameters { get; init; }

    /// <summary>SGD's velocity, or Adam's mean gradient.</summary>
    public required float[] FirstMoment { get; init; }

    /// <summary>Adam's mean squared gradient; empty for SGD.</summary>
    public required float[] SecondMoment { get; init; }

    /// <summary>The averaged parameters; empty without averaging.</summary>
    public required float[] Average { get; init; }

    /// <summary>The number of steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>The parameters that the network scores with: the average where there is one.</summary>
    public float[] ScoringParameters => Average.Length > 0 ? Average : Parameters;
}
