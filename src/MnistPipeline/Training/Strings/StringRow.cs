using MnistPipeline.Data.Strings;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Training.Strings;

/// <summary>A string of digits as the reading gives it: 28 rows, the digits about 20 rows high, with nothing for half a window before and behind them.</summary>
/// <param name="Pixels">[row, column]: 0 background, 255 ink.</param>
/// <param name="Columns">How many columns there are, at least 28; 0 where the reading found nothing.</param>
/// <param name="Text">The class of each digit.</param>
/// <param name="Extents">The columns that each digit's ink covers; those of neighbours may overlap. Empty where nobody knows them.</param>
internal sealed record StringRow(byte[] Pixels, int Columns, int[] Text, IndexRange[] Extents)
{
    /// <summary>A labelled string.</summary>
    /// <param name="labelled">The string.</param>
    /// <param name="digits">The names of the digits, in the order of their classes.</param>
    public static StringRow Of(LabelledString labelled, IReadOnlyList<string> digits) =>
        new(labelled.Row.Pixels, labelled.Row.Columns, [.. labelled.Text.Select(digit => digits.ToList().IndexOf($"{digit}"))], []);
}
