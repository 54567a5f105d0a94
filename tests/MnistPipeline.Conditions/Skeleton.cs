namespace MnistPipeline.Conditions;

/// <summary>The middle lines of strokes (Zhang, Suen, "A fast parallel algorithm for thinning digital patterns", 1984).</summary>
internal static class Skeleton
{
    /// <summary>The places that are left of the ink when it is thinned to lines.</summary>
    /// <param name="ink">[row, column]; thinned in place.</param>
    /// <param name="side">Rows, and columns.</param>
    public static int[] Of(bool[] ink, int side)
    {
        int[] around = [-side, -side + 1, 1, side + 1, side, side - 1, -1, -side - 1];
        for (var changed = true; changed;)
        {
            changed = false;
            for (var pass = 0; pass < 2; pass++)
            {
                int[] spare = [.. Inner(side).Where(at => ink[at] && IsSpare(at, pass))];
                foreach (var at in spare)
                {
                    ink[at] = false;
                }

                changed |= spare.Length > 0;
            }
        }

        return [.. Inner(side).Where(at => ink[at])];

        bool IsSpare(int at, int pass)
        {
            var count = 0;
            var beginnings = 0;
            for (var neighbour = 0; neighbour < 8; neighbour++)
            {
                count += ink[at + around[neighbour]] ? 1 : 0;
                beginnings += !ink[at + around[neighbour]] && ink[at + around[(neighbour + 1) % 8]] ? 1 : 0;
            }

            var (north, east, south, west) = (ink[at + around[0]], ink[at + around[2]], ink[at + around[4]], ink[at + around[6]]);
            return count is >= 2 and <= 6 && beginnings == 1
                && (pass == 0 ? !(north && east && south) && !(east && south && west) : !(north && east && west) && !(north && south && west));
        }
    }

    private static IEnumerable<int> Inner(int side) =>
        from row in Enumerable.Range(1, side - 2) from column in Enumerable.Range(1, side - 2) select row * side + column;
}
