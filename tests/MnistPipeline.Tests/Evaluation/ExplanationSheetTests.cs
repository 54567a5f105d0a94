using System.Xml.Linq;
using MnistPipeline.Data;
using MnistPipeline.Engines.Plain;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Tests.Engines;
using SkiaSharp;

namespace MnistPipeline.Tests.Evaluation;

[TestClass]
public sealed class ExplanationSheetTests
{
    private static readonly string[] Classes = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    [TestMethod]
    public void A_kernels_weights_above_zero_are_orange_and_those_below_are_blue()
    {
        var parameters = LeNet5Parameters.Initialize(Examples.Default, 1);
        Array.Clear(parameters.Values);
        parameters["C1.weight"][0] = 2;
        parameters["C1.weight"][24] = -2;
        parameters["C1.weight"][12] = 1;
        using var picture = SKBitmap.Decode(KernelSheet.Png(parameters, PlotFont.Create([])));
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
        using var picture = SKBitmap.Decode(MapsSheet.Png(steps, names, PlotFont.Create([])));
        Assert.AreEqual(1060, picture.Width);
        Assert.IsTrue(Enumerable.Range(0, picture.Height).All(y => picture.GetPixel(1058, y) == SKColors.White), "nothing runs over the edge");
        Assert.ThrowsExactly<ArgumentException>(() => MapsSheet.Png(steps, names[1..]));
    }

    [TestMethod]
    public void Ink_that_argued_for_the_answer_is_orange_and_ink_against_it_blue()
    {
        var digit = new byte[784];
        var arguments = new double[784];
        (digit[0], arguments[0]) = (255, 3);
        (digit[783], arguments[783]) = (255, -3);
        using var picture = SKBitmap.Decode(ArgumentsSheet.Png(PlotFont.Create([]), ("a caption", digit, arguments)));
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
        using var picture = SKBitmap.Decode(DigitSheet.Png(("some", digits), ("again", digits)));
        var rows = (Math.Min(count, DigitSheet.MostDigits) + 7) / 8;
        Assert.AreEqual((1084, 2 * (64 + 150 * rows) + 24), (picture.Width, picture.Height));
    }

    [TestMethod]
    public void Plots_as_SVG_need_no_font()
    {
        EpochPoint[] points = [new(1, 0.4, 0.2, 0.97), new(2, 0.2, double.NaN, 0.98), new(3, 0.1, 0.1, 0.99)];
        foreach (var svg in new[] { CurvesPlot.Svg(points), RunsPlot.Svg([("one", points), ("another", points[..1])]) })
        {
            var names = XDocument.Parse(svg).Descendants().Select(element => element.Name.LocalName).ToList();
            Assert.DoesNotContain("text", names);
            Assert.IsGreaterThan(20, names.Count(name => name == "path"));
        }

        Assert.ThrowsExactly<ArgumentException>(() => RunsPlot.Svg([("none", [])]));
        Assert.ThrowsExactly<ArgumentException>(() => CurvesPlot.Svg([]));
    }
}
