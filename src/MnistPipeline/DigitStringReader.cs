using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Cpu.Rows;
using MnistPipeline.Model;
using MnistPipeline.Model.Strings;
using MnistPipeline.Reading;
using MnistPipeline.Reading.Rows;

namespace MnistPipeline;

/// <summary>
/// Reads whole numbers: strings of digits, of known or unknown length, written apart or joined, on paper, in boxes or on a line. Any number of threads may call
/// one reader at a time, and get the bits that one caller would; it computes on the caller's thread.
/// </summary>
public sealed class DigitStringReader : IDisposable
{
    private static readonly DigitStringOptions Anything = new();

    private static readonly Lazy<DigitStringReader> Shared = new(() => new DigitStringReader(ModelFile.LoadEmbedded("strings.onnx"), "strings.onnx", isShared: true));

    private readonly CpuScorer _scorer;
    private readonly RowTexts _texts;
    private readonly string[] _digits;
    private readonly bool _isShared;
    private readonly ConditionalWeakTable<IReadOnlyCollection<string>, DigitTree> _lists = [];

    private DigitStringReader(TrainedModel model, string name, bool isShared = false)
    {
        if (!model.Input.IsOfStrings())
        {
            throw new BadFileException($"{name} reads single digits: give the model of a training of strings, or read with DigitReader.");
        }

        _isShared = isShared;
        _scorer = new CpuScorer(model.Parameters);
        _texts = new RowTexts(_scorer, model.Metadata.Temperature);
        _digits = [.. model.Metadata.Classes.Take(model.Metadata.Classes.Count - 1)];
        Metadata = model.Metadata;
        RejectBelow = model.Metadata.Metrics.Validation?.RejectBelow;
    }

    /// <summary>
    /// The reader of the network that comes with the library, trained on strings of MNIST's digits by the recipe <c>strings</c>. One for the whole program, opened
    /// when it is first asked for; <see cref="Dispose"/> leaves it open.
    /// </summary>
    public static DigitStringReader Default => Shared.Value;

    /// <summary>What the model file tells of its network: how it was trained, and what was measured.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>
    /// The confidence below which a person should read: it kept the errors under 1 % of the validation strings that were not rejected, and promises nothing of
    /// strings from other paper. Null where the file does not tell one. <see cref="NeedsPerson"/> asks for it.
    /// </summary>
    public double? RejectBelow { get; }

    /// <summary>Opens the model of a training of strings.</summary>
    /// <exception cref="BadInputException">The file cannot be read, is damaged or holds something else.</exception>
    public static DigitStringReader Open(string path) => new(ModelFile.Load(path), path);

    /// <summary>Opens a model that lies in a stream, such as an embedded resource.</summary>
    /// <param name="stream">A stream that can seek, read from where it stands.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="BadInputException">The stream is damaged or holds something else.</exception>
    public static DigitStringReader Open(Stream stream, string name) => new(ModelFile.Load(stream, name), name);

    /// <inheritdoc cref="Read(MLImage, DigitStringOptions?)"/>
    public DigitStringPrediction Read(MLImage picture) => Read(picture, null);

    /// <summary>Reads a picture of any size and colours, dark ink on light paper or light ink on dark, which shows one row of digits.</summary>
    /// <param name="picture">The picture, its colours multiplied by their opacity; ink may be in the opacity alone.</param>
    /// <param name="options">What is known of the digits; null for nothing.</param>
    /// <exception cref="BadInputException">An option is out of its range, or the pattern is none.</exception>
    public DigitStringPrediction Read(MLImage picture, DigitStringOptions? options)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var allowed = Allowed(options ?? Anything);
        var row = RowReading.Read(picture);
        return row.Columns == 0 ? new DigitStringPrediction("", 1, "", 0, []) : Read(row, allowed);
    }

    /// <summary>Reads one field of a page, such as of a scanned form; the boxes of its digits are told on the page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="field">The field's rectangle, of which what lies beyond the page is left out.</param>
    /// <param name="options">What is known of the digits; null for nothing.</param>
    /// <exception cref="BadInputException">The field lies beside the page, an option is out of its range, or the pattern is none.</exception>
    public DigitStringPrediction Read(MLImage page, DigitBox field, DigitStringOptions? options)
    {
        ArgumentNullException.ThrowIfNull(page);
        var (left, top) = (Math.Max(0, (int)field.Left), Math.Max(0, (int)field.Top));
        var (right, bottom) = (Math.Min(page.Width, (int)Math.Ceiling(field.Left + field.Width)), Math.Min(page.Height, (int)Math.Ceiling(field.Top + field.Height)));
        if (right <= left || bottom <= top)
        {
            throw new BadInputException($"The field {field} shows nothing of the page of {page.Width}x{page.Height} pixels: give a rectangle on it.");
        }

        using var cut = PictureCut.Of(page, left, top, right - left, bottom - top);
        var answer = Read(cut, options);
        return new DigitStringPrediction(
            answer.Text,
            answer.Confidence,
            answer.RunnerUp,
            answer.RunnerUpConfidence,
            [.. answer.Digits.Select(digit => new ReadDigit(digit.Digit, digit.Confidence, digit.Box with { Left = digit.Box.Left + left, Top = digit.Box.Top + top }))]);
    }

    /// <summary>Reads many pictures on all cores; the answers come in the pictures' order.</summary>
    /// <inheritdoc cref="Read(MLImage, DigitStringOptions?)"/>
    /// <param name="pictures">The pictures.</param>
    /// <param name="options">What is known of the digits; null for nothing.</param>
    public IReadOnlyList<DigitStringPrediction> Read(IReadOnlyList<MLImage> pictures, DigitStringOptions? options)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var answers = new DigitStringPrediction[pictures.Count];
        ParallelLoop.Run(pictures.Count, picture => answers[picture] = Read(pictures[picture], options));
        return answers;
    }

    /// <inheritdoc cref="ReadFile(string, DigitStringOptions?)"/>
    public DigitStringPrediction ReadFile(string path) => ReadFile(path, null);

    /// <summary>Reads a picture file, turned as its EXIF orientation says.</summary>
    /// <param name="path">A PNG, JPEG, BMP, GIF or WebP.</param>
    /// <param name="options">What is known of the digits; null for nothing.</param>
    /// <exception cref="BadInputException">The file is missing, or not an undamaged picture of at most 50 million pixels; or an option is out of its range.</exception>
    public DigitStringPrediction ReadFile(string path, DigitStringOptions? options)
    {
        using var picture = PictureFile.Open(path);
        return Read(picture, options);
    }

    /// <summary>Reads the bytes of a picture file, such as an upload, turned as its EXIF orientation says.</summary>
    /// <param name="content">All bytes of a PNG, JPEG, BMP, GIF or WebP.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">What is known of the digits; null for nothing.</param>
    /// <exception cref="BadInputException">It is not an undamaged picture of at most 50 million pixels; or an option is out of its range.</exception>
    public DigitStringPrediction ReadFile(ReadOnlySpan<byte> content, string name, DigitStringOptions? options)
    {
        using var picture = PictureFile.Decode(content, name);
        return Read(picture, options);
    }

    /// <summary>Reads a grey picture, dark on light or light on dark.</summary>
    /// <param name="grey">Width times height bytes, row by row, 0 black, 255 white.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="options">What is known of the digits; null for nothing.</param>
    /// <exception cref="ArgumentException">There are not width times height bytes.</exception>
    /// <exception cref="BadInputException">An option is out of its range, or the pattern is none.</exception>
    public DigitStringPrediction ReadPixels(ReadOnlySpan<byte> grey, int width, int height, DigitStringOptions? options)
    {
        using var picture = GreyPicture.Create(grey, width, height);
        return Read(picture, options);
    }

    /// <summary>
    /// Whether a person should read instead: there is no digit, the confidence is below <see cref="RejectBelow"/>, or the model file tells none, so that
    /// no answer of it can be relied on.
    /// </summary>
    public bool NeedsPerson(DigitStringPrediction answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Text.Length == 0 || !(answer.Confidence >= RejectBelow);
    }

    /// <summary>Frees the network's memory; calls under way still end well. <see cref="Default"/> stays open, as others may read with it.</summary>
    public void Dispose()
    {
        if (!_isShared)
        {
            _scorer.Dispose();
        }
    }

    private DigitStringPrediction Read(ReadRow row, AllowedStrings allowed)
    {
        var (logits, texts) = _texts.Read(row.Pixels, row.Columns, allowed.MinLength, allowed.MaxLength, allowed.Check is { } check ? text => check(TextOf(text)) : null, allowed.List);
        if (texts.Readings.Count == 0)
        {
            return new DigitStringPrediction("", 0, "", 0, []);
        }

        var text = texts.Readings[0].Text;
        var columns = StringAlignment.Columns(logits, _scorer.Classes, text, row.Columns);
        return new DigitStringPrediction(
            allowed.Format(TextOf(text)),
            (float)texts.Confidence(0),
            texts.Readings.Count > 1 ? allowed.Format(TextOf(texts.Readings[1].Text)) : "",
            texts.Readings.Count > 1 ? (float)texts.Confidence(1) : 0,
            [.. text.Select((digit, place) => new ReadDigit(_digits[digit], (float)texts.ConfidenceOf(place), BoxOf(row, columns[place])))]);
    }

    // A list is looked through once, as it may have all postal codes of a country.
    private AllowedStrings Allowed(DigitStringOptions options) =>
        new(options, options.AllowedValues is { } values ? _lists.GetValue(values, _ => new DigitTree(values.Select(ClassesOf), _digits.Length)) : null);

    private int[] ClassesOf(string value) => [.. value.Select(digit => Array.IndexOf(_digits, digit.ToString()) is >= 0 and var place
        ? place
        : throw new BadOptionException(nameof(DigitStringOptions.AllowedValues), $"The allowed value '{value}' is not of digits alone: leave out what stands between them."))];

    private string TextOf(int[] text) => string.Concat(text.Select(digit => _digits[digit]));

    private static DigitBox BoxOf(ReadRow row, IndexRange columns)
    {
        var ink = InkBox.Of(row.Pixels, row.Columns, columns.First, columns.Last);
        var (left, top) = row.Place.At(ink.Left, ink.Top);
        return new DigitBox((float)left, (float)top, (float)(ink.Width * row.Place.Step), (float)(ink.Height * row.Place.Step));
    }
}
