using MnistPipeline.Model;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Engines;

/// <summary>What every engine asks of the digits that it is given.</summary>
internal static class EngineInput
{
    /// <summary>The label of an image that is of no class: all of them are to score alike.</summary>
    public const int NoClass = -1;

    /// <summary>Checks the digits of a training step.</summary>
    /// <exception cref="ArgumentException">There are no labels, or not 784 bytes for each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is neither a class of the network nor <see cref="NoClass"/>.</exception>
    public static void ThrowUnlessBatch(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, LeNet5Architecture architecture)
    {
        if (labels.IsEmpty || images.Length != labels.Length * Digit.Pixels)
        {
            throw new ArgumentException($"{images.Length:N0} bytes of images for {labels.Length:N0} labels.", nameof(images));
        }

        foreach (var label in labels)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(label, NoClass, nameof(labels));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, architecture.Classes, nameof(labels));
        }
    }

    /// <summary>Checks the digits of a training step that has shares of the classes as its targets, and counts them.</summary>
    /// <exception cref="ArgumentException">There are no images, or they are not of 784 bytes each, or there is not one target a class for each.</exception>
    public static int CountToTrain(ReadOnlySpan<byte> images, ReadOnlySpan<float> targets, LeNet5Architecture architecture)
    {
        var count = images.Length / Digit.Pixels;
        return count > 0 && images.Length == count * Digit.Pixels && targets.Length == count * architecture.Classes
            ? count
            : throw new ArgumentException($"{images.Length:N0} bytes of images for {targets.Length:N0} targets.", nameof(images));
    }

    /// <summary>Checks digits that are to be scored, and counts them.</summary>
    /// <exception cref="ArgumentException">They are not of 784 bytes each, or there is not one logit a class for each.</exception>
    public static int CountToScore(ReadOnlySpan<byte> images, ReadOnlySpan<float> logits, LeNet5Architecture architecture)
    {
        var count = images.Length / Digit.Pixels;
        return images.Length == count * Digit.Pixels && logits.Length == count * architecture.Classes
            ? count
            : throw new ArgumentException($"{images.Length:N0} bytes of images for {logits.Length:N0} logits.", nameof(images));
    }

    /// <summary>Checks rows of digits that are to be scored.</summary>
    /// <exception cref="ArgumentException">A row has fewer than 28 columns, the rows are not of 28 lines each, or there is not one logit a class for each window.</exception>
    public static void ThrowUnlessRows(ReadOnlySpan<byte> rows, ReadOnlySpan<int> columns, ReadOnlySpan<float> logits, LeNet5Architecture architecture)
    {
        var (pixels, windows) = (0, 0);
        foreach (var length in columns)
        {
            pixels += length < Digit.Size ? throw new ArgumentException($"A row of {length:N0} columns has no window.", nameof(columns)) : Digit.Size * length;
            windows += RowWindows.Count(length);
        }

        if (rows.Length != pixels || logits.Length != windows * architecture.Classes)
        {
            throw new ArgumentException($"{rows.Length:N0} bytes of rows with {pixels:N0} pixels and {windows:N0} windows for {logits.Length:N0} logits.", nameof(rows));
        }
    }
}
