using Microsoft.ML.Data;
using MnistPipeline.Reading;

namespace MnistPipeline.Data;

/// <summary>What a reader found: 28x28 digits and the names of their classes, which are not yet numbered.</summary>
/// <param name="Name">The file or folder they came from.</param>
/// <param name="Pixels">784 bytes a digit, 0 background, 255 ink.</param>
/// <param name="Labels">For each digit the name of its class.</param>
/// <param name="OpenPicture">Gives a digit's picture as it came; null where the 28x28 pixels are what came.</param>
internal sealed record LabelledDigits(string Name, byte[] Pixels, string[] Labels, Func<int, MLImage>? OpenPicture)
{
    /// <summary>In smaller pictures a digit cannot be told, and the 28x28 pixels made of them take many times the file's memory.</summary>
    private const int SmallestSide = 4;

    private const int LargestSide = 4096;

    // About two seconds of reading.
    private const int ManyPictures = 200_000;

    /// <summary>
    /// Digits from grey pictures of one size, 0 background, 255 ink: those of 28x28 are taken byte for byte, others are read as
    /// <see cref="DigitReading"/> does.
    /// </summary>
    /// <param name="path">The file that they came from.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="labels">For each the name of its class.</param>
    /// <param name="options">What is told that it takes long, and what ends it.</param>
    /// <exception cref="BadInputException">The size is one in which no digit can be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LabelledDigits FromGrey(string path, GreyPictures pictures, string[] labels, DigitSourceOptions options)
    {
        var (grey, _, width, height) = pictures;
        CheckSize(path, labels.Length, width, height);
        if (width == Digit.Size && height == Digit.Size)
        {
            return new LabelledDigits(path, grey, labels, null);
        }

        if (labels.Length >= ManyPictures)
        {
            options.Note($"{path} holds {labels.Length:N0} pictures of {width}x{height}, which are read one by one: this takes some time.");
        }

        return new LabelledDigits(path, ReadAll(labels.Length, pictures.Open, options.CancellationToken), labels, pictures.Open);
    }

    /// <summary>The 28x28 pixels of many pictures, each opened, read and disposed, on all processors.</summary>
    /// <param name="count">How many pictures there are.</param>
    /// <param name="openPicture">Opens one.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="onUnreadable">Called, on several threads, for each picture that cannot be opened, whose pixels stay 0; null to throw.</param>
    /// <exception cref="BadInputException">The first of the pictures that cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static byte[] ReadAll(int count, Func<int, MLImage> openPicture, CancellationToken cancellation, Action<int, BadInputException>? onUnreadable = null)
    {
        var pixels = new byte[count * Digit.Pixels];
        ParallelLoop.Run(count, index =>
        {
            try
            {
                using var picture = openPicture(index);
                DigitReading.Read(picture, pixels.AsSpan(index * Digit.Pixels, Digit.Pixels));
            }
            catch (BadInputException problem) when (onUnreadable is not null)
            {
                onUnreadable(index, problem);
            }
        }, cancellation: cancellation);
        return pixels;
    }

    /// <summary>Refuses counts and sizes of pictures that cannot be held or read, before anything is allocated for them.</summary>
    /// <exception cref="BadInputException">There are too few or too many pictures, or they are too small or too large.</exception>
    public static void CheckSize(string path, long count, long width, long height)
    {
        if (Math.Min(width, height) < SmallestSide || Math.Max(width, height) > LargestSide)
        {
            throw new BadFileException(
                $"The pictures of {path} are {width}x{height}, and digits are read from sides of {SmallestSide} to {LargestSide} pixels: "
                + "check that it is the right file.");
        }

        var most = Array.MaxLength / Digit.Pixels;
        if (count is < 1 || count > most)
        {
            throw new BadFileException($"{path} holds {count:N0} pictures, and from 1 to {most:N0} can be read: check that it is the right file.");
        }
    }

    /// <summary>The digits with their classes numbered.</summary>
    /// <exception cref="BadInputException">A digit's class is not in the list.</exception>
    public DigitSet ToDigitSet(ClassNames classes) =>
        new(Name, Pixels, Array.ConvertAll(Labels, label => classes.IndexOf(label, Name)), classes.Names, OpenPicture);
}
