using ScottPlot;
using SkiaSharp;

namespace MnistPipeline.Evaluation;

/// <summary>The font of every plot: a plain one of the machine's, and where it has none, the built-in one.</summary>
internal sealed class PlotFont
{
    /// <summary>The name of the built-in font.</summary>
    public const string BuiltInFamily = "MnistPipeline Strokes";

    private static readonly Lazy<PlotFont> LazyDefault = new(() => Create(
        ["DejaVu Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "Noto Sans", "Open Sans", "Roboto", "Arial", "Helvetica"]));

    private PlotFont(string family, SKTypeface regular, SKTypeface bold)
    {
        Family = family;
        Regular = regular;
        Bold = bold;
        Fonts.FontResolvers.Insert(0, new Resolver(this));
    }

    /// <summary>The font that this machine's plots have.</summary>
    public static PlotFont Default => LazyDefault.Value;

    /// <summary>The name by which plots ask for it.</summary>
    public string Family { get; }

    /// <summary>The normal weight.</summary>
    public SKTypeface Regular { get; }

    /// <summary>The bold weight.</summary>
    public SKTypeface Bold { get; }

    /// <summary>The first of the families that is installed, or the built-in font.</summary>
    public static PlotFont Create(IEnumerable<string> families)
    {
        foreach (var family in families)
        {
            var regular = SKFontManager.Default.MatchFamily(family, SKFontStyle.Normal);
            if (regular is not null && regular.FamilyName == family && regular.ContainsGlyph('0'))
            {
                return new PlotFont(family, regular, SKFontManager.Default.MatchFamily(family, SKFontStyle.Bold) ?? regular);
            }
        }

        return new PlotFont(BuiltInFamily, Load(1.8f), Load(2.6f));

        static SKTypeface Load(float penWidth)
        {
            using var data = SKData.CreateCopy(StrokeFont.Create(penWidth));
            return SKTypeface.FromData(data) ?? throw new InvalidOperationException("The built-in font cannot be read.");
        }
    }

    // ScottPlot finds fonts by name alone, and looks through a list of its own for them.
    private sealed class Resolver(PlotFont font) : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            fontName != font.Family ? null : bold ? font.Bold : font.Regular;
    }
}
