namespace MnistPipeline.Model.Onnx;

/// <summary>The names of what is told of a picture's paper.</summary>
/// <param name="Inside">1 where the picture lies: [image, 1, row, column] of the coarse plane.</param>
/// <param name="InsideLines">1 for the lines on which it lies: [image, 1, line].</param>
/// <param name="Grey">The grey, turned where ink is light, and 0 outside the picture: [image, 1, row, column].</param>
/// <param name="Paper">The paper around each pixel, 0 to 255: [image, 1, row, column].</param>
/// <param name="IsInkLight">1 where ink is lighter than paper: [image, 1, 1, 1].</param>
internal sealed record PaperValues(string Inside, string InsideLines, string Grey, string Paper, string IsInkLight);
