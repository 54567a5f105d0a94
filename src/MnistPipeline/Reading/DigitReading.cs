using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace MnistPipeline.Reading;

/// <summary>
/// Makes any picture of one digit into what the network learned from: 28x28 pixels, 0 background, 255 ink, the ink's box fitted
/// into 20x20 and centred by mass, as MNIST was made (LeCun, Bottou, Bengio, Haffner 1998). The model file holds the same steps,
/// which give the same bytes: every sum in them is one of whole numbers that a float holds exactly.
/// </summary>
/// <remarks>
/// 1. The picture is fitted into a canvas of 112 rows and 116 columns (<see cref="ReadingCanvas"/>) and made grey.
/// 2. Paper is told from ink, whichever of them is darker, and how light it is at each place (<see cref="LocalPaper"/>).
/// 3. The digit is told from what else there is of ink (<see cref="DigitPieces"/>).
/// 4. Its contrast is stretched (<see cref="InkTone"/>).
/// 5. The box of the ink is fitted and centred (<see cref="InkPlacement"/>).
/// </remarks>
internal static class DigitReading
{
    /// <summary>Reads a picture of any size and colours, dark ink on light paper or light ink on dark.</summary>
    /// <param name="picture">The picture, its colours multiplied by their opacity; ink may be in the opacity alone.</param>
    /// <param name="digit">Takes 784 bytes, row by row; all 0 where the picture shows nothing.</param>
    /// <exception cref="ArgumentException"><paramref name="digit"/> has not 784 bytes.</exception>
    [SkipLocalsInit]
    public static void Read(MLImage picture, Span<byte> digit)
    {
        CheckLength(digit.Length, nameof(digit));
        Span<byte> canvas = stackalloc byte[ReadingCanvas.Pixels];
        var inside = ReadingCanvas.Draw(picture, canvas);
        ReadCanvas(canvas, inside, digit);
    }

    /// <summary>Reads a grey picture of 28x28 pixels, without allocating: the same as reading an <see cref="MLImage"/> of these bytes.</summary>
    /// <param name="grey28">784 bytes, row by row, 0 black, 255 white.</param>
    /// <param name="digit">Takes 784 bytes, row by row; all 0 where the picture shows nothing.</param>
    /// <exception cref="ArgumentException">A span has not 784 bytes.</exception>
    [SkipLocalsInit]
    public static void Read(ReadOnlySpan<byte> grey28, Span<byte> digit)
    {
        CheckLength(grey28.Length, nameof(grey28));
        CheckLength(digit.Length, nameof(digit));
        Span<byte> canvas = stackalloc byte[ReadingCanvas.Pixels];
        CubicEnlarging.Draw(grey28, canvas);
        ReadCanvas(canvas, CubicEnlarging.Inside, digit);
    }

    [SkipLocalsInit]
    private static void ReadCanvas(ReadOnlySpan<byte> canvas, CanvasRectangle inside, Span<byte> digit)
    {
        if (inside.IsEmpty)
        {
            digit.Clear();
            return;
        }

        Span<byte> plane = stackalloc byte[CoarsePlane.Length];
        Span<byte> paper = stackalloc byte[CoarsePlane.Length];
        CoarsePlane.Shape.Halve(canvas, plane);
        var isInkLight = LocalPaper.Measure(plane, CoarsePlane.Shape, inside, paper);

        Span<byte> darkness = stackalloc byte[CoarsePlane.Length];
        InkTone.Darken(plane, paper, darkness);
        Span<ulong> around = stackalloc ulong[CoarsePlane.Rows];
        DigitPieces.Find(darkness, inside, around);
        Span<float> ink = stackalloc float[ReadingCanvas.Pixels];
        var bounds = InkTone.Measure(canvas, isInkLight, paper, around, ink);
        InkPlacement.Place(ink, bounds, digit);
    }

    private static void CheckLength(int length, string name)
    {
        if (length != Digit.Pixels)
        {
            throw new ArgumentException($"{length:N0} bytes for {Digit.Pixels:N0} pixels.", name);
        }
    }
}
