namespace MnistPipeline.Engines.Plain;

/// <summary>Options are floats; whoever writes 0.1f means 0.1.</summary>
internal static class Precise
{
    /// <summary>The number that was written: decimal keeps a float's seven significant digits and nothing of its binary rest.</summary>
    public static double From(float value) => (double)(decimal)value;
}
