using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary><see cref="CoarsePlane"/> and <see cref="LocalPaper"/> as ONNX nodes.</summary>
internal sealed class PaperGraph
{
    private const int White = byte.MaxValue;

    private readonly GraphBuilder _graph;
    private readonly PlaneLines _lines;

    private PaperGraph(GraphBuilder graph)
    {
        _graph = graph;
        _lines = new PlaneLines(graph, CoarsePlane.Rows, CoarsePlane.Columns);
    }

    /// <summary>Adds the nodes from the grey of the canvas to what is told of its paper.</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="quarters">The grey of the canvas, [image, 4, row, column] of the coarse plane: the four of each of its pixels.</param>
    /// <param name="insideLines">1 for the lines on which the picture lies, [image, 1, line].</param>
    public static PaperValues Add(GraphBuilder graph, string quarters, string insideLines) => new PaperGraph(graph).Add(quarters, insideLines);

    private PaperValues Add(string quarters, string insideLines)
    {
        var (rows, columns) = _lines.Part("inside", insideLines);
        var inside = _graph.Add("inside", "Mul", rows, columns);
        var sum = _graph.Add("coarse.raised", "Add", _graph.Sum("coarse.sum", quarters, 1), _graph.Number(2));
        var coarse = _graph.Add("coarse", "Floor", _graph.Add("coarse.mean", "Mul", sum, _graph.Number(0.25f)));
        var grey = _graph.Add("coarse.inside", "Mul", coarse, inside);
        var isInkLight = PolarityGraph.Add(_graph, coarse, inside);
        var seen = _graph.Choose("seen", isInkLight, Turn("coarse.turned", grey, inside), grey);
        var spread = Window("spread", seen, PlaneWindow.Size);
        var closed = _graph.Add("closed.grey", "Sub", _graph.Number(White), Window("closed", Turn("spread.turned", spread, inside), PlaneWindow.Size));
        var least = Share("paper.least", _graph.Maximum("paper.lightest", seen, 2, 3), LocalPaper.MaxDarkness);
        var paper = _graph.Add("paper", "Max", closed, least);
        return new PaperValues(inside, insideLines, seen, paper, isInkLight);
    }

    // 255 less the grey where the picture lies, and 0 elsewhere.
    private string Turn(string name, string grey, string inside) =>
        _graph.Add(name, "Mul", _graph.Add(name + ".grey", "Sub", _graph.Number(White), grey), inside);

    private string Window(string name, string grey, int size) =>
        _graph.WindowMaximum(name, _graph.WindowMaximum(name + ".rows", grey, size, 1), 1, size);

    private string Share(string name, string grey, int parts) =>
        _graph.Add(name, "Floor", _graph.Add(name + ".part", "Mul", grey, _graph.Number(1f / parts)));
}
