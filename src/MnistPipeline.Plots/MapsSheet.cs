using MnistPipeline.Engines.Explanation;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>One digit's way through the network: the maps of each step, one step below the other.</summary>
public static class MapsSheet
{
    private const int Width = 1060;
    private const int Enlargement = 5;
    private const float Neuron = 15;
    private const float Gap = 12;
    private const float Margin = 24;
    private const float HeadingHeight = 40;

    /// <summary>
    /// Draws the steps. Maps keep their relative sizes; each step has a scale of its own, orange above zero, blue below it. The
    /// values of the last step, the logits, are written out.
    /// </summary>
    /// <param name="steps">What <see cref="NetworkExplainer.Steps"/> gives.</param>
    /// <param name="classes">The classes' names, in the order of the logits.</param>
    /// <returns>A PNG file, 1,060 pixels wide.</returns>
    /// <exception cref="ArgumentException">The last step has not a value for each class.</exception>
    public static byte[] Png(IReadOnlyList<LayerMaps> steps, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(classes);
        if (steps[^1].Count != classes.Count)
        {
            throw new ArgumentException($"{classes.Count:N0} names for {steps[^1].Count:N0} logits.", nameof(classes));
        }

        var rows = steps.Select((step, index) => RowOf(step, isLast: index == steps.Count - 1)).ToList();
        using var surface = PlotStyle.Surface(Width, rows.Sum(row => HeadingHeight + row.Height) + Margin / 2);
        using var title = new PlotText(16, bold: true);
        using var number = new PlotText(14);
        var top = 0f;
        foreach (var (step, row) in steps.Zip(rows))
        {
            title.Draw(surface.Canvas, Heading(step), Margin, top + 22, SKTextAlign.Left, PlotStyle.Ink);
            var largest = DivergingPicture.Largest(step.Values);
            for (var index = 0; index < step.Count; index++)
            {
                var place = SKRect.Create(
                    Margin + index % row.Columns * row.Pitch, top + HeadingHeight + index / row.Columns * row.PitchDown, row.Cell, row.CellHeight);
                DivergingPicture.Draw(surface.Canvas, step.MapOf(index), step.Size, largest, place);
                if (step == steps[^1])
                {
                    number.Draw(surface.Canvas, number.Fit(classes[index], row.Cell), place.MidX, place.Bottom + 14, SKTextAlign.Center, PlotStyle.Ink);
                    number.Draw(
                        surface.Canvas, FormattableString.Invariant($"{step.Values[index]:F1}"), place.MidX, place.Bottom + 32, SKTextAlign.Center, PlotStyle.Muted);
                }
            }

            top += HeadingHeight + row.Height;
        }

        return PlotStyle.Png(surface);
    }

    private static string Heading(LayerMaps step) => step switch
    {
        { Name: "input" } => $"input: the picture, {step.Size}x{step.Size}",
        { Name: "output" } => $"output: {PlotStyle.Count(step.Count)} logits, one a class",
        { Size: 1 } => $"{step.Name}: {PlotStyle.Count(step.Count)} neurons",
        _ => $"{step.Name}: {PlotStyle.Count(step.Count)} maps of {step.Size}x{step.Size}",
    };

    private static Row RowOf(LayerMaps step, bool isLast)
    {
        const float CaptionHeight = 44;
        var cell = isLast ? 56 : step.Size == 1 ? Neuron : step.Size * Enlargement;
        var cellHeight = isLast ? 28 : cell;
        var gap = step.Size == 1 && !isLast ? 1 : Gap;
        var columns = (int)Math.Min(step.Count, MathF.Floor((Width - 2 * Margin + gap) / (cell + gap)));
        var pitchDown = cellHeight + gap + (isLast ? CaptionHeight : 0);
        return new Row(columns, cell, cellHeight, cell + gap, pitchDown, (step.Count + columns - 1) / columns * pitchDown);
    }

    private readonly record struct Row(int Columns, float Cell, float CellHeight, float Pitch, float PitchDown, float Height);
}
