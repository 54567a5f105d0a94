using System.Globalization;
using System.Xml.Linq;

namespace MnistPipeline.Tests.Plots;

/// <summary>The shapes of a plot's SVG, in the order in which they are drawn.</summary>
internal sealed class DrawnShapes
{
    private readonly List<XElement> _shapes;

    private DrawnShapes(string svg) => _shapes = [.. XDocument.Parse(svg).Root!.Elements()];

    /// <summary>Reads a plot, which has its text as strokes.</summary>
    public static DrawnShapes Of(string svg)
    {
        var drawn = new DrawnShapes(svg);
        Assert.IsFalse(drawn._shapes.Any(shape => shape.Name.LocalName == "text"));
        Assert.IsGreaterThan(5, drawn._shapes.Count(IsText));
        return drawn;
    }

    /// <summary>The centres of the discs of a colour.</summary>
    public (double X, double Y)[] Marks(string color) => Centres(shape => (string?)shape.Attribute("fill") == color);

    /// <summary>The centres of the rings.</summary>
    public (double X, double Y)[] Rings() => Centres(shape => shape.Attribute("stroke") is not null);

    /// <summary>The corners of the lines of a colour.</summary>
    public (double X, double Y)[][] Curves(string color) =>
        [.. _shapes.Where(shape => shape.Name.LocalName == "path" && !IsText(shape) && (string?)shape.Attribute("stroke") == color).Select(Corners)];

    // Alone a pen has round ends.
    private static bool IsText(XElement shape) => (string?)shape.Attribute("stroke-linecap") == "round";

    private static (double X, double Y)[] Corners(XElement path) =>
        [.. ((string)path.Attribute("d")!).Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries).Select(corner => corner.Split(' ')).Select(pair => Rounded(pair[0], pair[1]))];

    private (double X, double Y)[] Centres(Func<XElement, bool> condition) =>
        [.. _shapes.Where(shape => shape.Name.LocalName == "ellipse" && condition(shape)).Select(shape => Rounded((string)shape.Attribute("cx")!, (string)shape.Attribute("cy")!))];

    // Paths are written with fewer decimals than discs.
    private static (double X, double Y) Rounded(string x, string y) =>
        (Math.Round(double.Parse(x, CultureInfo.InvariantCulture), 2), Math.Round(double.Parse(y, CultureInfo.InvariantCulture), 2));
}
