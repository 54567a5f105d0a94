namespace MnistPipeline.Model.Onnx;

/// <summary>The names of what is told of the pieces of ink, each under its label.</summary>
/// <param name="Labels">The label of each pixel's piece: [image, 1, pixel] of 64-bit integers.</param>
/// <param name="Pixels">Where each pixel ends on each side, were it a piece: [1, side, pixel].</param>
/// <param name="Mass">The sum of its darkness, 0 for what is no label: [image, 1, label].</param>
/// <param name="Peak">Its greatest darkness: [image, 1, label].</param>
/// <param name="Ends">Where it ends on each side: [image, side, label].</param>
internal sealed record PieceValues(string Labels, PieceEnds Pixels, string Mass, string Peak, PieceEnds Ends);
