using MnistPipeline.Model.Onnx.Format;

namespace MnistPipeline.Model.Onnx.Strings;

/// <summary>
/// From the windows' logits to the text, as ONNX nodes, for one picture: the likeliest class of each window, of which those that repeat and those of no digit are left
/// out (the best path of Graves, Fernandez, Gomez, Schmidhuber 2006).
/// </summary>
internal static class TextGraph
{
    /// <summary>The most digits of a text.</summary>
    public const int MaxDigits = 12;

    private const int Windows = RowGraph.Windows;

    // A digit is shown by about so many windows on end.
    private const int Next = 3;

    private const TensorProto.Types.DataType Float = TensorProto.Types.DataType.Float;

    /// <summary>Adds the nodes to the outputs <c>Text</c>, <c>Confidence</c>, <c>Digits</c> and <c>DigitScores</c>.</summary>
    /// <param name="graph">Where to add them.</param>
    /// <param name="logits">[window, class], after the temperature; the last class is no digit.</param>
    /// <param name="names">The digits' names.</param>
    public static void Add(GraphBuilder graph, string logits, IReadOnlyList<string> names)
    {
        var shares = graph.Add("shares", "Softmax", [logits], ("axis", [1]));
        var shown = graph.Add("shown", "ArgMax", [shares], ("axis", [1]), ("keepdims", [0]));
        var share = graph.Reshape("share", graph.Maximum("share.most", shares, 1), Windows);

        // What begins at a window is as sure as the surest of its next ones that show the same.
        var (sure, isSame) = (share, graph.Floats("same", [Windows], [.. Enumerable.Repeat(1f, Windows)]));
        for (var by = 1; by <= Next; by++)
        {
            isSame = graph.Add($"same.{by}", "Mul", isSame, Same(graph, $"same.as.{by}", shown, Shifted(graph, $"shown.{by}", shown, by)));
            sure = graph.Add($"sure.{by}", "Max", sure, graph.Add($"sure.of.{by}", "Mul", Later(graph, $"share.{by}", share, by), isSame));
        }

        var begins = graph.Add("begins", "Sub", graph.Number(1), Same(graph, "begins.same", shown, Before(graph, shown)));
        var none = graph.Integers64("digit.none", [1], [names.Count]);
        var isDigit = graph.Add("digit.is", "Sub", graph.Number(1), Same(graph, "digit.isNone", shown, none));
        var logs = graph.Add("sure.ofBeginnings", "Mul", graph.Add("sure.log", "Log", sure), begins);
        graph.Add("Confidence", "Exp", graph.Reshape("confidence.log", graph.Sum("confidence.sum", logs, 0), 1, 1));

        var places = graph.Reshape("places", graph.Add("places.all", "NonZero", graph.Add("digit.begins", "Mul", begins, isDigit)), -1);
        var digits = First(graph, "digits", graph.Add("digits.found", "Gather", shown, places), graph.Integers64("digits.rest", [MaxDigits], [.. Enumerable.Repeat((long)names.Count, MaxDigits)]));
        var scores = First(graph, "scores", graph.Add("scores.found", "Gather", sure, places), graph.Floats("scores.rest", [MaxDigits], new float[MaxDigits]));
        var texts = graph.Add("texts", "Gather", graph.Strings("digits.names", [.. names, ""]), digits);
        var parts = graph.Split(texts, 0, [.. Enumerable.Range(0, MaxDigits).Select(place => ($"text.{place}", 1))]);
        var text = parts[0];
        for (var place = 1; place < MaxDigits; place++)
        {
            text = graph.Add($"text.upTo.{place}", "StringConcat", text, parts[place]);
        }

        graph.Reshape("Text", text, 1, 1);
        graph.Reshape("Digits", texts, 1, MaxDigits);
        graph.Reshape("DigitScores", scores, 1, MaxDigits);
        graph.Output("Text", TensorProto.Types.DataType.String, 1);
        graph.Output("Confidence", Float, 1);
        graph.Output("Digits", TensorProto.Types.DataType.String, MaxDigits);
        graph.Output("DigitScores", Float, MaxDigits);
    }

    private static string Same(GraphBuilder graph, string name, string one, string other) => graph.Cast(name, graph.Add(name + ".equal", "Equal", one, other), Float);

    // The class that a later window shows, and none at all behind the last.
    private static string Shifted(GraphBuilder graph, string name, string shown, int by) =>
        graph.Add(name, "Concat", [Cut(graph, name + ".cut", shown, by, Windows), graph.Integers64(name + ".end", [by], [.. Enumerable.Repeat(-1L, by)])], ("axis", [0]));

    private static string Later(GraphBuilder graph, string name, string share, int by) =>
        graph.Add(name, "Concat", [Cut(graph, name + ".cut", share, by, Windows), graph.Floats(name + ".end", [by], new float[by])], ("axis", [0]));

    private static string Before(GraphBuilder graph, string shown) =>
        graph.Add("shown.before", "Concat", [graph.Integers64("shown.start", [1], [-1]), Cut(graph, "shown.cut", shown, 0, Windows - 1)], ("axis", [0]));

    private static string First(GraphBuilder graph, string name, string found, string rest) =>
        Cut(graph, name, graph.Add(name + ".padded", "Concat", [found, rest], ("axis", [0])), 0, MaxDigits);

    private static string Cut(GraphBuilder graph, string name, string values, int start, int end) =>
        graph.Add(name, "Slice", values, graph.Integers64(name + ".from", [1], [start]), graph.Integers64(name + ".to", [1], [end]));
}
