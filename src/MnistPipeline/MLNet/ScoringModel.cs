using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Data;
using MnistPipeline.Model;
using MnistPipeline.Reading;

namespace MnistPipeline;

/// <summary>A model.zip as any ML.NET program sees it: loaded by ML.NET alone, asked for the column <c>Score</c>.</summary>
internal sealed class ScoringModel
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
    /// <param name="path">The zip. For one that TensorFlow computes, TensorFlow has been made ready.</param>
    /// <exception cref="BadFileException">It is no zip of a classifier of digits.</exception>
    public static ScoringModel Open(string path)
    {
        // ML.NET keeps no picture column in a zip's schema, so what the model takes is found by offering it.
        var model = Load(path);
        using var owner = model as IDisposable;
        var fromPicture = OutputFor(model, "Image", new ImageDataViewType());
        var output = fromPicture
            ?? OutputFor(model, "Pixels", new VectorDataViewType(NumberDataViewType.Single, Digit.Pixels))
            ?? throw Foreign(path, "it takes neither pictures in a column Image nor 784 numbers in a column Pixels");
        if (output.GetColumnOrNull(ScoreColumn) is not { Type: VectorDataViewType { IsKnownSize: true } } score || !score.HasSlotNames())
        {
            throw Foreign(path, "it has no column Score with the names of its classes");
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        return new ScoringModel(path, [.. names.DenseValues().Select(name => name.ToString())], fromPicture is not null);
    }

    /// <summary>Scores digits on all processor cores.</summary>
    /// <returns>[digit, class], probabilities.</returns>
    /// <exception cref="BadInputException">The scores are no probabilities.</exception>
    public float[] Score(DigitSet digits, CancellationToken cancellationToken)
    {
        var scores = new float[digits.Count * ClassNames.Count];
        // ML.NET scores one row after another, so each core gets a model of its own and a share of the digits.
        var parts = Math.Clamp(digits.Count / 100, 1, Environment.ProcessorCount);
        ParallelLoop.Run(
            parts,
            part =>
            {
                var (from, to) = (digits.Count * part / parts, digits.Count * (part + 1) / parts);
                ScorePart(digits.Select(digits.Name, [.. Enumerable.Range(from, to - from)]), scores.AsSpan(from * ClassNames.Count), cancellationToken);
            },
            cancellation: cancellationToken);
        return scores;
    }

    /// <summary>A digit as the model's network sees it: 784 bytes, 0 background, 255 ink.</summary>
    public ReadOnlyMemory<byte> AsRead(DigitSet digits, int index)
    {
        if (!ReadsPictures)
        {
            return digits.PixelsOf(index).ToArray();
        }

        var digit = new byte[Digit.Pixels];
        using var picture = digits.OpenPicture(index);
        DigitReading.Read(picture, digit);
        return digit;
    }

    private void ScorePart(DigitSet digits, Span<float> scores, CancellationToken cancellationToken)
    {
        var model = Load(_path);
        using var owner = model as IDisposable;
        var scored = model.Transform(digits.ToDataView());
        var column = scored.Schema[ScoreColumn];
        using var cursor = scored.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        for (var digit = 0; MoveNext(); digit++)
        {
            cancellationToken.ThrowIfCancellationRequested();
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

        // ML.NET computes on threads of its own, and wraps what happens there.
        bool MoveNext()
        {
            try
            {
                var isThere = cursor.MoveNext();
                if (isThere)
                {
                    getter(ref row);
                }

                return isThere;
            }
            catch (Exception exception) when (exception.GetBaseException() is OnnxRuntimeException stumble)
            {
                throw new BadFileException($"{_path} is damaged or no model that reads digits, since ONNX Runtime cannot compute it: give the model.zip of a run of Train.", stumble);
            }
        }
    }

    private static ITransformer Load(string path)
    {
        InputFile.CheckPath(path);
        if (!File.Exists(path))
        {
            throw new BadFileException($"The model {path} does not exist: check the path.");
        }

        try
        {
            OnnxRuntimeEnvironment.Prepare();

            // ML.NET leaves a folder behind where it stumbles over what is no zip.
            using var file = File.OpenRead(path);
            long length;
            using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
            {
                length = ModelFile.CheckedUnpackedLength(zip, path);
                ModelFile.CheckContents(zip);
            }

            return ModelZip.Load(file, length);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or BadInputException))
        {
            // What ML.NET throws at a damaged or foreign file depends on where it stumbles.
            throw new BadFileException(
                $"{path} is damaged or no model of ML.NET's: give the model.zip of a run of Train.", exception);
        }
    }

    private static DataViewSchema? OutputFor(ITransformer model, string column, DataViewType type)
    {
        var input = new DataViewSchema.Builder();
        input.AddColumn(column, type);
        try
        {
            return model.GetOutputSchema(input.ToSchema());
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static BadFileException Foreign(string path, string reason) =>
        new($"{path} is no model that reads digits, since {reason}: give the model.zip of a run of Train.");
}
