namespace MnistPipeline.Model.Onnx;

/// <summary>The names of what is told of the pieces of ink, each under its label.</summary>
/// <param name="Labels">The label of each pixel's piece: [image, 1, pixel] of 64-bit integers.</param>
/// <param name="Mass">The sum of its darkness, 0 for what is no label: [image, 1, label].</param>
/// <param name="Peak">Its greatest darkness: [image, 1, label].</param>
/// <param name="Ends">
/// Its last row and column, counted from 1, and its first ones, counted from the last as 1: [image, 4, label], so that what lies farther
/// out is larger on all sides.
/// </param>
internal sealed record PieceValues(string Labels, string Mass, string Peak, string Ends);
