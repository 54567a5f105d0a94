using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MnistPipeline.Data;

namespace MnistPipeline.Training;

/// <summary>
/// The digits to train on, each in two variants: as published, and as the product's picture reading gives it (ink box fitted
/// into 20x20, centred by mass), which is what the network sees in use. Each epoch a seeded coin takes one of the two.
/// </summary>
internal sealed class TrainingDigits
{
    private readonly DigitSet _published;
    private readonly byte[] _read;

    /// <summary>Digits whose arrays are not copied.</summary>
    /// <param name="published">The digits as published.</param>
    /// <param name="read">The same digits as read.</param>
    /// <exception cref="BadInputException">There are no digits.</exception>
    /// <exception cref="ArgumentException">There are not as many as read as published.</exception>
    public TrainingDigits(DigitSet published, DigitsAsRead read)
    {
        if (published.Count == 0)
        {
            throw new BadInputException($"'{published.Name}' holds no digits to train on: give some of every class.");
        }

        if (read.Digits.Count != published.Count)
        {
            throw new ArgumentException($"{read.Digits.Count:N0} digits as read, {published.Count:N0} as published.", nameof(read));
        }

        _published = published;
        _read = read.Digits.Pixels;
    }

    /// <summary>The number of digits.</summary>
    public int Count => _published.Count;

    /// <summary>The classes' names, in the order of the network's outputs.</summary>
    public IReadOnlyList<string> Classes => _published.Classes;

    /// <summary>For each digit the index of its class.</summary>
    public int[] Labels => _published.Labels;

    /// <summary>The 784 bytes of one digit as read.</summary>
    internal ReadOnlySpan<byte> AsRead(int index) => _read.AsSpan(index * Digit.Pixels, Digit.Pixels);

    /// <summary>Writes what the network sees of one digit at one place of an epoch; it depends on the seed, the epoch, the place and the digit alone.</summary>
    /// <param name="index">The digit.</param>
    /// <param name="place">The place: a digit that an epoch shows several times is distorted in another way at each.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="options">The seed and the augmentation.</param>
    /// <param name="target">Receives 784 bytes.</param>
    internal void Present(int index, int place, int epoch, TrainingOptions options, Span<byte> target)
    {
        var random = SeededRandom.For(options.Seed, RandomPurpose.Augmentation, epoch, place);
        Span<byte> rewritten = stackalloc byte[Digit.Pixels];
        var variant = random.NextIndex(2) == 0 ? _published.Pixels : _read;
        scoped ReadOnlySpan<byte> pixels = variant.AsSpan(index * Digit.Pixels, Digit.Pixels);
        if (options.Augmentation is null)
        {
            pixels.CopyTo(target);
        }
        else
        {
            if (random.NextSingle() < options.Augmentation.OtherPenShare)
            {
                OtherPen.Draw(pixels, rewritten, ref random);
                pixels = rewritten;
            }

            AffineWarp.Draw(options.Augmentation, options.AugmentationStrength(epoch), ref random).Apply(pixels, target);
        }
    }

    /// <summary>Adds all that training sees to a hash.</summary>
    internal void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(_published.Pixels);
        hash.AppendData(_read);
        hash.AppendData(MemoryMarshal.AsBytes(_published.Labels.AsSpan()));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', _published.Classes)));
    }
}
