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
}
