using MnistPipeline.Data;
using MnistPipeline.Engines.Explanation;
using MnistPipeline.Model;
using MnistPipeline.Plots;
using MnistPipeline.Tests.Engines;
using MnistPipeline.Tests.Training;
using MnistPipeline.Training;
using SkiaSharp;

namespace MnistPipeline.Tests.Plots;

[TestClass]
public sealed class ExplanationSheetTests
{
    private const string Blue = "#2B6CB0", Orange = "#DD6B20";

    private static readonly string[] Classes = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    [TestMethod]
    public void A_kernels_weights_above_zero_are_orange_and_those_below_are_blue()
    {
        var parameters = LeNet5Parameters.Initialize(Examples.Default, 1);
        Array.Clear(parameters.Values);
        parameters["C1.weight"][0] = 2;
        parameters["C1.weight"][24] = -2;
        parameters["C1.weight"][12] = 1;
        using var picture = SKBitmap.Decode(KernelSheet.Png(parameters));
        Assert.AreEqual((938, 246), (picture.Width, picture.Height));
        var (first, last, middle, none) = (At(0, 0), At(4, 4), At(2, 2), At(0, 4));
        Assert.IsTrue(first.Red > first.Blue + 100 && last.Blue > last.Red + 100, $"{first}, {last}");
        Assert.IsTrue(middle.Red > middle.Blue && middle.Blue > first.Blue, $"{middle}");
        Assert.AreEqual(SKColors.White, none);

        SKColor At(int row, int column) => picture.GetPixel(24 + 13 + 26 * column, 64 + 13 + 26 * row);
    }

    [TestMethod]
    [DataRow(1, 1, 2)]
    [DataRow(6, 16, 10)]
    [DataRow(40, 200, 60)]
    public void Steps_of_any_shape_fit_the_sheet(int c1, int c3, int classes)
    {
        var shape = new LeNet5Architecture { C1Kernels = c1, C3Kernels = c3, Classes = classes };
        var steps = new NetworkExplainer(LeNet5Parameters.Initialize(shape, 1)).Steps(Examples.Images(1));
        var names = Enumerable.Range(0, classes).Select(index => $"a long name {index}").ToArray();
        using var picture = new DrawnPicture(MapsSheet.Png(steps, names));
        Assert.AreEqual(1060, picture.Width);
        Assert.IsTrue(Enumerable.Range(0, picture.Height).All(y => picture.At(1058, y) == SKColors.White), "nothing runs over the edge");

        // The input, enlarged five times, then all the others, and the logits' cells of 56x28 at the end.
        for (var pixel = 0; pixel < 784; pixel++)
        {
            AssertSign(steps[0].Values[pixel], picture.At(24 + 5 * (pixel % 28) + 2, 40 + 5 * (pixel / 28) + 2), $"pixel {pixel}");
        }

        var logits = picture.Height - 12 - 84 * ((classes + 14) / 15);
        Assert.IsGreaterThan(1000, picture.Count(new SKRectI(24, 180, 1036, logits - 40), color => Math.Abs(color.Red - color.Blue) > 60));
        for (var index = 0; index < classes; index++)
        {
            AssertSign(steps[^1].Values[index], picture.At(24 + index % 15 * 68 + 28, logits + index / 15 * 84 + 14), $"logit {index}");
        }
        Assert.ThrowsExactly<ArgumentException>(() => MapsSheet.Png(steps, names[1..]));
    }

    private static void AssertSign(double value, SKColor color, string name) =>
        Assert.AreEqual(Math.Sign(value), Math.Sign(color.Red - color.Blue), $"{name}: {value} is {color}");

    [TestMethod]
    public void Ink_that_argued_for_the_answer_is_orange_and_ink_against_it_blue()
    {
        var digit = new byte[784];
        var arguments = new double[784];
        (digit[0], arguments[0]) = (255, 3);
        (digit[783], arguments[783]) = (255, -3);
        using var picture = SKBitmap.Decode(AttributionsSheet.Png(("a caption", digit, arguments)));

        // The digit on the left, its arguments on the right, five times enlarged.
        Assert.AreEqual(SKColors.White, picture.GetPixel(24 + 2, 52 + 2));
        Assert.AreEqual(SKColors.Black, picture.GetPixel(24 + 7, 52 + 2));
        Assert.AreEqual(SKColors.White, picture.GetPixel(24 + 137, 52 + 137));
        var (argues, against) = (picture.GetPixel(172 + 2, 52 + 2), picture.GetPixel(172 + 137, 52 + 137));
        Assert.IsTrue(argues.Red > argues.Blue + 100 && against.Blue > against.Red + 100, $"{argues}, {against}");
        SKColor[] colors = [.. Enumerable.Range(0, picture.Height).SelectMany(y => Enumerable.Range(picture.Width / 2, picture.Width / 2).Select(x => picture.GetPixel(x, y)))];
        Assert.AreEqual(25, colors.Count(color => color.Red > color.Blue + 100));
        Assert.AreEqual(25, colors.Count(color => color.Blue > color.Red + 100));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(100)]
    public void Digits_stand_under_their_heading(int count)
    {
        var digits = new DigitSet("some", Examples.Images(count), Examples.Labels(count, 10), Classes);
        using var picture = new DrawnPicture(DigitSheet.Png(("some", digits), ("again", digits)));
        var shown = Math.Min(count, DigitSheet.MaxDigits);
        var rows = (shown + 7) / 8;
        Assert.AreEqual((1084, 2 * (64 + 150 * rows) + 24), (picture.Width, picture.Height));
        foreach (var top in new[] { 0, 64 + 150 * rows })
        {
            Assert.IsGreaterThan(50, picture.Count(SKRectI.Create(24, top + 20, 200, 30), color => color.Red < 160), "a heading");
            for (var index = 0; index < shown; index++)
            {
                var (x, y) = (24 + index % 8 * 132, top + 64 + index / 8 * 150);
                picture.AssertDigit(digits.PixelsOf(index), x, y);
                Assert.IsGreaterThan(5, picture.Count(SKRectI.Create(x, y + 116, 112, 24), color => color.Red < 160), "its class");
            }
        }
    }

    [TestMethod]
    public void Plots_as_SVG_need_no_font_and_their_marks_stand_at_epochs_and_values()
    {
        EpochMetrics[] points = [Epochs.Of(1, 0.97, 0.2, 0.4), Epochs.Of(2, 0.98, double.NaN, 0.2), Epochs.Of(3, 0.99, 0.1, 0.1)];
        points[1] = points[1] with { IsBest = true };
        var curves = DrawnShapes.Of(CurvesPlot.Svg(points));
        var training = curves.Marks(Blue);
        AssertLine(training, [4, 2, 1], [1, 2, 3]);
        Assert.AreSequenceEqual(training, curves.Curves(Blue).Single());

        // Equal losses stand equally high, in the left half; the accuracies rise in the right one, and the epoch that is kept has a ring, which need not be the highest.
        var validation = curves.Marks(Orange);
        Assert.AreSequenceEqual([(training[0].X, training[1].Y), training[2]], validation[..2]);
        AssertLine(validation[2..], [97, 98, 99], [1, 2, 3]);
        Assert.IsTrue(training.All(mark => mark.X < 600) && validation[2..].All(mark => mark.X > 600));
        Assert.AreSequenceEqual([validation[^2]], curves.Rings());

        var runs = DrawnShapes.Of(RunsPlot.Svg([("one", points), ("another", points[..1])]));
        AssertLine(runs.Marks(Blue), [2, 1], [1, 3]);
        Assert.AreSequenceEqual(runs.Marks(Blue), runs.Curves(Blue).Single());
        Assert.AreSequenceEqual(runs.Marks(Blue)[..1], runs.Marks(Orange));

        Assert.ThrowsExactly<ArgumentException>(() => RunsPlot.Svg([("none", [])]));
        Assert.ThrowsExactly<ArgumentException>(() => CurvesPlot.Svg([]));
    }

    // Marks go right by epochs and up by values, each in proportion.
    private static void AssertLine((double X, double Y)[] marks, double[] values, double[] epochs)
    {
        Assert.HasCount(values.Length, marks);
        var (first, last) = (marks[0], marks[^1]);
        Assert.IsGreaterThan(first.X + 100, last.X);
        Assert.AreEqual(Math.Sign(values[0] - values[^1]), Math.Sign(last.Y - first.Y));
        for (var at = 0; at < marks.Length; at++)
        {
            Assert.AreEqual((epochs[at] - epochs[0]) / (epochs[^1] - epochs[0]), (marks[at].X - first.X) / (last.X - first.X), 1e-3);
            Assert.AreEqual((values[at] - values[0]) / (values[^1] - values[0]), (marks[at].Y - first.Y) / (last.Y - first.Y), 1e-3);
        }
    }
}
