namespace MnistPipeline.Reading.Rows;

/// <summary>A connected piece of ink, corners touching counted as connected.</summary>
/// <param name="Box">Where it lies.</param>
/// <param name="Mass">How many pixels it has.</param>
internal readonly record struct RowPiece(CanvasRectangle Box, int Mass)
{
    /// <summary>The pieces of a mask, and for each pixel the index of its piece, or -1.</summary>
    public static RowPiece[] Find(InkMask mask, int[] pieceOf)
    {
        var pieces = new List<RowPiece>();
        var open = new Stack<(int Row, int Column)>();
        pieceOf.AsSpan().Fill(-1);
        for (var row = 0; row < mask.Rows; row++)
        {
            for (var column = 0; column < mask.Columns; column++)
            {
                if (!mask[row, column] || pieceOf[row * mask.Columns + column] >= 0)
                {
                    continue;
                }

                pieces.Add(Flood(row, column, pieces.Count));
            }
        }

        return [.. pieces];

        RowPiece Flood(int startRow, int startColumn, int index)
        {
            var (top, bottom, left, right, mass) = (startRow, startRow, startColumn, startColumn, 0);
            pieceOf[startRow * mask.Columns + startColumn] = index;
            open.Push((startRow, startColumn));
            while (open.TryPop(out var at))
            {
                mass++;
                (top, bottom) = (Math.Min(top, at.Row), Math.Max(bottom, at.Row));
                (left, right) = (Math.Min(left, at.Column), Math.Max(right, at.Column));
                for (var row = Math.Max(0, at.Row - 1); row <= Math.Min(mask.Rows - 1, at.Row + 1); row++)
                {
                    for (var column = Math.Max(0, at.Column - 1); column <= Math.Min(mask.Columns - 1, at.Column + 1); column++)
                    {
                        ref var piece = ref pieceOf[row * mask.Columns + column];
                        if (piece < 0 && mask[row, column])
                        {
                            piece = index;
                            open.Push((row, column));
                        }
                    }
                }
            }

            return new RowPiece(new CanvasRectangle(top, bottom, left, right), mass);
        }
    }
}
