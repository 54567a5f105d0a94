using MnistPipeline.Model.Strings;

namespace MnistPipeline.Engines.Cpu;

/// <summary>Scores the windows along a row of digits.</summary>
internal static class RowScoring
{
    /// <summary>The network's outputs for each step: [step, class].</summary>
    /// <param name="scorer">The network.</param>
    /// <param name="row">28 rows.</param>
    /// <param name="columns">The row's columns, at least 28.</param>
    public static float[] LogitsOf(CpuScorer scorer, ReadOnlySpan<byte> row, int columns)
    {
        var windows = new byte[RowWindows.Count(columns) * Digit.Pixels];
        RowWindows.Cut(row, columns, windows);
        var logits = new float[windows.Length / Digit.Pixels * scorer.Classes];
        scorer.ComputeLogits(windows, logits);
        return logits;
    }

    /// <summary>The outputs divided by a temperature.</summary>
    public static float[] Scaled(float[] logits, double temperature) => Array.ConvertAll(logits, logit => (float)(logit / temperature));
}
