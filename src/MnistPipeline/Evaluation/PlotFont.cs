using SkiaSharp;

namespace MnistPipeline.Evaluation;

/// <summary>The font of every plot: a plain one of the machine's, and where it has none, the built-in one.</summary>
internal sealed record PlotFont(SKTypeface Regular, SKTypeface Bold)
{
    private static readonly Lazy<PlotFont> LazyDefault = new(() => Create(
        ["DejaVu Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "Noto Sans", "Open Sans", "Roboto", "Arial", "Helvetica"]));

    /// <summary>The font that this machine's plots have.</summary>
    public static PlotFont Default => LazyDefault.Value;

    /// <summary>The same font, drawn as shapes: for a file that is looked at where the font may be missing.</summary>
    public static PlotFont Outlines => Default with { IsOutlined = true };

    /// <summary>Whether text is drawn as shapes.</summary>
    public bool IsOutlined { get; private init; }

    /// <summary>The first of the families that is installed, or the built-in font.</summary>
    public static PlotFont Create(IEnumerable<string> families)
    {
        foreach (var family in families)
        {
            var regular = SKFontManager.Default.MatchFamily(family, SKFontStyle.Normal);
            if (regular is not null && regular.FamilyName == family && regular.ContainsGlyph('0'))
            {
                return new PlotFont(regular, SKFontManager.Default.MatchFamily(family, SKFontStyle.Bold) ?? regular);
            }
        }

        return new PlotFont(Load(1.8f), Load(2.6f));

        static SKTypeface Load(float penWidth)
        {
            using var data = SKData.CreateCopy(StrokeFont.Create(penWidth));
            return SKTypeface.FromData(data) ?? throw new InvalidOperationException("The built-in font cannot be read.");
        }
    }
}
