namespace MnistPipeline.Tests.Model.Strings;

/// <summary>Logits of the steps along a row, by chance and always the same ones.</summary>
internal static class StepLogits
{
    /// <summary>Draws [step, class], each at most so far from 0.</summary>
    public static float[] Draw(int steps, int classes, float bound, int seed)
    {
        var random = SeededRandom.For(seed, RandomPurpose.Composition);
        var logits = new float[steps * classes];
        foreach (ref var logit in logits.AsSpan())
        {
            logit = random.NextSymmetric(bound);
        }

        return logits;
    }
}
