using Microsoft.ML;
using Microsoft.ML.Data;
using MnistPipeline.Reading;

namespace MnistPipeline.Data;

/// <summary>
/// Labelled digits in memory: each a grey 28x28 picture (0 background, 255 ink) with the index of its class, and the picture as
/// it came, of whatever size, made when asked for.
/// </summary>
public sealed class DigitSet
{
    private readonly Func<int, MLImage>? _openPicture;

    /// <summary>Digits whose arrays are not copied.</summary>
    /// <param name="name">What to call them in messages: a path, or a path and a part.</param>
    /// <param name="pixels">784 bytes a digit, row by row, 0 background, 255 ink.</param>
    /// <param name="labels">For each digit the index of its class in <paramref name="classes"/>.</param>
    /// <param name="classes">The classes' names, in the order of the network's outputs.</param>
    /// <param name="openPicture">Gives a digit's picture as it came; null where the 28x28 pixels are what came. The caller disposes the picture.</param>
    /// <exception cref="ArgumentException">The arrays' lengths do not fit each other, or a label is not the index of a class.</exception>
    public DigitSet(string name, byte[] pixels, int[] labels, IReadOnlyList<string> classes, Func<int, MLImage>? openPicture = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classes);
        if (pixels.Length != labels.Length * Digit.Pixels)
        {
            throw new ArgumentException($"{pixels.Length:N0} pixels for {labels.Length:N0} digits.", nameof(pixels));
        }

        if (labels.AsSpan().ContainsAnyExceptInRange(0, classes.Count - 1))
        {
            throw new ArgumentException($"A label of '{name}' is not the index of one of its {classes.Count:N0} classes.", nameof(labels));
        }

        Name = name;
        Pixels = pixels;
        Labels = labels;
        Classes = classes;
        _openPicture = openPicture;
    }

    /// <summary>What to call these digits in messages.</summary>
    public string Name { get; }

    /// <summary>784 bytes a digit, row by row, 0 background, 255 ink.</summary>
    public byte[] Pixels { get; }

    /// <summary>For each digit the index of its class.</summary>
    public int[] Labels { get; }

    /// <summary>The classes' names, in the order of the network's outputs.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The number of digits.</summary>
    public int Count => Labels.Length;

    /// <summary>The 784 bytes of one digit.</summary>
    public ReadOnlySpan<byte> PixelsOf(int index) =>
        Pixels.AsSpan(index * Digit.Pixels, Digit.Pixels);

    /// <summary>The picture of one digit as it came: its file at full size, or the 28x28 pixels. The caller disposes it.</summary>
    public MLImage OpenPicture(int index) => _openPicture?.Invoke(index) ?? GreyPicture.Create(PixelsOf(index), Digit.Size, Digit.Size);

    /// <summary>
    /// The digits as ML.NET reads them, without a copy: <c>Label</c> (a key with the classes' names), <c>Image</c> (an
    /// <see cref="MLImage"/>, made when asked for and disposed by the cursor) and <c>Pixels</c> (a vector of 784 numbers, 0 to 255).
    /// </summary>
    public IDataView ToDataView() => new DigitDataView(this);

    /// <summary>The same digits as <see cref="DigitReading"/> gives them, which is how a network meets digits in use.</summary>
    public DigitSet AsRead() => new(Name, LabelledDigits.ReadAll(Count, OpenPicture, CancellationToken.None), Labels, Classes);

    /// <summary>For each digit the index of its class among a model's classes, which are matched by name.</summary>
    /// <param name="modelClasses">The model's classes.</param>
    /// <exception cref="BadInputException">The model does not know a class.</exception>
    internal int[] LabelsAmong(IReadOnlyList<string> modelClasses)
    {
        var indices = modelClasses.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        return [.. Labels.Select(label => indices.TryGetValue(Classes[label], out var index)
            ? index
            : throw new BadInputException(
                $"{Name} has the class '{Classes[label]}', which the model does not know (it knows {string.Join(", ", modelClasses.Take(12))}): give data with the model's classes."))];
    }

    /// <summary>The digits of several sets, one set after the other, with the classes of all.</summary>
    /// <param name="sets">One set or more.</param>
    public static DigitSet Concat(IReadOnlyList<DigitSet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        if (sets.Count == 1)
        {
            return sets[0];
        }

        string[] classes = [.. sets.SelectMany(set => set.Classes).Distinct()];
        var pixels = new byte[sets.Sum(set => set.Pixels.Length)];
        var end = 0;
        foreach (var set in sets)
        {
            set.Pixels.CopyTo(pixels, end);
            end += set.Pixels.Length;
        }

        (DigitSet Set, int Index)[] origins = [.. sets.SelectMany(set => Enumerable.Range(0, set.Count).Select(index => (set, index)))];
        return new DigitSet(
            string.Join(" and ", sets.Select(set => set.Name)),
            pixels,
            [.. origins.Select(origin => Array.IndexOf(classes, origin.Set.Classes[origin.Set.Labels[origin.Index]]))],
            classes,
            index => origins[index].Set.OpenPicture(origins[index].Index));
    }

    /// <summary>The digits at the given indices, in that order, under another name.</summary>
    public DigitSet Select(string name, IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(indices);
        var pixels = new byte[indices.Count * Digit.Pixels];
        var labels = new int[indices.Count];
        for (var position = 0; position < indices.Count; position++)
        {
            PixelsOf(indices[position]).CopyTo(pixels.AsSpan(position * Digit.Pixels));
            labels[position] = Labels[indices[position]];
        }

        var openPicture = _openPicture;
        return new DigitSet(name, pixels, labels, Classes, openPicture is null ? null : position => openPicture(indices[position]));
    }
}
