namespace MnistPipeline.Engines;

/// <summary>Everything that an engine needs to go on as if it had never stopped. All vectors are as long as the network has parameters, or empty.</summary>
internal sealed record EngineState
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

    /// <summary>Checks the lengths of a state that an engine is to go on from.</summary>
    /// <param name="parameters">The number of the network's parameters.</param>
    /// <param name="hasSecondMoment">Whether the engine's optimizer keeps one.</param>
    /// <param name="hasAverage">Whether the engine averages.</param>
    /// <exception cref="ArgumentException">A vector is not as long as the engine's.</exception>
    public void ThrowUnlessItFits(int parameters, bool hasSecondMoment, bool hasAverage)
    {
        Check(Parameters, true, nameof(Parameters));
        Check(FirstMoment, true, nameof(FirstMoment));
        Check(SecondMoment, hasSecondMoment, nameof(SecondMoment));
        Check(Average, hasAverage, nameof(Average));

        void Check(float[] vector, bool isThere, string name)
        {
            var expected = isThere ? parameters : 0;
            if (vector.Length != expected)
            {
                throw new ArgumentException(
                    $"{name} has {vector.Length:N0} values where the engine has {expected:N0}: the state is of another architecture or optimizer.");
            }
        }
    }
}
