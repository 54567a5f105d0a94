using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>Between images one after another and images side by side.</summary>
internal static unsafe class InputBlock
{
    private const int Group = 8;
    private const float Scale = (float)(1 / (255 * (double)LeNet5Architecture.PixelDeviation));
    private const float Shift = (float)(-(double)LeNet5Architecture.PixelMean / LeNet5Architecture.PixelDeviation);

    /// <summary>
    /// Normalises up to 16 images of 28x28 bytes and puts them into the middle of [row, column, image]. Where images are
    /// missing the first stands in for them: its gradient there is 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(byte* images, int count, float* input)
    {
        const int Size = Digit.Size;
        const int Edge = LeNet5Architecture.C1Padding;
        var offsets = stackalloc int[Block.Images];
        for (var image = 0; image < count; image++)
        {
            offsets[image] = image * Digit.Pixels;
        }

        // [pixel, image]
        var sideBySide = stackalloc byte[Group * Block.Images];
        for (var first = 0; first < Digit.Pixels; first += Group)
        {
            TransposeGroup(images + first, offsets, sideBySide);
            TransposeGroup(images + first, offsets + Group, sideBySide + Group);
            for (var pixel = 0; pixel < Group; pixel++)
            {
                var (row, column) = Math.DivRem(first + pixel, Size);
                var to = input + ((row + Edge) * Block.PaddedInputSize + column + Edge) * Block.Images;
                var (low, high) = Vector128.Widen(Vector128.Load(sideBySide + pixel * Block.Images));
                var (quarter1, quarter2) = Vector128.Widen(low);
                var (quarter3, quarter4) = Vector128.Widen(high);
                Normalise(quarter1, to);
                Normalise(quarter2, to + 4);
                Normalise(quarter3, to + 8);
                Normalise(quarter4, to + 12);
            }
        }
    }

    /// <summary>Normalises one image of 28x28 bytes and puts it into the middle of [row, column].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LoadSingle(byte* image, float* input)
    {
        const int Size = Digit.Size;
        var to = input + LeNet5Architecture.C1Padding * (Block.PaddedInputSize + 1);
        for (var row = 0; row < Size; row++, image += Size, to += Block.PaddedInputSize)
        {
            for (var column = 0; column < Size; column++)
            {
                to[column] = Normalise(image[column]);
            }
        }
    }

    /// <summary>A pixel as the network takes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Normalise(byte pixel) => MathF.FusedMultiplyAdd(pixel, Scale, Shift);

    /// <summary>[value, image] to [image, value] for the images that are there.</summary>
    /// <param name="from">[value, image]</param>
    /// <param name="values">The values of an image.</param>
    /// <param name="images">The images that are there, up to 16.</param>
    /// <param name="to">[image, value]</param>
    /// <param name="stride">Floats between two images there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* from, int values, int images, float* to, int stride)
    {
        for (var image = 0; image < images; image++)
        {
            for (var value = 0; value < values; value++)
            {
                to[value] = from[value * Block.Images + image];
            }

            to += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalise(Vector128<uint> pixels, float* to) =>
        Vector128.FusedMultiplyAdd(Vector128.ConvertToSingle(pixels.AsInt32()), Vector128.Create(Scale), Vector128.Create(Shift)).Store(to);

    /// <summary>
    /// Eight pixels of eight images, [image, pixel] to [pixel, image]: an 8x8 matrix of bytes in eight words, of which the
    /// off-diagonal quarters are exchanged, then those of the quarters, then those of theirs.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeGroup(byte* images, int* offsets, byte* to)
    {
        var row0 = Word(0);
        var row1 = Word(1);
        var row2 = Word(2);
        var row3 = Word(3);
        var row4 = Word(4);
        var row5 = Word(5);
        var row6 = Word(6);
        var row7 = Word(7);
        Exchange(ref row0, ref row4, 32, 0x00000000FFFFFFFF);
        Exchange(ref row1, ref row5, 32, 0x00000000FFFFFFFF);
        Exchange(ref row2, ref row6, 32, 0x00000000FFFFFFFF);
        Exchange(ref row3, ref row7, 32, 0x00000000FFFFFFFF);
        Exchange(ref row0, ref row2, 16, 0x0000FFFF0000FFFF);
        Exchange(ref row1, ref row3, 16, 0x0000FFFF0000FFFF);
        Exchange(ref row4, ref row6, 16, 0x0000FFFF0000FFFF);
        Exchange(ref row5, ref row7, 16, 0x0000FFFF0000FFFF);
        Exchange(ref row0, ref row1, 8, 0x00FF00FF00FF00FF);
        Exchange(ref row2, ref row3, 8, 0x00FF00FF00FF00FF);
        Exchange(ref row4, ref row5, 8, 0x00FF00FF00FF00FF);
        Exchange(ref row6, ref row7, 8, 0x00FF00FF00FF00FF);
        Put(row0, 0);
        Put(row1, 1);
        Put(row2, 2);
        Put(row3, 3);
        Put(row4, 4);
        Put(row5, 5);
        Put(row6, 6);
        Put(row7, 7);

        ulong Word(int image) => Unsafe.ReadUnaligned<ulong>(images + offsets[image]);

        void Put(ulong row, int pixel) => Unsafe.WriteUnaligned(to + pixel * Block.Images, row);
    }

    /// <summary>The high part of the upper row changes places with the low part of the lower.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref ulong upper, ref ulong lower, int bits, ulong low)
    {
        var difference = (upper >> bits ^ lower) & low;
        lower ^= difference;
        upper ^= difference << bits;
    }
}
