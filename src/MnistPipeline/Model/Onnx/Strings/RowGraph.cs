using MnistPipeline.Model.Strings;
using MnistPipeline.Reading;
using MnistPipeline.Reading.Rows;

namespace MnistPipeline.Model.Onnx.Strings;

/// <summary>
/// From the darkness of a picture to the windows along its row, as ONNX nodes, for one picture. It is plainer than <see cref="RowReading"/>: lines along whole rows
/// are taken out, and the band lies where most of the ink is.
/// </summary>
internal static class RowGraph
{
    /// <summary>Windows along a row, which a string of nine digits fills.</summary>
    public const int Windows = 113;

    private const int Rows = RowPlaneGraph.Rows;
    private const int Columns = RowPlaneGraph.Columns;
    private const int RowColumns = Digit.Size + (Windows - 1) * RowWindows.Stride;

    // A row of which so much of the picture's width is ink is a line,
    private const float LineShare = 0.6f;

    // the band is what lies between these shares of the ink, from above and from below,
    private const float Trimmed = 0.04f;

    // and the darkest ink is so many times as dark as the mean of it.
    private const float PeakOfMean = 1.2f;

    /// <summary>Adds the nodes to the windows [window, 1, 28, 28], 0 to 255.</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="ofPlane">Darkness [1, 1, row, column] on the plane of half as many rows and columns.</param>
    /// <param name="ofCanvas">The same on the canvas.</param>
    public static string Add(GraphBuilder graph, string ofPlane, string ofCanvas)
    {
        var most = graph.Maximum("mask.most", ofPlane, 2, 3);
        var least = graph.Add("mask.least", "Max", graph.Add("mask.part", "Mul", most, graph.Number(1f / 3)), graph.Number(DigitPieces.MinDarkness));
        var dark = graph.IsPositive("mask.dark", graph.Add("mask.raised", "Add", graph.Add("mask.excess", "Sub", ofPlane, least), graph.Number(1)));
        var width = graph.Sum("mask.width", graph.Maximum("mask.columns", graph.IsPositive("mask.any", ofPlane), 2), 3);
        var ofRows = graph.Sum("mask.ofRows", dark, 3);
        var isLine = graph.IsPositive("line", graph.Add("line.excess", "Sub", ofRows, graph.Add("line.least", "Mul", width, graph.Number(LineShare))));
        var mask = graph.Add("mask", "Mul", dark, graph.Add("line.none", "Sub", graph.Number(1), isLine));

        var (top, height) = Band(graph, graph.Reshape("mass", graph.Sum("mask.kept", mask, 3), 1, Rows / 2));
        var step = graph.Add("step", "Mul", height, graph.Number(2f / RowPlacement.BandRows));
        var firstRow = graph.Add("row.first", "Sub", graph.Add("row.top", "Mul", top, graph.Number(2)), graph.Add("row.margin", "Mul", step, graph.Number((Digit.Size - RowPlacement.BandRows) / 2)));
        var (firstColumn, columnStep) = Sides(graph, mask, step);

        var ink = Ink(graph, ofPlane, mask, ofCanvas, isLine);
        var lines = graph.Add("row.lines", "MatMul", Weights(graph, "down", firstRow, step, Digit.Size, Rows), graph.Reshape("ink.flat", ink, Rows, Columns));
        var across = graph.Add("across.turned", "Transpose", [Weights(graph, "across", firstColumn, columnStep, RowColumns, Columns)], ("perm", [1, 0]));
        var row = graph.Clip("row", graph.Add("row.whole", "Floor", graph.Add("row.raised", "Add", graph.Add("row.drawn", "MatMul", lines, across), graph.Number(0.5f))), 0, byte.MaxValue);

        long[] columns = [.. Enumerable.Range(0, Windows).SelectMany(window => Enumerable.Range(window * RowWindows.Stride, Digit.Size)).Select(column => (long)column)];
        var cut = graph.Add("windows.cut", "Gather", [row, graph.Integers64("windows.columns", [columns.Length], columns)], ("axis", [1]));
        var parted = graph.Add("windows.parted", "Transpose", [graph.Reshape("windows.lines", cut, Digit.Size, Windows, Digit.Size)], ("perm", [1, 0, 2]));
        return graph.Reshape("windows", parted, Windows, 1, Digit.Size, Digit.Size);
    }

    // [1, 1] each: the band's first row and its height, on the plane.
    private static (string Top, string Height) Band(GraphBuilder graph, string mass)
    {
        const int Lines = Rows / 2;
        var before = new float[Lines * Lines];
        for (var line = 0; line < Lines; line++)
        {
            before.AsSpan(line * Lines + line, Lines - line).Fill(1);
        }

        var sums = graph.Add("mass.upTo", "MatMul", mass, graph.Floats("mass.before", [Lines, Lines], before));
        var all = graph.Add("mass.all", "Max", graph.Sum("mass.sum", mass, 1), graph.Number(1));
        var (top, bottom) = (Below("band.top", Trimmed), Below("band.bottom", 1 - Trimmed));
        var seen = graph.Add("band.seen", "Add", graph.Add("band.rows", "Sub", bottom, top), graph.Number(1));

        // What was trimmed is about a row at each end, and a string without ink has a band as well.
        var more = graph.Add("band.more", "Mul", seen, graph.Number(Trimmed));
        var height = graph.Add("band.height", "Max", graph.Add("band.whole", "Add", seen, graph.Add("band.both", "Mul", more, graph.Number(2))), graph.Number(DigitPieces.MinExtent));
        return (graph.Add("band.first", "Sub", top, more), height);

        string Below(string name, float share)
        {
            var limit = graph.Add(name + ".limit", "Mul", all, graph.Number(share));
            var isBelow = graph.Cast(name + ".count", graph.Add(name + ".less", "Less", sums, limit), Format.TensorProto.Types.DataType.Float);
            return graph.Sum(name, isBelow, 1);
        }
    }

    // [1, 1] each: the canvas's column on which the row begins, and columns of it for each of the row, so many that all fits.
    private static (string First, string Step) Sides(GraphBuilder graph, string mask, string step)
    {
        var columns = graph.Reshape("ink.columns", graph.Maximum("mask.ofColumns", mask, 2), 1, Columns / 2);
        var left = Position("ink.left", 0);
        var right = Position("ink.right", 1);
        var width = graph.Add("ink.width", "Mul", graph.Add("ink.span", "Add", graph.Add("ink.reach", "Sub", right, left), graph.Number(1)), graph.Number(2));
        var narrowest = graph.Add("step.least", "Mul", width, graph.Number(1f / (RowColumns - 2 * RowPlacement.Margin)));
        var columnStep = graph.Add("step.columns", "Max", step, narrowest);
        var margin = graph.Add("ink.margin", "Mul", columnStep, graph.Number(RowPlacement.Margin));
        return (graph.Add("column.first", "Sub", graph.Add("ink.begin", "Mul", left, graph.Number(2)), margin), columnStep);

        string Position(string name, int last) => graph.Cast(
            name, graph.Add(name + ".index", "ArgMax", [columns], ("axis", [1]), ("keepdims", [1]), ("select_last_index", [last])), Format.TensorProto.Types.DataType.Float);
    }

    private static string Ink(GraphBuilder graph, string ofPlane, string mask, string ofCanvas, string isLine)
    {
        var dark = graph.Sum("contrast.sum", graph.Add("contrast.kept", "Mul", ofPlane, mask), 2, 3);
        var mean = graph.Add("contrast.mean", "Div", dark, graph.Add("contrast.count", "Max", graph.Sum("contrast.pixels", mask, 2, 3), graph.Number(1)));
        var contrast = graph.Add("contrast", "Max", graph.Add("contrast.peak", "Mul", mean, graph.Number(PeakOfMean)), graph.Number(InkTone.MinContrast));
        var steep = graph.Add("ink.steep", "Mul", graph.Add("ink.share", "Div", ofCanvas, contrast), graph.Number(InkTone.Slope));
        var ink = graph.Clip("ink.all", graph.Add("ink.lowered", "Sub", steep, graph.Number(InkTone.Intercept)), 0, byte.MaxValue);
        var kept = graph.Add("line.beside", "Sub", graph.Number(1), graph.WindowMaximum("line.wide", isLine, 3, 1));

        // A string without ink is none: noise is not to be stretched.
        var isThere = graph.IsPositive("ink.there", graph.Sum("ink.pixels", mask, 2, 3));
        var rows = RowPlaneGraph.Enlarged(graph, "line.rows", kept);
        var ofRows = graph.Maximum("line.ofRows", rows, 3);
        return graph.Add("ink", "Mul", ink, graph.Add("ink.rows", "Mul", ofRows, isThere));
    }

    // [target, source]: how much each line of the canvas weighs in each of the row, by how near it is.
    private static string Weights(GraphBuilder graph, string name, string first, string step, int targets, int sources)
    {
        float[] places = [.. Enumerable.Range(0, targets).Select(target => target + 0.5f)];
        float[] lines = [.. Enumerable.Range(0, sources).Select(line => line + 0.5f)];
        var middles = graph.Add(name + ".middles", "Add", graph.Add(name + ".steps", "Mul", graph.Floats(name + ".places", [targets, 1], places), step), first);
        var away = graph.Add(name + ".away", "Abs", graph.Add(name + ".distance", "Sub", graph.Floats(name + ".lines", [1, sources], lines), middles));
        var reach = graph.Add(name + ".reach", "Max", step, graph.Number(1));
        var near = graph.Add(name + ".near", "Relu", graph.Add(name + ".nearness", "Sub", graph.Number(1), graph.Add(name + ".far", "Div", away, reach)));
        return graph.Add(name + ".weights", "Div", near, reach);
    }
}
