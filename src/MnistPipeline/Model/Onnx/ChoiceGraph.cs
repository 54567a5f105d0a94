using MnistPipeline.Reading;

namespace MnistPipeline.Model.Onnx;

/// <summary><see cref="DigitPieces"/> as ONNX nodes.</summary>
internal sealed class ChoiceGraph
{
    private const int Rows = CoarsePlane.Rows;
    private const int Columns = CoarsePlane.Columns;

    private readonly GraphBuilder _graph;
    private readonly PieceValues _pieces;
    private readonly PieceEnds _ends;
    private readonly string _extent;
    private readonly string _isFree;
    private readonly string _weight;
    private readonly string _table;
    private readonly string _corners;

    private ChoiceGraph(GraphBuilder graph, PieceValues pieces, PieceEnds picture)
    {
        (_graph, _pieces) = (graph, pieces);
        _ends = pieces.Ends;
        _extent = _ends.Extent(graph, "extent");
        _corners = pieces.Pixels.Corners(graph, "pixels.corners");
        _isFree = _ends.LieWithin(graph, "free", picture);
        var byPlace = graph.Add("weight.free", "Add", graph.Add("weight.bonus", "Mul", _isFree, graph.Number(DigitPieces.RimPenalty - 1)), graph.Number(1));
        var isLarge = graph.IsPositive("large", graph.Add("large.extent", "Sub", _extent, graph.Number(DigitPieces.MinExtent - 1)));
        _weight = graph.Add("weight", "Mul", graph.Add("weight.mass", "Mul", pieces.Mass, byPlace), isLarge);
        _table = graph.Add("table", "Concat", [pieces.Mass, pieces.Peak, _extent, _isFree, _ends.Ends], ("axis", [1]));
    }

    /// <summary>Adds the nodes from darkness to where the digit is.</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="darkness">[image, 1, row, column] of the coarse plane, 0 outside the picture.</param>
    /// <param name="paper">What is told of the paper.</param>
    /// <returns>1 for a pixel of the digit or beside it, [image, 1, row, column].</returns>
    public static string Add(GraphBuilder graph, string darkness, PaperValues paper)
    {
        var share = graph.Add("darkness.share", "Mul", darkness, graph.Number(DigitPieces.InkShare));
        var most = graph.Add("darkness.beyond", "Sub", graph.Maximum("darkness.most", darkness, 2, 3), graph.Number(1));
        var aboveShare = graph.Add("mask.share", "Sub", share, most);
        var aboveLeast = graph.Add("mask.least", "Sub", darkness, graph.Number(DigitPieces.MinDarkness - 1));
        var mask = graph.IsPositive("mask", graph.Add("mask.both", "Min", aboveShare, aboveLeast));

        var pieces = PieceGraph.Add(graph, mask, darkness);
        var picture = PieceEnds.OfLines(graph, "inside", paper.InsideLines);
        var choice = new ChoiceGraph(graph, pieces, picture);
        var keep = graph.Look("kept.flat", choice.Choose(), pieces.Labels);
        var all = graph.Add("kept.all", "Mul", graph.Reshape("kept.plane", keep, -1, 1, Rows, Columns), mask);
        var kept = graph.Add("kept", "Mul", all, graph.Add("kept.inner", "Sub", graph.Number(1), RimGraph.Add(graph, all, picture)));
        var beside = graph.Add("around.beside", "Sub", graph.WindowMaximum("kept.grown", kept, 3, 3), graph.Add("left", "Sub", mask, kept));
        return graph.Add("around", "Mul", graph.IsPositive("around.all", beside), paper.Inside);
    }

    // 1 for each label that is the digit's: [image, 1, label]
    private string Choose()
    {
        var outer = Heaviest("outer", _weight);
        var within = _ends.LieWithin(_graph, "framed", outer.Ends);
        var inner = Heaviest("inner.piece", _graph.Add("weight.within", "Mul", _weight, within));
        var isLarge = IsAtLeast("frame.within", inner.Extent, DigitPieces.FrameShare, outer.Extent, 1);
        var isFramed = _graph.Add("frame", "Min", isLarge, IsBox("outer", outer), inner.IsSome);
        var main = Part("main", _graph.Choose("main", isFramed, inner.Row, outer.Row), outer);

        var isAround = main.Ends.LieWithin(_graph, "surrounded", _ends);
        var surrounding = Heaviest("surrounding", _graph.Add("weight.around", "Mul", _weight, isAround));
        var hasFrame = _graph.Add("surrounding.frame", "Mul", IsBox("surrounding", surrounding), surrounding.IsSome);
        var candidates = _graph.Add(
            "candidates",
            "Min",
            _graph.Add("candidates.rim", "Max", _isFree, _graph.Add("main.touches", "Sub", _graph.Number(1), main.IsFree)),
            IsAtLeast("candidates.heavy", _pieces.Mass, DigitPieces.MassShare, main.Mass, 1),
            IsAtLeast("candidates.dark", _pieces.Peak, DigitPieces.PeakShare, main.Peak, 1),
            IsAtLeast("candidates.small", main.Extent, DigitPieces.ExtentFactor, _extent, 1),
            _graph.Add("candidates.inside", "Sub", _graph.Number(1), _graph.Add("candidates.frame", "Mul", isAround, hasFrame)));

        var (ends, extent) = (main.Ends, main.Extent);
        for (var link = 1; link < DigitPieces.Links; link++)
        {
            var name = $"link{link}";
            var parts = _graph.Add(name, "Mul", candidates, IsNear(name + ".near", ends, extent));
            ends = new PieceEnds(_graph.Maximum(name + ".ends", _graph.Add(name + ".reach", "Mul", _ends.Ends, parts), 2));
            extent = ends.Extent(_graph, name + ".extent");
        }

        var all = _graph.Add("digit.parts", "Mul", candidates, IsNear("digit.near", ends, extent));
        return _graph.Add("keep", "Mul", all, outer.IsSome);
    }

    // The label whose weight, [image, 1, label], is largest, and what is told of it, [image, 1, 1] each.
    private Chosen Heaviest(string name, string weight)
    {
        var label = _graph.Add(name + ".label", "ArgMax", [weight], ("axis", [2]), ("keepdims", [1]));
        var isSome = _graph.IsPositive(name + ".some", _graph.Maximum(name + ".weight", weight, 2));
        var row = _graph.Look(name, _table, _graph.Add(name + ".labels", "Concat", Enumerable.Repeat(label, Chosen.Quantities), ("axis", [1])));
        return Part(name, row, new Chosen(label, isSome));
    }

    private Chosen Part(string name, string row, Chosen chosen)
    {
        var parts = _graph.Split(row, 1, (name + ".mass", 1), (name + ".peak", 1), (name + ".extent", 1), (name + ".free", 1), (name + ".ends", PlaneLines.Sides));
        return chosen with
        {
            Row = row,
            Mass = parts[0],
            Peak = parts[1],
            Extent = parts[2],
            IsFree = parts[3],
            Ends = new PieceEnds(parts[4]),
        };
    }

    // [image, 1, 1]: whether a piece reaches into the corners of its box
    private string IsBox(string name, Chosen piece)
    {
        var isIt = _graph.Cast(name + ".pixels", _graph.Add(name + ".equal", "Equal", _pieces.Labels, piece.Label), Format.TensorProto.Types.DataType.Float);
        var reach = _graph.Maximum(name + ".corners", _graph.Add(name + ".diagonals", "Mul", isIt, _corners), 2);
        var gaps = _graph.Add(name + ".gaps", "Sub", piece.Ends.Corners(_graph, name + ".reach"), reach);
        return IsAtLeast(name + ".box", piece.Extent, 1, _graph.Maximum(name + ".gap", gaps, 1), DigitPieces.CornerShare);
    }

    // [image, 1, label]: whether a piece is not far from a box
    private string IsNear(string name, PieceEnds box, string extent)
    {
        var gap = _ends.Gap(_graph, name + ".gap", box);
        return IsAtLeast(name, _graph.Add(name + ".extents", "Add", _extent, extent), 1, gap, DigitPieces.GapShare);
    }

    // Whether one whole number times a factor is at least another times another factor.
    private string IsAtLeast(string name, string one, int oneFactor, string other, int otherFactor)
    {
        var excess = _graph.Add(name + ".excess", "Sub", Times(name + ".one", one, oneFactor), Times(name + ".other", other, otherFactor));
        return _graph.IsPositive(name, _graph.Add(name + ".raised", "Add", excess, _graph.Number(1)));
    }

    private string Times(string name, string value, int factor) => factor == 1 ? value : _graph.Add(name, "Mul", value, _graph.Number(factor));

    private sealed record Chosen(string Label, string IsSome)
    {
        public const int Quantities = 8;

        public string Row { get; init; } = "";

        public string Mass { get; init; } = "";

        public string Peak { get; init; } = "";

        public string Extent { get; init; } = "";

        public string IsFree { get; init; } = "";

        public PieceEnds Ends { get; init; } = new("");
    }
}
