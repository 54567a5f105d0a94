using MnistPipeline.Training.Drawing;
using MnistPipeline.Training.Negatives;

namespace MnistPipeline.Training.Strings;

/// <summary>What stands between digits or beside them and is none: points, commas, dashes and other signs, letters.</summary>
internal static class Marks
{
    private const float Left = 12;

    // The row that digits stand on.
    private const float Base = 23;

    /// <summary>Draws a mark.</summary>
    /// <param name="random">What to draw from.</param>
    /// <param name="target">784 bytes of 0, which receive it.</param>
    public static void Draw(ref SeededRandom random, Span<byte> target)
    {
        var pen = 1.2f + 2.2f * random.NextSingle();
        var (left, foot) = (Left + random.NextSymmetric(1), Base + random.NextSymmetric(2));
        switch (random.NextIndex(12))
        {
            case < 3: Stroke(left, foot, 0.5f, 0.5f, ref random, target); break;
            case < 5: Stroke(left, foot - 1, -1.5f, 3, ref random, target); break;
            case < 8: Stroke(left - 3, 13, 6 + 6 * random.NextSingle(), 0, ref random, target); break;
            case 8: Stroke(left + 4, 0, -8, 27, ref random, target); break;
            case 9:
                Stroke(left, 10, 0.5f, 0.5f, ref random, target);
                Stroke(left, foot - 2, 0.5f, 0.5f, ref random, target);
                break;
            case 10:
                Stroke(left - 4, 11, 9, 0, ref random, target);
                Stroke(left - 4, 16, 9, 0, ref random, target);
                break;
            default: DrawnNegative.Letter(ref random, target); break;
        }

        void Stroke(float x, float y, float right, float down, ref SeededRandom random, Span<byte> target) => Sketch.DrawStroke(
            x, y, x + right + random.NextSymmetric(1), y + down + random.NextSymmetric(1), pen, 0.9f, target);
    }
}
