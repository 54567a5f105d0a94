using MnistPipeline.Model;
using MnistPipeline.Model.Strings;
using MnistPipeline.Reading.Rows;

namespace MnistPipeline.Engines.Cpu.Rows;

/// <summary>What the network makes of the digits of a row, each cut out and looked at alone: without its neighbours a form is often clearer.</summary>
internal sealed class LoneDigits
{
    // No look at a cut-out piece rules a digit out.
    private const double MinShare = 0.01;

    // What was cut from a neighbour may have lost a stroke, or kept one of it.
    private const double WeightOfCut = 0.5;

    // A digit is looked at in its window's middle and a step beside it.
    private static readonly int[] Shifts = [-RowWindows.Stride, 0, RowWindows.Stride];

    // For the columns of a digit, how likely each class is.
    private readonly Dictionary<IndexRange, double[]> _logs = [];

    /// <summary>Looks at digits, at all of them at once.</summary>
    /// <param name="scorer">The network.</param>
    /// <param name="temperature">What its outputs are divided by.</param>
    /// <param name="row">28 rows.</param>
    /// <param name="columns">The row's columns, at least 28.</param>
    /// <param name="places">The columns that each digit has for itself; the same may come more than once.</param>
    public LoneDigits(CpuScorer scorer, double temperature, byte[] row, int columns, IEnumerable<IndexRange> places)
    {
        var (digits, classes) = (places.Distinct().ToList(), scorer.Classes);
        var windows = new byte[digits.Count * Shifts.Length * Digit.Pixels];
        for (var look = 0; look < digits.Count * Shifts.Length; look++)
        {
            Cut(row, columns, digits[look / Shifts.Length], Shifts[look % Shifts.Length], windows.AsSpan(look * Digit.Pixels, Digit.Pixels));
        }

        var logits = new float[digits.Count * Shifts.Length * classes];
        scorer.ComputeLogits(windows, logits);
        var shares = Softmax.Rows(logits, classes, temperature);
        for (var digit = 0; digit < digits.Count; digit++)
        {
            var (place, first) = (digits[digit], digit * Shifts.Length);
            var weight = IsCut(row, columns, place.First) || IsCut(row, columns, place.Last + 1) ? WeightOfCut : 1;
            _logs.Add(place, [.. Enumerable.Range(0, classes).Select(c => weight * Math.Log(Math.Max(MinShare, Enumerable.Range(first, Shifts.Length).Average(look => shares[look * classes + c]))))]);
        }
    }

    /// <summary>The natural logarithm of how likely a text's digits are, each looked at alone.</summary>
    /// <param name="text">The class of each digit.</param>
    /// <param name="places">The columns of each, which were looked at.</param>
    public double LogOf(int[] text, IndexRange[] places) => text.Zip(places, (digit, place) => _logs[place][digit]).Sum();

    private static void Cut(ReadOnlySpan<byte> row, int columns, IndexRange place, int shift, Span<byte> window)
    {
        var ink = InkBox.Of(row, columns, place.First, place.Last);
        var left = (ink.Left + ink.Right + 1 - Digit.Size) / 2 + shift;
        var (first, last) = (Math.Max(ink.Left, left), Math.Min(ink.Right, left + Digit.Size - 1));
        for (var line = 0; line < Digit.Size; line++)
        {
            row.Slice(line * columns + first, last + 1 - first).CopyTo(window[(line * Digit.Size + first - left)..]);
        }
    }

    // Whether a stroke goes from the column before to this one.
    private static bool IsCut(byte[] row, int columns, int column)
    {
        for (var line = 0; column > 0 && column < columns && line < Digit.Size; line++)
        {
            if (IsInk(line, column - 1) && (IsInk(line - 1, column) || IsInk(line, column) || IsInk(line + 1, column)))
            {
                return true;
            }
        }

        return false;

        bool IsInk(int at, int beside) => at is >= 0 and < Digit.Size && row[at * columns + beside] > InkBox.MaxEdge;
    }
}
