using System.Security.Cryptography;
using MnistPipeline.Data;
using MnistPipeline.Model.Strings;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Tests.Training.Strings;

[TestClass]
public sealed class StringComposerTests
{
    private const byte MaxEdge = 60;

    private static readonly StringComposer Composer = Of(MnistDigits.Take(0, 4000));

    [TestMethod]
    public void A_place_gives_the_same_bytes_on_every_machine() =>
        Assert.AreEqual("a289bfe135947a18", Hash(Enumerable.Range(0, 200).Select(place => Composer.Compose(3, 1, place))));

    [TestMethod]
    public void Other_places_epochs_and_seeds_have_other_rows()
    {
        var rows = Enumerable.Range(0, 100).SelectMany(place => new[] { Composer.Compose(3, 1, place), Composer.Compose(3, 2, place), Composer.Compose(4, 1, place) }).ToList();
        Assert.HasCount(rows.Count, rows.Select(row => Convert.ToBase64String(row.Pixels)).Distinct().ToList());
        CollectionAssert.AreEquivalent(Enumerable.Range(1, StringComposer.MaxLength).ToList(), rows.Select(row => row.Text.Length).Distinct().ToList());
    }

    [TestMethod]
    public void Strings_that_judge_are_distorted_less_than_those_that_train()
    {
        // Of a single picture, so that widths differ by what was done to it.
        var digits = MnistDigits.Take(0, 100);
        var composer = Of(digits.Select("a 0", [Array.IndexOf(digits.Labels, 0)]));
        Assert.IsLessThan(0.9 * Spread(place => composer.Compose(3, 1, place)), Spread(place => composer.ComposeToJudge(3, place)));

        static double Spread(Func<int, StringRow> compose)
        {
            var widths = Enumerable.Range(0, 200).SelectMany(place => compose(place).Extents).Select(extent => (double)extent.Count).ToList();
            var mean = widths.Average();
            return Math.Sqrt(widths.Average(width => (width - mean) * (width - mean)));
        }
    }

    [TestMethod]
    public void All_ink_lies_in_the_columns_of_its_digits_between_margins_of_none()
    {
        foreach (var row in Rows(spacing: null))
        {
            for (var at = 0; at < row.Pixels.Length; at++)
            {
                Assert.IsTrue(row.Pixels[at] <= MaxEdge || row.Extents.Any(extent => extent.Contains(at % row.Columns)));
            }

            Assert.IsGreaterThanOrEqualTo(Digit.Size / 2, row.Extents[0].First);
            Assert.IsGreaterThan(row.Extents.Max(extent => extent.Last) + Digit.Size / 2, row.Columns);
        }
    }

    [TestMethod]
    public void Digits_apart_or_tight_have_their_columns_for_themselves()
    {
        foreach (var row in Rows(Spacing.Apart).Concat(Rows(Spacing.Tight)))
        {
            Assert.IsTrue(row.Extents.Zip(row.Extents.Skip(1)).All(pair => pair.First.Last < pair.Second.First));
        }
    }

    [TestMethod]
    public void Touching_and_overlapping_digits_are_mostly_one_piece_and_reach_beyond_each_other()
    {
        var rows = Rows(Spacing.Touching).Concat(Rows(Spacing.Overlapping)).ToList();
        Assert.IsGreaterThan(0.75 * rows.Count, rows.Count(IsOnePiece));
        Assert.IsLessThan(0.05 * rows.Count, Rows(Spacing.Apart).Count(IsOnePiece));
        Assert.IsTrue(rows.All(row => row.Extents.Zip(row.Extents.Skip(1)).All(pair => pair.First.Last < pair.Second.Last)));
    }

    [TestMethod]
    public void Windows_are_the_row_and_each_digit_has_steps_that_may_show_it()
    {
        foreach (var row in Rows(spacing: null))
        {
            var windows = new byte[RowWindows.Count(row.Columns) * Digit.Pixels];
            RowWindows.Cut(row.Pixels, row.Columns, windows);
            for (var at = 0; at < windows.Length; at++)
            {
                var (step, line, column) = (at / Digit.Pixels, at % Digit.Pixels / Digit.Size, at % Digit.Size);
                Assert.AreEqual(row.Pixels[line * row.Columns + step * RowWindows.Stride + column], windows[at]);
            }

            foreach (var extent in row.Extents)
            {
                var steps = RowWindows.StepsOver(extent);
                Assert.IsGreaterThanOrEqualTo(2, steps.Count);
                Assert.IsGreaterThanOrEqualTo(0, steps.First);

                // Of a narrow digit at the end one step may lie beyond the row.
                Assert.IsGreaterThanOrEqualTo(2, Math.Min(steps.Last, RowWindows.Count(row.Columns) - 1) - steps.First + 1);
            }
        }
    }

    private static StringComposer Of(DigitSet digits) => new(new TrainingDigits(digits, new DigitsAsRead(digits)));

    private static List<StringRow> Rows(Spacing? spacing)
    {
        var random = SeededRandom.For(7, RandomPurpose.Composition);
        var rows = new List<StringRow>();
        for (var row = 0; row < 100; row++)
        {
            rows.Add(Composer.Compose(2 + row % 5, spacing, ref random));
        }

        return rows;
    }

    private static string Hash(IEnumerable<StringRow> rows) =>
        Convert.ToHexStringLower(SHA256.HashData([.. rows.SelectMany(row => row.Pixels)]))[..16];

    private static bool IsOnePiece(StringRow row)
    {
        var open = new Stack<int>([Array.FindIndex(row.Pixels, ink => ink > MaxEdge)]);
        var seen = new HashSet<int>(open);
        while (open.TryPop(out var pixel))
        {
            foreach (var (down, right) in from down in Enumerable.Range(-1, 3) from right in Enumerable.Range(-1, 3) select (down, right))
            {
                var next = pixel + down * row.Columns + right;
                if (next >= 0 && next < row.Pixels.Length && row.Pixels[next] > MaxEdge && seen.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return seen.Count == row.Pixels.Count(ink => ink > MaxEdge);
    }
}
