namespace MnistPipeline.Reading;

/// <summary>A connected piece of ink on a <see cref="CoarsePlane"/>.</summary>
internal struct Piece
{
    /// <summary>The piece it is part of; its own index if it is whole.</summary>
    public int Parent;

    /// <summary>The sum of its darkness.</summary>
    public int Mass;

    /// <summary>Its greatest darkness.</summary>
    public int Peak;

    /// <summary>The first and last row.</summary>
    public int Top, Bottom;

    /// <summary>The first and last column.</summary>
    public int Left, Right;

    /// <summary>The largest and smallest sum of a row and its column, and the same of a row less its column: how far it reaches into corners.</summary>
    public int MostSum, LeastSum, MostDifference, LeastDifference;

    /// <summary>Where its last pixel is, counted row by row.</summary>
    public int Last;

    /// <summary>The longer side of its box.</summary>
    public readonly int Extent => Math.Max(Bottom - Top, Right - Left) + 1;

    /// <summary>How far it stays from that corner of its box that it reaches least into.</summary>
    public readonly int CornerGap => Math.Max(
        Math.Max(Bottom + Right - MostSum, LeastSum - Top - Left),
        Math.Max(Bottom - Left - MostDifference, LeastDifference - Top + Right));

    /// <summary>Takes in another piece.</summary>
    public void Join(in Piece other)
    {
        Mass += other.Mass;
        Peak = Math.Max(Peak, other.Peak);
        Surround(other);
        (LeastSum, MostSum) = (Math.Min(LeastSum, other.LeastSum), Math.Max(MostSum, other.MostSum));
        (LeastDifference, MostDifference) = (Math.Min(LeastDifference, other.LeastDifference), Math.Max(MostDifference, other.MostDifference));
        Last = Math.Max(Last, other.Last);
    }

    /// <summary>Extends the box to that of another piece.</summary>
    public void Surround(in Piece other)
    {
        (Top, Bottom) = (Math.Min(Top, other.Top), Math.Max(Bottom, other.Bottom));
        (Left, Right) = (Math.Min(Left, other.Left), Math.Max(Right, other.Right));
    }
}
