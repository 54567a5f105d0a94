using MnistPipeline.Evaluation;
using MnistPipeline.Plots;
using MnistPipeline.Tests.Training;
using SkiaSharp;

namespace MnistPipeline.Tests.Plots;

[TestClass]
public sealed class PlotTests
{
    private static readonly SKColor RightAnswers = new(0xE3, 0xEA, 0xF2);
    private static readonly SKColor MostErrors = new(0xC5, 0x30, 0x30);

    [TestMethod]
    public void Every_letter_has_strokes_of_its_own()
    {
        var shapes = new HashSet<string>();
        for (var character = '!'; character <= '~'; character++)
        {
            using var path = SKPath.ParseSvgPathData(StrokeGlyphs.For(character).Strokes);
            Assert.IsFalse(path.IsEmpty, $"'{character}'");
            Assert.IsTrue(shapes.Add(path.ToSvgPathData()), $"'{character}' looks like another.");
            Assert.AreNotEqual(StrokeGlyphs.For('\uFFFF').Strokes, StrokeGlyphs.For(character).Strokes, $"'{character}' looks like a missing one.");
        }
    }

    [TestMethod]
    public void Text_is_drawn_without_an_installed_font()
    {
        using var surface = PlotStyle.Surface(200, 40);
        using var text = new PlotText(16);
        text.Draw(surface.Canvas, "accuracy 99.3 %", 4, 20, SKTextAlign.Left, SKColors.Black);
        Assert.IsGreaterThan(200, Count(PlotStyle.Png(surface), color => color.Red < 160));
        Assert.IsGreaterThan(80f, text.Measure("accuracy 99.3 %"));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(10)]
    [DataRow(300)]
    public void Curves_of_any_length_are_drawn(int epochs)
    {
        var points = Enumerable.Range(1, epochs)
            .Select(epoch => Epochs.Of(epoch, 0.97, epoch == 2 ? double.NaN : 0.3 + 0.5 / epoch, 1.0 / epoch))
            .ToList();
        using var picture = new DrawnPicture(CurvesPlot.Png(points));
        Assert.AreEqual((1200, 500), (picture.Width, picture.Height));
        AssertSpans(PlotStyle.Blue, 70);
        AssertSpans(PlotStyle.Orange, 70);
        var accuracies = AssertSpans(PlotStyle.Orange, 676);
        Assert.IsLessThan(12, accuracies.Height, "The same accuracy stands at the same height.");

        // From the first epoch's place to the last one's.
        SKRectI AssertSpans(SKColor color, int left)
        {
            var bounds = picture.BoundsOf(color, new SKRectI(left, 62, left + 500, 434));
            Assert.AreEqual(left + 500 * 0.5 / epochs, bounds.Left, 5);
            Assert.AreEqual(left + 500 * (1 - 0.5 / epochs), bounds.Right, 5);
            return bounds;
        }
    }

    [TestMethod]
    public void Curves_without_a_validation_split_are_drawn()
    {
        using var picture = new DrawnPicture(CurvesPlot.Png([Epochs.Of(1, double.NaN, double.NaN, 0.3)]));
        Assert.AreEqual((1200, 500), (picture.Width, picture.Height));
        picture.AssertMark(PlotStyle.Blue, 320, 248, 4);
        Assert.AreEqual(0, picture.Count(new SKRectI(70, 62, 1200, 500), color => color == PlotStyle.Orange));
        Assert.IsGreaterThan(500, picture.Count(new SKRectI(676, 62, 1176, 434), color => color == PlotStyle.Grid));
    }

    [TestMethod]
    public void Ticks_are_round_and_within_the_axis()
    {
        CollectionAssert.AreEqual(new double[] { 1, 2, 3 }, PlotArea.RoundTicks((0.5, 3.5), 10, leastStep: 1));
        var ticks = PlotArea.RoundTicks((0.968, 0.9955), 8);
        Assert.AreEqual(0.97, ticks[0], 1e-12);
        Assert.AreEqual(0.995, ticks[^1], 1e-12);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(50)]
    [DataRow(200)]
    public void Confusion_of_few_and_many_classes_fits_a_picture(int classes)
    {
        var names = Enumerable.Range(0, classes).Select(index => $"class with a long name {index}").ToArray();
        int[] truths = [.. Enumerable.Range(0, 4 * classes).Select(digit => digit % classes)];
        int[] answers = [.. truths.Select((truth, digit) => digit == 1 ? 0 : truth)];
        using var picture = new DrawnPicture(ConfusionPlot.Png(new ConfusionMatrix(names, truths, answers)));
        Assert.IsLessThan(1600, picture.Width);
        Assert.IsLessThan(1600, picture.Height);

        // Right answers fill the diagonal, and the one error is in the second row's first column.
        var matrix = picture.BoundsOf(RightAnswers, new SKRectI(0, 0, picture.Width, picture.Height));
        Assert.AreEqual(matrix.Width, matrix.Height);
        var cell = (matrix.Width + 1) / classes;
        for (var index = 0; index < classes; index++)
        {
            Assert.AreEqual(RightAnswers, picture.At(matrix.Left + index * cell, matrix.Top + index * cell), $"class {index}");
        }

        var error = picture.BoundsOf(MostErrors, matrix);
        Assert.AreEqual((matrix.Left, matrix.Top + cell), (error.Left, error.Top));
        Assert.AreEqual(cell, error.Width, 1);
    }

    [TestMethod]
    public void An_error_stands_out_beside_thousands_of_right_answers()
    {
        int[] truths = [.. Enumerable.Repeat(0, 5000), .. Enumerable.Repeat(1, 5000)];
        var answers = truths.ToArray();
        Assert.AreEqual(0, RedPixels());
        answers[0] = 1;
        Assert.IsGreaterThan(1000, RedPixels());

        int RedPixels()
        {
            using var picture = new DrawnPicture(ConfusionPlot.Png(new ConfusionMatrix(["0", "1"], truths, answers)));
            return picture.Count(new SKRectI(0, 0, picture.Width, picture.Height), color => color.Red > 180 && color.Green < 60);
        }
    }

    private static int Count(byte[] png, Func<SKColor, bool> condition)
    {
        using var picture = new DrawnPicture(png);
        return picture.Count(new SKRectI(0, 0, picture.Width, picture.Height), condition);
    }
}
