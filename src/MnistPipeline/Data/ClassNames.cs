using System.Globalization;

namespace MnistPipeline.Data;

/// <summary>The classes of a data set in the order of the network's outputs: as numbers where all are numbers, else ordinal.</summary>
internal sealed class ClassNames
{
    private const int Most = 1000;

    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);

    private ClassNames(string[] names)
    {
        Names = names;
        for (var index = 0; index < names.Length; index++)
        {
            _indices.Add(names[index], index);
        }
    }

    /// <summary>The names in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The classes that the labels name.</summary>
    /// <exception cref="BadInputException">There are fewer than 2 or more than 1,000.</exception>
    public static ClassNames From(LabelledDigits digits)
    {
        var names = digits.Labels.Distinct(StringComparer.Ordinal).ToArray();
        switch (names.Length)
        {
            case < 2:
                throw new BadInputException($"All digits of {digits.Name} are of the class \"{names[0]}\": give digits of two classes or more.");
            case > Most:
                throw new BadInputException($"{digits.Name} names {names.Length:N0} classes, and a network tells at most {Most:N0} apart: check its labels.");
        }

        var sorted = names.All(name => AsNumber(name) is not null)
            ? names.OrderBy(AsNumber).ThenBy(name => name, StringComparer.Ordinal)
            : names.Order(StringComparer.Ordinal);
        return new ClassNames([.. sorted]);
    }

    /// <summary>The index of a class.</summary>
    /// <exception cref="BadInputException">It is not in the list.</exception>
    public int IndexOf(string name, string path) => _indices.TryGetValue(name, out var index)
        ? index
        : throw new BadInputException($"{path} holds digits of the class \"{name}\", of which the training part has none: add some there or take these away.");

    private static double? AsNumber(string name) =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
