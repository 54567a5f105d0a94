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

    /// <summary>
    /// A picture of a row of digits as ML.NET's <c>ResizeImages(772, 96, IsoPad)</c> and <c>ExtractPixels</c> deliver it: [1, alpha red green blue, 96 rows,
    /// 772 columns] of bytes. The network's last output is for what is no digit.
    /// </summary>
    RowPicture,
}

/// <summary>What kinds of input have in common.</summary>
internal static class DigitInputs
{
    /// <summary>Whether strings of digits are read.</summary>
    public static bool IsOfStrings(this DigitInput input) => input is DigitInput.Windows or DigitInput.RowPicture;
}
