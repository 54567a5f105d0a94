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

    /// <summary>Returns these options if every number is in its range.</summary>
    /// <exception cref="BadInputException">A number is out of its range.</exception>
    internal AugmentationOptions Validated()
    {
        Check(RotationDegrees, 180, nameof(RotationDegrees));
        Check(ShiftPixels, 28, nameof(ShiftPixels));
        Check(ScaleShare, 0.5f, nameof(ScaleShare));
        Check(Shear, 1, nameof(Shear));
        return this;

        static void Check(float value, float most, string option)
        {
            if (!(value >= 0 && value <= most))
            {
                throw new BadInputException($"The augmentation's {option} is {value}: choose a number from 0 to {most}.");
            }
        }
    }
}
