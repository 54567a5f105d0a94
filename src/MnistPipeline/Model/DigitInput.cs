namespace MnistPipeline.Model;

/// <summary>What a model file takes in.</summary>
internal enum DigitInput
{
    /// <summary>A picture as ML.NET's <c>ResizeImages(57, 56, IsoPad)</c> and <c>ExtractPixels</c> deliver it: [image, red green blue, 56 rows, 57 columns] of 0 to 255.</summary>
    Picture,

    /// <summary>The 784 grey pixels of a 28x28 picture, row by row: [image, 784] of 0 to 255.</summary>
    Pixels,

    /// <summary>The 784 grey pixels of a 28x28 picture, row by row: [image, 784] of 0 to 1.</summary>
    UnitPixels,
}
