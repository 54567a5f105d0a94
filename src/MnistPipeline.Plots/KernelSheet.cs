using MnistPipeline.Model;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>The kernels of C1, the only ones that look at pixels: what stroke each of them answers to.</summary>
public static class KernelSheet
{
    private const int Columns = 6;
    private const float Size = 130;
    private const float CellWidth = Size + 22;
    private const float CellHeight = Size + 40;
    private const float Margin = 24;
    private const float HeadingHeight = 64;

    /// <summary>Draws the kernels, six a row, on one scale: orange weights want ink, blue ones want none.</summary>
    /// <param name="parameters">The trained network.</param>
    /// <returns>A PNG file, 938 pixels wide.</returns>
    public static byte[] Png(LeNet5Parameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        const int Weights = LeNet5Architecture.KernelSize * LeNet5Architecture.KernelSize;
        var kernels = Array.ConvertAll(parameters["C1.weight"].ToArray(), weight => (double)weight); // [kernel, row, column]
        var count = parameters.Architecture.C1Kernels;
        var largest = DivergingPicture.Largest(kernels);
        using var surface = PlotStyle.Surface(
            Columns * CellWidth - 22 + 2 * Margin, HeadingHeight + (count + Columns - 1) / Columns * CellHeight + Margin / 2);
        using var title = new PlotText(18, bold: true);
        using var caption = new PlotText(15);
        title.Draw(
            surface.Canvas, $"C1: {PlotStyle.Count(count)} kernels of 5x5 weights, orange above zero, blue below", Margin, 34, SKTextAlign.Left, PlotStyle.Ink);
        for (var kernel = 0; kernel < count; kernel++)
        {
            var place = SKRect.Create(Margin + kernel % Columns * CellWidth, HeadingHeight + kernel / Columns * CellHeight, Size, Size);
            DivergingPicture.Draw(surface.Canvas, kernels.AsSpan(kernel * Weights, Weights), LeNet5Architecture.KernelSize, largest, place);
            caption.Draw(surface.Canvas, $"kernel {kernel + 1}", place.MidX, place.Bottom + 18, SKTextAlign.Center, PlotStyle.Muted);
        }

        return PlotStyle.Png(surface);
    }
}
