namespace MnistPipeline.Reading.Rows;

/// <summary>
/// Takes out the lines that a form has beneath or around its fields: thin, straight, and longer than any stroke. Where a stroke crosses one, the ink stays.
/// </summary>
internal static class RuledLines
{
    /// <summary>A line along the row takes at least this share of its columns,</summary>
    private const double MinShare = 0.6;

    /// <summary>and is seen as one on this share of its own, as strokes hide the rest.</summary>
    private const double MinSeen = 0.5;

    /// <summary>A line is at most one part in so many of the rows thick.</summary>
    private const int ThicknessShare = 12;

    /// <summary>It is straight but for so many pixels.</summary>
    private const double MaxBend = 1.6;

    /// <summary>A wall of a box ends at most so many pixels from the lines that it stands between.</summary>
    private const int WallGap = 3;

    /// <summary>Takes the lines out of a mask.</summary>
    /// <returns>The pixels of lines and of their soft edges, which are ink of no digit.</returns>
    public static InkMask TakeOut(InkMask mask)
    {
        var taken = new InkMask(mask.Rows, mask.Columns);
        var thickest = Math.Max(2, mask.Rows / ThicknessShare);
        var along = Tracks(mask, isTurned: false, thickest).Where(track => track.Span >= MinShare * mask.Columns && track.IsLine).ToList();
        foreach (var line in along)
        {
            line.TakeOut(mask, taken, isTurned: false);
        }

        if (along.Count > 0)
        {
            foreach (var wall in Tracks(mask, isTurned: true, thickest).Where(track => track.IsLine && StandsBetween(track, along, mask.Rows)))
            {
                wall.TakeOut(mask, taken, isTurned: true);
            }
        }

        return taken;
    }

    // From line to line, or from a line to the rim.
    private static bool StandsBetween(Track wall, List<Track> lines, int rows)
    {
        var (isOnLineAbove, isOnLineBelow) = (false, false);
        foreach (var line in lines)
        {
            isOnLineAbove |= Math.Abs(line.At(wall.At(wall.First)) - wall.First) <= WallGap;
            isOnLineBelow |= Math.Abs(line.At(wall.At(wall.Last)) - wall.Last) <= WallGap;
        }

        return (isOnLineAbove && (isOnLineBelow || wall.Last >= rows - WallGap)) || (isOnLineBelow && wall.First < WallGap);
    }

    // Thin runs of ink across a direction, joined to those of the lines before that they go on from.
    private static List<Track> Tracks(InkMask mask, bool isTurned, int thickest)
    {
        var (lines, extent) = isTurned ? (mask.Rows, mask.Columns) : (mask.Columns, mask.Rows);
        var (open, all) = (new List<Track>(), new List<Track>());
        var reach = mask.Rows / 2;
        for (var line = 0; line < lines; line++)
        {
            open.RemoveAll(track => line - track.Last > reach);
            for (var start = 0; start < extent; start++)
            {
                if (!IsInk(start))
                {
                    continue;
                }

                var end = start;
                while (end + 1 < extent && IsInk(end + 1))
                {
                    end++;
                }

                if (end - start < thickest)
                {
                    Follow((start + end) / 2.0).Add(line, start, end);
                }

                start = end;
            }

            bool IsInk(int place) => isTurned ? mask[line, place] : mask[place, line];

            Track Follow(double middle)
            {
                Track? nearest = null;
                foreach (var track in open)
                {
                    if (track.Last < line && Math.Abs(track.Expected(line) - middle) <= MaxBend
                        && (nearest is null || track.Count > nearest.Count))
                    {
                        nearest = track;
                    }
                }

                if (nearest is null)
                {
                    nearest = new Track();
                    open.Add(nearest);
                    all.Add(nearest);
                }

                return nearest;
            }
        }

        return all;
    }

    /// <summary>A thin streak of ink, by its place on each line that it crosses.</summary>
    private sealed class Track
    {
        // How many of the last places tell where it goes on.
        private const int Memory = 16;

        private readonly List<(int Line, int Start, int End)> _runs = [];

        public int First => _runs[0].Line;

        public int Last => _runs[^1].Line;

        public int Span => Last - First + 1;

        public int Count => _runs.Count;

        /// <summary>Whether it is seen often enough and straight.</summary>
        public bool IsLine
        {
            get
            {
                if (Count < MinSeen * Span)
                {
                    return false;
                }

                var far = _runs.Count(run => Math.Abs((run.Start + run.End) / 2.0 - At(run.Line)) > MaxBend);
                return far * 10 < Count;
            }
        }

        public void Add(int line, int start, int end) => _runs.Add((line, start, end));

        /// <summary>Its middle on a line, from its first and its last part.</summary>
        public double At(double line)
        {
            var part = Math.Max(1, Count / 4);
            var (fromLine, from) = Mean(0, part);
            var (toLine, to) = Mean(Count - part, part);
            return toLine == fromLine ? from : from + (line - fromLine) * (to - from) / (toLine - fromLine);
        }

        /// <summary>Where it goes on.</summary>
        public double Expected(int line)
        {
            var part = Math.Min(Memory, Count);
            var (middle, at) = Mean(Count - part, part);
            if (Count < Memory)
            {
                return at;
            }

            var (fromLine, from) = Mean(Math.Max(0, Count - 2 * Memory), Memory);
            return middle == fromLine ? at : at + (line - middle) * (at - from) / (middle - fromLine);
        }

        public void TakeOut(InkMask mask, InkMask taken, bool isTurned)
        {
            foreach (var (line, start, end) in _runs)
            {
                for (var place = start; place <= end; place++)
                {
                    mask[isTurned ? line : place, isTurned ? place : line] = false;
                }

                // Beside it there is no ink, but the soft edge of its own.
                var extent = isTurned ? mask.Columns : mask.Rows;
                for (var place = Math.Max(0, start - 1); place <= Math.Min(extent - 1, end + 1); place++)
                {
                    taken[isTurned ? line : place, isTurned ? place : line] = true;
                }
            }
        }

        private (double Line, double Middle) Mean(int first, int count)
        {
            var (lines, middles) = (0.0, 0.0);
            for (var run = first; run < first + count; run++)
            {
                lines += _runs[run].Line;
                middles += (_runs[run].Start + _runs[run].End) / 2.0;
            }

            return (lines / count, middles / count);
        }
    }
}
