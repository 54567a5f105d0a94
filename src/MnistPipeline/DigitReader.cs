using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Reading;

namespace MnistPipeline;

/// <summary>
/// Reads digits with a trained network straight from its file, without ML.NET's start-up and at a multiple of its speed, with the
/// scores of the zip. Any number of threads may call one reader at a time, and get the bits that one caller would; it computes on
/// the caller's thread.
/// </summary>
public sealed class DigitReader : IDisposable
{
    private static readonly Lazy<DigitReader> Shared = new(() => new DigitReader(ModelFile.LoadEmbedded("default.onnx"), "default.onnx", isShared: true));

    private readonly CpuScorer _scorer;
    private readonly string[] _classes;
    private readonly bool _isShared;

    private DigitReader(TrainedModel model, string name, bool isShared = false)
    {
        if (model.Input.IsOfStrings())
        {
            throw new BadFileException($"{name} reads strings of digits: give the model of a training of single digits, or read with DigitStringReader.");
        }

        _isShared = isShared;
        _scorer = new CpuScorer(model.Parameters);
        _classes = [.. model.Metadata.Classes];
        Metadata = model.Metadata;
        RejectBelow = model.Metadata.Metrics.Validation?.RejectBelow;
    }

    /// <summary>
    /// The reader of the network that comes with the library: LeNet-5, trained on MNIST by the recipe <c>default</c>. One for the whole program, opened
    /// when it is first asked for; <see cref="Dispose"/> leaves it open.
    /// </summary>
    public static DigitReader Default => Shared.Value;

    /// <summary>The classes' names, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Classes => _classes;

    /// <summary>What the model file tells of its network: how it was trained, and what was measured.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>
    /// The confidence below which a person should read: it kept the errors under 0.1 % of the validation digits that were not
    /// rejected, and promises nothing of digits from other paper. Null where the file does not tell one. <see cref="NeedsPerson"/> asks for it.
    /// </summary>
    public double? RejectBelow { get; }

    /// <summary>Opens the model.zip or model.onnx of a training run.</summary>
    /// <exception cref="BadInputException">The file cannot be read, is damaged or holds something else.</exception>
    public static DigitReader Open(string path) => new(ModelFile.Load(path), path);

    /// <summary>Opens a model.zip or model.onnx that lies in a stream, such as an embedded resource.</summary>
    /// <param name="stream">A stream that can seek, read from where it stands.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="BadInputException">The stream is damaged or holds something else.</exception>
    public static DigitReader Open(Stream stream, string name) => new(ModelFile.Load(stream, name), name);

    /// <inheritdoc cref="Read(MLImage, Span{float})"/>
    public DigitPrediction Read(MLImage picture) => Read(picture, []);

    /// <summary>Reads a picture of any size and colours, dark ink on light paper or light ink on dark.</summary>
    /// <param name="picture">The picture, its colours multiplied by their opacity; ink may be in the opacity alone.</param>
    /// <param name="probabilities">Receives a probability a class, of sum 1; may be empty.</param>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is neither empty nor as long as there are classes.</exception>
    [SkipLocalsInit]
    public DigitPrediction Read(MLImage picture, Span<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Span<byte> digit = stackalloc byte[Digit.Pixels];
        DigitReading.Read(picture, digit);
        return Predict(digit, probabilities);
    }

    /// <inheritdoc cref="ReadFile(string, Span{float})"/>
    public DigitPrediction ReadFile(string path) => ReadFile(path, []);

    /// <summary>Reads a picture file, turned as its EXIF orientation says.</summary>
    /// <param name="path">A PNG, JPEG, BMP, GIF or WebP.</param>
    /// <param name="probabilities">Receives a probability a class, of sum 1; may be empty.</param>
    /// <exception cref="BadInputException">The file is missing, or not an undamaged picture of at most 50 million pixels.</exception>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is neither empty nor as long as there are classes.</exception>
    public DigitPrediction ReadFile(string path, Span<float> probabilities)
    {
        using var picture = PictureFile.Open(path);
        return Read(picture, probabilities);
    }

    /// <inheritdoc cref="ReadFile(ReadOnlySpan{byte}, string, Span{float})"/>
    public DigitPrediction ReadFile(ReadOnlySpan<byte> content, string name) => ReadFile(content, name, []);

    /// <summary>Reads the bytes of a picture file, such as an upload, turned as its EXIF orientation says.</summary>
    /// <param name="content">All bytes of a PNG, JPEG, BMP, GIF or WebP.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="probabilities">Receives a probability a class, of sum 1; may be empty.</param>
    /// <exception cref="BadInputException">It is not an undamaged picture of at most 50 million pixels.</exception>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is neither empty nor as long as there are classes.</exception>
    public DigitPrediction ReadFile(ReadOnlySpan<byte> content, string name, Span<float> probabilities)
    {
        using var picture = PictureFile.Decode(content, name);
        return Read(picture, probabilities);
    }

    /// <inheritdoc cref="ReadPixels(ReadOnlySpan{byte}, Span{float})"/>
    public DigitPrediction ReadPixels(ReadOnlySpan<byte> grey28) => ReadPixels(grey28, Span<float>.Empty);

    /// <summary>Reads a grey picture of 28x28 pixels, dark on light or light on dark, without allocating.</summary>
    /// <param name="grey28">784 bytes, row by row, 0 black, 255 white.</param>
    /// <param name="probabilities">Receives a probability a class, of sum 1; may be empty.</param>
    /// <exception cref="ArgumentException">
    /// There are not 784 bytes, or <paramref name="probabilities"/> is neither empty nor as long as there are classes.
    /// </exception>
    [SkipLocalsInit]
    public DigitPrediction ReadPixels(ReadOnlySpan<byte> grey28, Span<float> probabilities)
    {
        Span<byte> digit = stackalloc byte[Digit.Pixels];
        DigitReading.Read(grey28, digit);
        return Predict(digit, probabilities);
    }

    /// <inheritdoc cref="ReadPixels(ReadOnlySpan{byte}, Span{DigitPrediction}, Span{float})"/>
    public void ReadPixels(ReadOnlySpan<byte> grey28, Span<DigitPrediction> predictions) => ReadPixels(grey28, predictions, []);

    /// <summary>Reads many grey pictures of 28x28 pixels, several times as fast as one after another, without allocating.</summary>
    /// <param name="grey28">784 bytes a picture, row by row, 0 black, 255 white; any number of pictures.</param>
    /// <param name="predictions">Receives one a picture.</param>
    /// <param name="probabilities">Receives [picture, class], each picture's of sum 1; may be empty.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    [SkipLocalsInit]
    public void ReadPixels(ReadOnlySpan<byte> grey28, Span<DigitPrediction> predictions, Span<float> probabilities)
    {
        const int Pixels = Digit.Pixels;
        var classes = _classes.Length;
        if (grey28.Length != (long)Pixels * predictions.Length || (!probabilities.IsEmpty && probabilities.Length != (long)classes * predictions.Length))
        {
            throw new ArgumentException(
                $"{grey28.Length:N0} bytes of pictures and {probabilities.Length:N0} probabilities of {classes:N0} classes for {predictions.Length:N0} predictions.",
                nameof(grey28));
        }

        Span<byte> digits = stackalloc byte[Block.Images * Pixels];
        Span<float> scores = stackalloc float[Block.Images * classes];
        for (var first = 0; first < predictions.Length; first += Block.Images)
        {
            var count = Math.Min(Block.Images, predictions.Length - first);
            for (var index = 0; index < count; index++)
            {
                DigitReading.Read(grey28.Slice((first + index) * Pixels, Pixels), digits.Slice(index * Pixels, Pixels));
            }

            var here = probabilities.IsEmpty ? scores[..(count * classes)] : probabilities.Slice(first * classes, count * classes);
            Score(digits[..(count * Pixels)], here);
            for (var index = 0; index < count; index++)
            {
                predictions[first + index] = Likeliest(digits.Slice(index * Pixels, Pixels), here.Slice(index * classes, classes));
            }
        }
    }

    /// <summary>
    /// Whether a person should read instead: the picture shows no digit, the confidence is below <see cref="RejectBelow"/>, or the model file
    /// tells none, so that no answer of it can be relied on.
    /// </summary>
    public bool NeedsPerson(DigitPrediction answer) => !answer.IsDigit || !(answer.Confidence >= RejectBelow);

    /// <summary>Frees the network's memory; calls under way still end well. <see cref="Default"/> stays open, as others may read with it.</summary>
    public void Dispose()
    {
        if (!_isShared)
        {
            _scorer.Dispose();
        }
    }

    private DigitPrediction Predict(ReadOnlySpan<byte> digit, Span<float> probabilities)
    {
        Span<float> own = stackalloc float[_classes.Length];
        var scores = probabilities.IsEmpty ? own : probabilities;
        Score(digit, scores);
        return Likeliest(digit, scores);
    }

    private void Score(ReadOnlySpan<byte> digits, Span<float> probabilities)
    {
        _scorer.ComputeLogits(digits, probabilities);
        Softmax.Rows(probabilities, probabilities, _classes.Length, Metadata.Temperature);
    }

    private DigitPrediction Likeliest(ReadOnlySpan<byte> digit, ReadOnlySpan<float> probabilities)
    {
        var (first, second) = probabilities[1] > probabilities[0] ? (1, 0) : (0, 1);
        for (var index = 2; index < probabilities.Length; index++)
        {
            if (probabilities[index] > probabilities[first])
            {
                (first, second) = (index, first);
            }
            else if (probabilities[index] > probabilities[second])
            {
                second = index;
            }
        }

        return new DigitPrediction(_classes[first], probabilities[first], _classes[second], probabilities[second])
        {
            IsBlank = !digit.ContainsAnyExcept((byte)0),
        };
    }
}
