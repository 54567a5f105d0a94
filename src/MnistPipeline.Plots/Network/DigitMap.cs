using MnistPipeline.Data;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using SkiaSharp;

namespace MnistPipeline.Plots;

/// <summary>Digits in the plane, where F6's neurons put them: those along which they differ most (principal component analysis).</summary>
/// <param name="Neurons">F6's neurons.</param>
/// <param name="Columns">For each digit how far to the right it is, 0 to 1,000.</param>
/// <param name="Rows">For each digit how far down it is, 0 to 1,000.</param>
/// <param name="Truths">The index of the class of each.</param>
/// <param name="Answers">The index of the class that each is taken for.</param>
/// <param name="Confidences">The probability of that class, 0 to 1.</param>
/// <param name="Sheet">A PNG of 14x14 pixels for each digit, 50 a row.</param>
internal sealed record DigitMap(int Neurons, int[] Columns, int[] Rows, int[] Truths, int[] Answers, double[] Confidences, byte[] Sheet)
{
    private const int Most = 2000;
    private const int SheetColumns = 50;
    private const int Size = Digit.Size / 2;
    private const int Extent = 1000;

    // So few are told apart at this size, and a sheet of more takes a third of the page.
    private const int GreyLevels = 8;

    /// <summary>Puts all mistakes and some others in their places.</summary>
    public static DigitMap From(TrainedModel model, DigitSet test, ClassificationReport report)
    {
        var chosen = Choose(report);
        var digits = test.Select(test.Name, chosen).AsRead();
        var classes = model.Metadata.Classes;
        var scores = Softmax.Rows(CpuScorer.Logits(model.Parameters, digits.Pixels), classes.Count, model.Metadata.Temperature);
        var answers = scores.Chunk(classes.Count).Select(row => row.Index().MaxBy(score => score.Item)).ToList();
        var ending = EndingWithF6(model.Parameters);
        var (columns, rows) = Places(CpuScorer.Logits(ending, digits.Pixels), ending.Architecture.Classes);
        return new DigitMap(
            model.Parameters.Architecture.F6Neurons,
            columns,
            rows,
            digits.LabelsAmong(classes),
            [.. answers.Select(answer => answer.Index)],
            [.. answers.Select(answer => Math.Round(answer.Item, 5))],
            DrawSheet(digits));
    }

    // All mistakes, and of the others as many as there is room for, evenly.
    private static int[] Choose(ClassificationReport report)
    {
        var wrong = report.Mistakes.Take(Most).Select(mistake => mistake.Index).ToHashSet();
        var right = Enumerable.Range(0, report.Count).Except(report.Mistakes.Select(mistake => mistake.Index)).ToList();
        var room = Math.Min(right.Count, Most - wrong.Count);
        return [.. wrong.Concat(Enumerable.Range(0, room).Select(index => right[(int)((long)index * right.Count / room)])).Order()];
    }

    // The network whose outputs are F6's neurons as they are, as far as a network has so few or so many outputs.
    private static LeNet5Parameters EndingWithF6(LeNet5Parameters parameters)
    {
        var neurons = parameters.Architecture.F6Neurons;
        var shape = parameters.Architecture with { Classes = Math.Clamp(neurons, LeNet5Architecture.FewestClasses, LeNet5Architecture.MostClasses) };
        var values = new float[shape.ParameterCount()];
        var shared = parameters.Values.Length - parameters["output.weight"].Length - parameters["output.bias"].Length;
        parameters.Values.AsSpan(0, shared).CopyTo(values);
        var ending = new LeNet5Parameters(shape, values);
        for (var neuron = 0; neuron < Math.Min(neurons, shape.Classes); neuron++)
        {
            ending["output.weight"][neuron * neurons + neuron] = 1;
        }

        return ending;
    }

    private static (int[] Columns, int[] Rows) Places(float[] f6, int neurons)
    {
        var rank = Math.Min(2, neurons);
        var places = PrincipalComponents.Project(f6, neurons, rank);
        return (Scaled(0), Scaled(rank - 1));

        int[] Scaled(int axis)
        {
            var (least, most) = (places.Min(place => place[axis]), places.Max(place => place[axis]));
            return [.. places.Select(place => most > least ? (int)MathF.Round(Extent * (place[axis] - least) / (most - least)) : Extent / 2)];
        }
    }

    private static byte[] DrawSheet(DigitSet digits)
    {
        var lines = (digits.Count + SheetColumns - 1) / SheetColumns;
        var pixels = new byte[SheetColumns * Size * lines * Size];
        pixels.AsSpan().Fill(byte.MaxValue);
        for (var index = 0; index < digits.Count; index++)
        {
            var digit = digits.PixelsOf(index);
            for (var at = 0; at < Size * Size; at++)
            {
                var upper = 2 * (at / Size) * Digit.Size + 2 * (at % Size);
                var ink = (digit[upper] + digit[upper + 1] + digit[upper + Digit.Size] + digit[upper + Digit.Size + 1]) / 4.0 / byte.MaxValue;
                var place = (index / SheetColumns * Size + at / Size) * SheetColumns * Size + index % SheetColumns * Size + at % Size;
                pixels[place] = (byte)(byte.MaxValue - Math.Round(ink * (GreyLevels - 1)) * byte.MaxValue / (GreyLevels - 1));
            }
        }

        using var sheet = SKImage.FromPixelCopy(new SKImageInfo(SheetColumns * Size, lines * Size, SKColorType.Gray8), pixels);
        using var png = sheet.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
