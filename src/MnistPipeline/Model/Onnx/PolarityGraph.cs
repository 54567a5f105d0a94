using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary><see cref="InkPolarity"/> as ONNX nodes.</summary>
internal static class PolarityGraph
{
    private const int White = byte.MaxValue;

    /// <summary>Adds the nodes to 1 where ink is lighter than paper, [image, 1, 1, 1].</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="coarse">Grey of the coarse plane, [image, 1, row, column].</param>
    /// <param name="inside">1 where the picture lies on it.</param>
    public static string Add(GraphBuilder graph, string coarse, string inside)
    {
        var beyond = graph.Add("outside", "Sub", graph.Number(1), inside);
        var partly = graph.Add("outside.half", "MaxPool", [beyond], ("kernel_shape", [2, 2]), ("strides", [2, 2]));
        var picture = graph.Add("polarity.inside", "Sub", graph.Number(1), partly);
        var mean = graph.Add("polarity.mean", "AveragePool", [coarse], ("kernel_shape", [2, 2]), ("strides", [2, 2]));
        var whole = graph.Add("polarity.whole", "Floor", graph.Add("polarity.raised", "Add", mean, graph.Number(0.5f)));
        var grey = graph.Add("polarity.grey", "Mul", whole, picture);
        var turned = graph.Add("polarity.turned", "Mul", graph.Add("polarity.inverse", "Sub", graph.Number(White), whole), picture);
        var most = graph.Maximum("polarity.most", grey, 2, 3);
        var least = graph.Add("polarity.least", "Sub", graph.Number(White), graph.Maximum("polarity.turned.most", turned, 2, 3));

        // With what lies around it: [image, 1, row, column], as far as ink and paper grow.
        var seen = graph.Pad("polarity.seen", picture, InkPolarity.Reach);
        var around = graph.Add("polarity.around", "Sub", graph.Number(1), seen);
        var drawn = graph.Pad("polarity.drawn", grey, InkPolarity.Reach);
        var rim = graph.Add("rim", "Mul", graph.WindowMaximum("rim.near", around, 3, 3), seen);
        var weights = graph.Add("rim.weights", "Add", seen, graph.Add("rim.more", "Mul", rim, graph.Number(InkPolarity.RimWeight - 1)));
        var weighted = graph.Sum("rim.sum", graph.Add("rim.grey", "Mul", weights, drawn), 2, 3);
        var ofRim = graph.Add("rim.parts", "Mul", weighted, graph.Number(4));
        var height = graph.Sum("polarity.height", graph.Maximum("polarity.rows", picture, 3), 2);
        var width = graph.Sum("polarity.width", graph.Maximum("polarity.columns", picture, 2), 3);
        var shorter = graph.Add("polarity.shorter.twice", "Mul", graph.Add("polarity.shorter", "Min", height, width), graph.Number(2));
        var isNarrow = graph.IsPositive("narrow.picture", graph.Add("narrow.excess", "Sub", graph.Add("polarity.longer", "Max", height, width), shorter));
        var even = graph.Add("polarity.even", "Mul", graph.Add("polarity.ends", "Add", most, least), graph.Number(2));
        var lower = graph.Add("polarity.lower", "Mul", isNarrow, graph.Add("polarity.contrast", "Sub", least, most));
        var bound = graph.Add("polarity.bound", "Add", even, lower);
        var middle = graph.Add("rim.middle", "Mul", graph.Sum("rim.count", weights, 2, 3), bound);
        var excess = graph.Add("rim.excess", "Add", graph.Add("rim.above", "Sub", ofRim, middle), graph.Number(1));
        var value = graph.Choose("around.grey", graph.IsPositive("rim.light", excess), most, least);
        var full = graph.Add("polarity.full", "Add", drawn, graph.Add("around.drawn", "Mul", around, value));

        // Of dark ink less that of light ink: 2 grey - darkest - lightest, where darkest is 255 less the lightest of the inverse.
        var inverse = graph.Add("polarity.full.inverse", "Sub", graph.Number(White), full);
        var darkest = graph.Add("darkest", "Sub", graph.Number(White), Window(graph, "darkest.inverse", inverse));
        var reached = graph.Add("growth.reached", "Add", darkest, Window(graph, "lightest", full));
        var growth = graph.Add("growth", "Sub", reached, graph.Add("growth.grey", "Mul", full, graph.Number(2)));
        return graph.IsPositive("light", graph.Sum("growth.sum", growth, 2, 3));
    }

    private static string Window(GraphBuilder graph, string name, string grey)
    {
        const int Size = 2 * InkPolarity.Reach + 1;
        return graph.WindowMaximum(name, graph.WindowMaximum(name + ".rows", grey, Size, 1), 1, Size);
    }
}
