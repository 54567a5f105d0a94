namespace MnistPipeline.Engines.Cpu;

/// <summary>Where the parameters and what belongs to each of them lie, all in the order of <see cref="ParameterLayout"/>.</summary>
/// <param name="parameters">The trained parameters.</param>
/// <param name="gradient">The gradient of the last step's loss.</param>
/// <param name="firstMoment">SGD's velocity, or Adam's mean gradient.</param>
/// <param name="secondMoment">Adam's mean squared gradient; null for SGD.</param>
/// <param name="average">The averaged parameters; null without averaging.</param>
internal readonly unsafe struct ParameterVectors(float* parameters, float* gradient, float* firstMoment, float* secondMoment, float* average)
{
    public float* Parameters { get; } = parameters;

    public float* Gradient { get; } = gradient;

    public float* FirstMoment { get; } = firstMoment;

    public float* SecondMoment { get; } = secondMoment;

    public float* Average { get; } = average;

    /// <summary>The parameters that score: the average where there is one.</summary>
    public float* Scoring => Average is null ? Parameters : Average;

    /// <summary>Takes the parameters to start from.</summary>
    /// <param name="initial">Their values.</param>
    /// <param name="layout">The order in which they are to lie.</param>
    public void Begin(ReadOnlySpan<float> initial, ParameterLayout layout)
    {
        layout.FromFlat(initial, Parameters);
        if (Average is not null)
        {
            layout.FromFlat(initial, Average);
        }
    }

    /// <summary>A copy of all but the gradient.</summary>
    /// <param name="layout">The order in which they lie.</param>
    /// <param name="steps">The steps taken so far.</param>
    public EngineState Capture(ParameterLayout layout, int steps) => new()
    {
        Parameters = layout.ToFlat(Parameters),
        FirstMoment = layout.ToFlat(FirstMoment),
        SecondMoment = SecondMoment is null ? [] : layout.ToFlat(SecondMoment),
        Average = Average is null ? [] : layout.ToFlat(Average),
        Steps = steps,
    };

    /// <summary>Takes the values of a captured state.</summary>
    /// <exception cref="ArgumentException">A vector of the state is not as long as it must be.</exception>
    public void Restore(EngineState state, ParameterLayout layout)
    {
        state.ThrowUnlessItFits(layout.FlatLength, SecondMoment is not null, Average is not null);
        layout.FromFlat(state.Parameters, Parameters);
        layout.FromFlat(state.FirstMoment, FirstMoment);
        if (SecondMoment is not null)
        {
            layout.FromFlat(state.SecondMoment, SecondMoment);
        }

        if (Average is not null)
        {
            layout.FromFlat(state.Average, Average);
        }
    }
}
