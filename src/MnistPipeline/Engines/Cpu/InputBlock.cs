using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>Between images one after another and images side by side.</summary>
internal static unsafe class InputBlock
{
    /// <summary>(value / 255 - mean) / deviation for each value of a pixel.</summary>
    public static float[] NormalisedPixels()
    {
        var normalised = new float[256];
        for (var pixel = 0; pixel < normalised.Length; pixel++)
        {
            normalised[pixel] = (float)((pixel / 255.0 - LeNet5Architecture.PixelMean) / LeNet5Architecture.PixelDeviation);
        }

        return normalised;
    }

    /// <summary>Puts up to 16 images of 28x28 bytes into the middle of [row, column, image]; images that are not there become 0.</summary>
    public static void Load(byte* images, int count, float[] normalisedPixels, float* input)
    {
        const int Size = LeNet5Architecture.InputSize;
        fixed (float* table = normalisedPixels)
        {
            for (var row = 0; row < Size; row++)
            {
                var to = input + ((row + LeNet5Architecture.C1Padding) * Block.PaddedInputSize + LeNet5Architecture.C1Padding) * Block.Images;
                for (var column = 0; column < Size; column++)
                {
                    var from = images + row * Size + column;
                    for (var image = 0; image < count; image++)
                    {
                        to[image] = table[from[image * LeNet5Architecture.InputPixels]];
                    }

                    for (var image = count; image < Block.Images; image++)
                    {
                        to[image] = 0;
                    }

                    to += Block.Images;
                }
            }
        }
    }

    /// <summary>[value, image] to [image, value] for the images that are there.</summary>
    /// <param name="from">[value, image]</param>
    /// <param name="values">The values of an image.</param>
    /// <param name="images">The images that are there, up to 16.</param>
    /// <param name="to">[image, value]</param>
    /// <param name="stride">Floats between two images there.</param>
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
}
