using Microsoft.ML.Data;

namespace MnistPipeline.Reading.Rows;

/// <summary>
/// Makes any picture of a row of digits into what the network learned from: 28 rows, of which the digits take 20, 0 background, 255 ink.
/// </summary>
/// <remarks>
/// 1. The picture is made 96 rows high and grey (<see cref="RowCanvas"/>).
/// 2. Paper is told from ink, whichever of them is darker, as for one digit (<see cref="LocalPaper"/>).
/// 3. A form's lines are taken out (<see cref="RuledLines"/>).
/// 4. The band in which the digits stand is found (<see cref="TextBand"/>).
/// 5. Its contrast is stretched (<see cref="RowInk"/>), and it is brought to its size (<see cref="RowPlacement"/>).
/// </remarks>
internal static class RowReading
{
    /// <summary>Reads a picture of any size and colours.</summary>
    public static ReadRow Read(MLImage picture) => Read(RowCanvas.Draw(picture));

    /// <summary>Reads what is drawn on a canvas.</summary>
    public static ReadRow Read(RowCanvas canvas)
    {
        var shape = new PlaneShape(canvas.Rows / 2, canvas.Columns / 2);
        var inside = new CanvasRectangle(0, shape.Rows - 1, canvas.Picture.Left / 2, canvas.Picture.Right / 2);
        var (plane, paper, darkness) = (new byte[shape.Length], new byte[shape.Length], new byte[shape.Length]);
        shape.Halve(canvas.Grey, plane);
        var isInkLight = LocalPaper.Measure(plane, shape, inside, paper);
        InkTone.Darken(plane, paper, darkness);

        var mask = InkMask.Of(plane, paper, darkness, shape);
        var taken = RuledLines.TakeOut(mask);
        var pieceOf = new int[shape.Rows * shape.Columns];
        var pieces = RowPiece.Find(mask, pieceOf);
        if (TextBand.Of(pieces, pieceOf, shape.Rows, shape.Columns) is not { } band)
        {
            return ReadRow.Nothing;
        }

        var ink = RowInk.Measure(canvas, isInkLight, paper, shape, mask, taken, band);
        return RowPlacement.Place(ink, canvas, band);
    }
}
