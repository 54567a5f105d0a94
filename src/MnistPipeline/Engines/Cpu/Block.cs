using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>A block is 16 images side by side: the innermost extent of every map, [channel, row, column, image].</summary>
internal static class Block
{
    /// <summary>Images of a block, and floats to which every vector of parameters is rounded up: a whole number of any lanes.</summary>
    public const int Images = 16;

    /// <summary>Rows, and columns, of the input with C1's padding.</summary>
    public const int PaddedInputSize = Digit.Size + 2 * LeNet5Architecture.C1Padding;

    /// <summary>Rows, and columns, of a map of C3 with a frame of one zero, which the gradient's windows may overlap.</summary>
    public const int FramedC3Size = LeNet5Architecture.C3Size + 2;

    /// <summary>The blocks that hold so many images.</summary>
    public static int CountFor(int images) => (images + Images - 1) / Images;

    /// <summary>The next multiple of 16.</summary>
    public static int RoundUp(int length) => CountFor(length) * Images;
}
