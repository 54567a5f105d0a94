namespace MnistPipeline.Training;

/// <summary>
/// How training digits are made more various: how far one is distorted at most, each amount drawn uniformly between its negative and its
/// positive bound, and how many are drawn besides.
/// </summary>
public sealed record AugmentationOptions
{
    /// <summary>Rotation about the centre, in degrees: 0 to 180.</summary>
    public float RotationDegrees { get; init; } = 12;

    /// <summary>Shift along each axis, in pixels: 0 to 28.</summary>
    public float ShiftPixels { get; init; } = 2;

    /// <summary>Growth or shrinkage, as a share of the size: 0 to 0.5.</summary>
    public float ScaleShare { get; init; } = 0.15f;

    /// <summary>Slant, in columns a row: 0 to 1.</summary>
    public float Shear { get; init; } = 0.25f;

    /// <summary>Growth or shrinkage of the width alone, as a share of it: 0 to 0.5.</summary>
    public float Stretch { get; init; } = 0.16f;

    /// <summary>The share of digits that are shown as if another pen had written them, in outline or as a faint hairline: 0 to 1.</summary>
    public float OtherPenShare { get; init; } = 0.06f;

    /// <summary>
    /// How many digits drawn as other hands write them an epoch shows for each digit: 0 to 1. There are none where the classes are not the
    /// ten digits.
    /// </summary>
    public float DrawnShare { get; init; } = 0.06f;

    /// <summary>Refuses what is out of its range.</summary>
    /// <exception cref="BadOptionException">A number is out of its range.</exception>
    internal void Check()
    {
        BadOptionException.ThrowUnless(RotationDegrees, 0, 180, nameof(RotationDegrees));
        BadOptionException.ThrowUnless(ShiftPixels, 0, 28, nameof(ShiftPixels));
        BadOptionException.ThrowUnless(ScaleShare, 0, 0.5f, nameof(ScaleShare));
        BadOptionException.ThrowUnless(Shear, 0, 1, nameof(Shear));
        BadOptionException.ThrowUnless(Stretch, 0, 0.5f, nameof(Stretch));
        BadOptionException.ThrowUnless(OtherPenShare, 0, 1, nameof(OtherPenShare));
        BadOptionException.ThrowUnless(DrawnShare, 0, 1, nameof(DrawnShare));
    }
}
