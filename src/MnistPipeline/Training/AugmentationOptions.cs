namespace MnistPipeline.Training;

/// <summary>How far a training digit is distorted at most. Each amount is drawn uniformly between its negative and its positive bound.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Rotation about the centre, in degrees: 0 to 180.</summary>
    public float RotationDegrees { get; init; } = 10;

    /// <summary>Shift along each axis, in pixels: 0 to 28.</summary>
    public float ShiftPixels { get; init; } = 2;

    /// <summary>Growth or shrinkage, as a share of the size: 0 to 0.5.</summary>
    public float ScaleShare { get; init; } = 0.12f;

    /// <summary>Slant, in columns a row: 0 to 1.</summary>
    public float Shear { get; init; } = 0.15f;

    /// <summary>Refuses what is out of its range.</summary>
    /// <exception cref="BadOptionException">A number is out of its range.</exception>
    internal void Check()
    {
        BadOptionException.ThrowUnless(RotationDegrees, 0, 180, nameof(RotationDegrees));
        BadOptionException.ThrowUnless(ShiftPixels, 0, 28, nameof(ShiftPixels));
        BadOptionException.ThrowUnless(ScaleShare, 0, 0.5f, nameof(ScaleShare));
        BadOptionException.ThrowUnless(Shear, 0, 1, nameof(Shear));
    }
}
