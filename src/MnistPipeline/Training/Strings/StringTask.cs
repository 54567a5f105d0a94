using System.Security.Cryptography;
using MnistPipeline.Engines;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Training.Strings;

/// <summary>To read strings of digits, which are composed of single ones, and others whose text is known.</summary>
internal sealed class StringTask : ITrainingTask, IBatchSource<StringBatch>
{
    // The composed strings that validate where no others do; fewer where an epoch shows fewer.
    private const int ValidationCount = 2000;

    // How many of the likeliest beginnings the search follows where it only has to judge.
    private const int SearchWidth = 4;

    private readonly StringLessons _lessons;
    private readonly StringComposer _composer;
    private readonly TrainingOptions _options;
    private readonly Lazy<IReadOnlyList<StringRow>> _validationRows;

    /// <summary>The task.</summary>
    /// <param name="lessons">What there is to learn from and to validate on.</param>
    /// <param name="options">Validated options.</param>
    /// <exception cref="BadInputException">The classes are not the ten digits.</exception>
    public StringTask(StringLessons lessons, TrainingOptions options)
    {
        if (!MadeDigits.AreKnownFor(lessons.Digits.Classes) || !lessons.Digits.Classes.SequenceEqual(lessons.ValidationDigits.Classes))
        {
            throw new BadInputException($"The data have the classes {string.Join(", ", lessons.Digits.Classes)}, and strings are composed of the digits 0 to 9: give digits with all ten.");
        }

        _lessons = lessons;
        _options = options;
        _composer = new StringComposer(lessons.Digits);
        var composer = new StringComposer(lessons.ValidationDigits);
        _validationRows = new Lazy<IReadOnlyList<StringRow>>(() => lessons.ValidationStrings.Count > 0
            ? lessons.ValidationStrings
            : [.. ParallelEnumerable.Range(0, Math.Min(ValidationCount, options.StringsPerEpoch)).AsOrdered().Select(place => composer.ComposeToJudge(options.Seed, place))]);
    }

    /// <summary>The strings that validate.</summary>
    public IReadOnlyList<StringRow> ValidationRows => _validationRows.Value;

    /// <inheritdoc/>
    public int Classes => _lessons.Digits.Classes.Count + 1;

    /// <inheritdoc/>
    public int Count => _options.StringsPerEpoch;

    /// <inheritdoc/>
    public ITrainingSteps Begin(int firstEpoch, ReadOnlySpan<float> losses) => new StringSteps(new BatchLoader<StringBatch>(this, _options, firstEpoch), Classes);

    /// <inheritdoc/>
    public (double Loss, double Accuracy) Validate(IEngine engine)
    {
        var logits = LogitsOf(engine, ValidationRows);
        var (losses, isRight) = (new double[ValidationRows.Count], new bool[ValidationRows.Count]);
        ParallelLoop.Run(ValidationRows.Count, row =>
        {
            var text = ValidationRows[row].Text;
            losses[row] = CtcLoss.Run(logits[row], Classes, text, [], new float[logits[row].Length]);
            isRight[row] = StringSearch.Run(logits[row], Classes, 0, StringComposer.MaxLength + 1, SearchWidth)[0].Text.SequenceEqual(text);
        });

        // What has no room for its text cannot be read, whatever is learned.
        return (losses.Where(double.IsFinite).Average(), isRight.Average(right => right ? 1.0 : 0));
    }

    /// <inheritdoc/>
    public void AppendTo(IncrementalHash hash)
    {
        _lessons.AppendTo(hash);
    }

    /// <summary>The network's outputs for each row: [step, class].</summary>
    public static float[][] LogitsOf(IEngine engine, IReadOnlyList<StringRow> rows)
    {
        const int RowsAtOnce = 64;
        var (logits, batch) = (new float[rows.Count][], new StringBatch());
        var classes = engine.Architecture.Classes;
        for (var first = 0; first < rows.Count; first += RowsAtOnce)
        {
            batch.Fill([.. rows.Skip(first).Take(RowsAtOnce)]);
            var all = new float[batch.Starts[^1] * classes];
            engine.ComputeRowLogits(batch.Pixels, batch.Columns, all);
            for (var row = 0; row < batch.Rows.Count; row++)
            {
                logits[first + row] = all[(batch.Starts[row] * classes)..(batch.Starts[row + 1] * classes)];
            }
        }

        return logits;
    }

    StringBatch IBatchSource<StringBatch>.CreateBatch() => new();

    int[] IBatchSource<StringBatch>.Order(int epoch) => [.. Enumerable.Range(0, Count)];

    void IBatchSource<StringBatch>.Fill(StringBatch batch, ReadOnlySpan<int> places, int epoch)
    {
        var (shown, rows) = (places.ToArray(), new StringRow[places.Length]);
        ParallelLoop.Run(rows.Length, row => rows[row] = Present(epoch, shown[row]), threads: _options.ThreadCount);
        batch.Fill(rows);
    }

    /// <summary>What a place of an epoch shows: at every second one a string of the data, where there are some.</summary>
    public StringRow Present(int epoch, int place)
    {
        if (_lessons.Strings.Count == 0 || place % 2 == 0)
        {
            return _composer.Compose(_options.Seed, epoch, place);
        }

        var random = SeededRandom.For(_options.Seed, RandomPurpose.Augmentation, epoch, place);
        var row = RowWarp.Draw(_lessons.Strings[(place / 2 + epoch * (Count / 2)) % _lessons.Strings.Count], ref random);
        RowPen.Rewrite(row.Pixels, row.Columns, ref random);
        return row;
    }
}
