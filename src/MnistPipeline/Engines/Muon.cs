using MnistPipeline.Model;

namespace MnistPipeline.Engines;

/// <summary>What the engines' Muon steps have in common (Jordan 2024).</summary>
internal static class Muon
{
    /// <summary>The Newton-Schulz iterations of a step.</summary>
    public const int Iterations = 5;

    /// <summary>An iteration multiplies each singular value s by a + b s^2 + c s^4: from any value between 0 and 1 it comes near 1.</summary>
    public const float A = 3.4445f;

    /// <inheritdoc cref="A"/>
    public const float B = -4.775f;

    /// <inheritdoc cref="A"/>
    public const float C = 2.0315f;

    /// <summary>A momentum whose squares have a smaller sum has no direction, and moves nothing.</summary>
    public const float LeastSquares = 1e-16f;

    /// <summary>Whether the weights of a layer move so: the matrices between what is seen and what is told of it. Everything else moves as with AdamW.</summary>
    public static bool Moves(Layer layer) => layer is Layer.C3 or Layer.C5 or Layer.F6;

    /// <summary>
    /// What a matrix whose singular values are 1 is multiplied by, so that its elements are about as large as those of a step of AdamW, and one learning
    /// rate does for both (Liu et al. 2025).
    /// </summary>
    public static float Length(int outputs, int inputs) => 0.2f * MathF.Sqrt(Math.Max(outputs, inputs));
}
