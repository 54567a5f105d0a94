using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Data;
using MnistPipeline.Model;

namespace MnistPipeline.Stages;

/// <summary>A model.zip as any ML.NET program sees it: loaded by ML.NET alone, asked for the column <c>Score</c>.</summary>
public sealed class ScoringModel
{
    private const string ScoreColumn = "Score";

    private readonly string _path;

    private ScoringModel(string path, IReadOnlyList<string> classNames, bool readsPictures)
    {
        _path = path;
        ClassNames = classNames;
        ReadsPictures = readsPictures;
    }

    /// <summary>The classes' names, in the order of the scores.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether it takes pictures of any size and makes them 28x28 itself; otherwise it takes 784 pixels as they are.</summary>
    public bool ReadsPictures { get; }

    /// <summary>Looks into a zip.</summary>
    /// <exception cref="BadInputException">It is no zip of a classifier of digits.</exception>
    public static ScoringModel Open(string path)
    {
        var model = Load(path, out var input);
        if (input is null)
        {
            throw Foreign(path, "it does not tell its input columns");
        }

        var picture = input.FirstOrDefault(column => column.Type is ImageDataViewType);
        var pixels = input.FirstOrDefault(
            column => column.Type is VectorDataViewType { ItemType: NumberDataViewType } vector && vector.Size == LeNet5Architecture.InputPixels);
        if (picture.Name is null && pixels.Name is null)
        {
            throw Foreign(path, "it takes neither an image nor a vector of 784 pixels");
        }

        if ((picture.Name ?? pixels.Name) is not ("Image" or "Pixels"))
        {
            throw Foreign(path, $"its input column is '{picture.Name ?? pixels.Name}' where Image or Pixels is expected");
        }

        var output = model.GetOutputSchema(input);
        if (output.GetColumnOrNull(ScoreColumn) is not { Type: VectorDataViewType { IsKnownSize: true } scoreType } score || !score.HasSlotNames())
        {
            throw Foreign(path, "it has no column Score with the names of its classes");
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        return new ScoringModel(path, [.. names.DenseValues().Select(name => name.ToString())], picture.Name is not null);
    }

    /// <summary>Scores digits on all processor cores.</summary>
    /// <returns>[digit, class], probabilities.</returns>
    /// <exception cref="BadInputException">The scores are no probabilities.</exception>
    public float[] Score(DigitSet digits, CancellationToken cancellationToken)
    {
        var scores = new float[digits.Count * ClassNames.Count];
        // ML.NET scores one row after another, so each core gets a model of its own and a share of the digits.
        var parts = Math.Clamp(digits.Count / 100, 1, Environment.ProcessorCount);
        var settings = new ParallelOptions { MaxDegreeOfParallelism = parts, CancellationToken = cancellationToken };
        _ = Parallel.For(0, parts, settings, part =>
        {
            var (from, to) = (digits.Count * part / parts, digits.Count * (part + 1) / parts);
            ScorePart(digits.Select(digits.Name, [.. Enumerable.Range(from, to - from)]), scores.AsSpan(from * ClassNames.Count), cancellationToken);
        });
        return scores;
    }

    /// <summary>For each digit the index of its class among the model's classes, which are matched by name.</summary>
    /// <exception cref="BadInputException">The model does not know a class.</exception>
    public int[] LabelsOf(DigitSet digits)
    {
        var indices = ClassNames.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        return [.. digits.Labels.Select(label => indices.TryGetValue(digits.Classes[label], out var index)
            ? index
            : throw new BadInputException(
                $"{digits.Name} has the class '{digits.Classes[label]}', which the model does not know (it knows {string.Join(", ", ClassNames.Take(12))}): give data with the model's classes."))];
    }

    private void ScorePart(DigitSet digits, Span<float> scores, CancellationToken cancellationToken)
    {
        var scored = Load(_path, out _).Transform(digits.ToDataView());
        var column = scored.Schema[ScoreColumn];
        using var cursor = scored.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        for (var digit = 0; cursor.MoveNext(); digit++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            getter(ref row);
            var target = scores.Slice(digit * ClassNames.Count, ClassNames.Count);
            row.CopyTo(target);
            var sum = 0f;
            foreach (var score in target)
            {
                sum += score is >= 0 and <= 1.0001f ? score : float.NaN;
            }

            if (!(MathF.Abs(sum - 1) < 0.01f))
            {
                throw Foreign(_path, "its scores are no probabilities of sum 1");
            }
        }
    }

    private static ITransformer Load(string path, out DataViewSchema? input)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"The model {path} does not exist: check --model.");
        }

        try
        {
            return new MLContext().Model.Load(path, out input);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What ML.NET throws at a damaged or foreign file depends on where it stumbles.
            throw new BadInputException(
                $"{path} is damaged or no model of ML.NET's: give the model.zip of a run of Train or FineTune.", exception);
        }
    }

    private static BadInputException Foreign(string path, string reason) =>
        new($"{path} is no model that reads digits, since {reason}: give the model.zip of a run of Train or FineTune.");
}
