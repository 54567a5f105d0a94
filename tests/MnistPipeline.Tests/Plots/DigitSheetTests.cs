using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Plots;
using SkiaSharp;

namespace MnistPipeline.Tests.Plots;

[TestClass]
public sealed class DigitSheetTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(9)]
    [DataRow(100)]
    public void The_sheet_shows_at_most_48_mistakes(int wrong)
    {
        float[] scores = [.. Enumerable.Range(0, 100).SelectMany(digit => digit < wrong ? new[] { 0.4f - 0.001f * digit, 0.6f + 0.001f * digit } : [0.9f, 0.1f])];
        var report = new ClassificationReport(scores, new int[100], ["zero", "a class with a very long name"]);
        var asked = new HashSet<int>();
        using var picture = new DrawnPicture(MistakesSheet.Png(report, Pixels));
        Assert.HasCount(Math.Min(wrong, MistakesSheet.MaxDigits), asked);
        Assert.AreEqual(1084, picture.Width);
        AssertHeading(picture, 0);

        // The most confident mistake first.
        for (var place = 0; place < asked.Count; place++)
        {
            AssertCell(picture, 64, place, wrong - 1 - place);
        }

        ReadOnlyMemory<byte> Pixels(int index)
        {
            _ = asked.Add(index);
            return Grey(index);
        }
    }

    [TestMethod]
    [DataRow(0, 0, 0)]
    [DataRow(9, 0, 2)]
    [DataRow(3, 100, 0)]
    public void The_sheet_of_changes_shows_what_was_gained_and_what_was_lost(int gained, int lost, int wrongBoth)
    {
        var digits = gained + lost + wrongBoth + 1;
        var before = Report(digit => digit < gained + wrongBoth);
        var after = Report(digit => digit >= gained && digit < gained + wrongBoth + lost);
        var reports = new ReportComparison(before, after);
        CollectionAssert.AreEqual(Enumerable.Range(0, gained).ToArray(), reports.Gained.Select(digit => digit.Index).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(gained + wrongBoth, lost).ToArray(), reports.Lost.Select(digit => digit.Index).ToArray());
        Assert.HasCount(gained == lost ? 0 : 1, reports.ChangedClasses);

        var rows = Rows(gained) + Rows(lost);
        byte[] pixels = [.. Enumerable.Range(0, digits).SelectMany(Grey)];
        using var picture = new DrawnPicture(
            ChangesSheet.Png([("some", reports, new DigitSet("some", pixels, new int[digits], ["zero", "one"]))]));
        Assert.AreEqual((1084, 2 * 64 + rows * 170 + 24), (picture.Width, picture.Height));
        AssertHeading(picture, 0);
        AssertHeading(picture, 64 + Rows(gained) * 170);
        for (var place = 0; place < Math.Min(gained, ChangesSheet.MaxDigits); place++)
        {
            AssertCell(picture, 64, place, place);
        }

        for (var place = 0; place < Math.Min(lost, ChangesSheet.MaxDigits); place++)
        {
            AssertCell(picture, 2 * 64 + Rows(gained) * 170, place, gained + wrongBoth + place);
        }

        ClassificationReport Report(Func<int, bool> isWrong) => new(
            [.. Enumerable.Range(0, digits).SelectMany(digit => isWrong(digit) ? new[] { 0.1f, 0.9f } : [0.9f, 0.1f])], new int[digits], ["zero", "one"]);

        static int Rows(int shown) => (Math.Min(shown, ChangesSheet.MaxDigits) + 7) / 8;
    }

    private static byte[] Grey(int index)
    {
        var pixels = new byte[784];
        Array.Fill(pixels, (byte)(40 + index));
        return pixels;
    }

    // Digits stand eight a row, each 28x28 four times enlarged, with words under it.
    private static void AssertCell(DrawnPicture picture, int top, int place, int index)
    {
        var (x, y) = (24 + place % 8 * 132, top + place / 8 * 170);
        picture.AssertDigit(Grey(index), x, y);
        Assert.AreEqual(SKColors.White, picture.At(x + 114, y + 56));
        Assert.IsGreaterThan(20, picture.Count(SKRectI.Create(x, y + 116, 112, 24), color => color.Red < 160), $"caption {place}");
    }

    private static void AssertHeading(DrawnPicture picture, int top) =>
        Assert.IsGreaterThan(100, picture.Count(SKRectI.Create(24, top + 20, 400, 28), color => color.Red < 160), $"heading at {top}");
}
