using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace MnistPipeline.Benchmarks;

/// <summary>What one run measured on one machine.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">The cores that there are.</param>
/// <param name="VectorBits">The widest vectors.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="Tables">The measurements.</param>
internal sealed record Figures(string Processor, int Cores, int VectorBits, string Runtime, IReadOnlyList<FigureTable> Tables)
{
    /// <summary>The name of its files, without an ending: the processor, its cores and vectors.</summary>
    [JsonIgnore]
    public string FileName => string.Join('-', $"{Processor} {Cores} cores {VectorBits} bit".ToLowerInvariant()
        .Replace("(r)", "", StringComparison.Ordinal).Replace("(tm)", "", StringComparison.Ordinal)
        .Split([.. " ()@.,/_"], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It is missing or none.</exception>
    public static Figures Load(string path) => JsonFile.FromText(Encoding.UTF8.GetString(InputFile.ReadAllBytes(path)), path, FiguresJson.Settings.Figures);

    /// <summary>Writes them as JSON and as Markdown into a folder.</summary>
    /// <returns>The path of the JSON.</returns>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName + ".json");
        JsonFile.Write(path, this, FiguresJson.Settings.Figures);
        AtomicFile.Write(Path.ChangeExtension(path, ".md"), stream => stream.Write(Encoding.UTF8.GetBytes(FiguresText.Markdown(this))));
        return path;
    }
}

/// <summary>Things that are measured alike.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Unit">What their figures count.</param>
/// <param name="Reference">What the ratios are to; null where there are none.</param>
/// <param name="Rows">The figures.</param>
internal sealed record FigureTable(string Title, string Unit, string? Reference, IReadOnlyList<Figure> Rows);

/// <summary>One figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Median">The middle of all rounds.</param>
/// <param name="Lower">A quarter of the rounds is below it.</param>
/// <param name="Upper">A quarter of the rounds is above it.</param>
/// <param name="OfReference">The median as a share of the reference's; null where there is none.</param>
internal sealed record Figure(string Name, double Median, double Lower, double Upper, double? OfReference = null)
{
    /// <summary>The figure of several rounds.</summary>
    public static Figure From(string name, IReadOnlyCollection<double> rounds, double? ofReference = null)
    {
        var sorted = rounds.Order().ToArray();
        return new Figure(name, At(0.5), At(0.25), At(0.75), ofReference is { } share ? Rounded(share) : null);

        double At(double share) => Rounded(sorted[(int)Math.Round(share * (sorted.Length - 1))]);
    }

    /// <summary>The figure beside one that was not measured round by round with it.</summary>
    public Figure ComparedWith(Figure reference) => this with { OfReference = Rounded(Median / reference.Median) };

    /// <summary>Whether the rounds of two runs lie apart, so that more than noise is between them: their middle halves do not meet.</summary>
    public bool IsApartFrom(Figure other) => Lower > other.Upper || Upper < other.Lower;

    // Four digits: more are noise, and make files differ.
    private static double Rounded(double value) => value == 0 ? 0 : double.Parse($"{value:G4}", CultureInfo.InvariantCulture);
}

/// <summary>The files' JSON.</summary>
[JsonSerializable(typeof(Figures))]
internal sealed partial class FiguresJson : JsonSerializerContext
{
    public static FiguresJson Settings { get; } = new(JsonFile.Settings());
}
