namespace MnistPipeline.Model;

/// <summary>What a model file takes in.</summary>
internal enum DigitInput
{
    /// <summary>
    /// A picture as ML.NET's <c>ResizeImages(116, 112, IsoPad)</c> and <c>ExtractPixels</c> deliver it: [image, alpha red green blue, 112 rows, 116 columns] of
    /// bytes, which are a quarter of the floats to copy.
    /// </summary>
    Picture,

    /// <summary>The 784 grey pixels of a 28x28 picture, row by row: [image, 784] of 0 to 255.</summary>
    Pixels,

    /// <summary>The 784 grey pixels of a 28x28 picture, row by row: [image, 784] of 0 to 1.</summary>
    UnitPixels,

    /// <summary>
    /// The 784 pixels of a window of 28x28 along a row of digits, as the reading of rows gives it: [window, 784] of 0 background to 255 ink. The network's last
    /// output is for what is no digit.
    /// </summary>
    Windows,
}
