using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MnistPipeline.Data.Strings;

namespace MnistPipeline.Training.Strings;

/// <summary>What a network for strings learns from, and what validates it.</summary>
/// <param name="Digits">The digits to compose strings of.</param>
/// <param name="ValidationDigits">Those to compose other strings of, which validate where no others do.</param>
internal sealed record StringLessons(TrainingDigits Digits, TrainingDigits ValidationDigits)
{
    // One labelled string of so many validates.
    private const int ValidationShare = 5;

    /// <summary>Strings whose text is known; there may be none.</summary>
    public IReadOnlyList<StringRow> Strings { get; private init; } = [];

    /// <summary>Others of them, which validate.</summary>
    public IReadOnlyList<StringRow> ValidationStrings { get; private init; } = [];

    /// <summary>The same with labelled strings, a fifth of which validates.</summary>
    /// <param name="labelled">The strings, in any order.</param>
    /// <exception cref="BadInputException">None of them can be learned from.</exception>
    public StringLessons With(IReadOnlyList<LabelledString> labelled)
    {
        var rows = Rows(labelled).Where(row => row.Columns > 0).ToList();
        return rows.Count < ValidationShare
            ? throw new BadInputException($"{rows.Count:N0} of the {labelled.Count:N0} strings show anything to learn from: give at least {ValidationShare} that do.")
            : this with
            {
                Strings = [.. rows.Where((_, index) => index % ValidationShare != 0)],
                ValidationStrings = [.. rows.Where((_, index) => index % ValidationShare == 0)],
            };
    }

    /// <summary>Labelled strings as rows.</summary>
    public IReadOnlyList<StringRow> Rows(IReadOnlyList<LabelledString> labelled) => [.. labelled.Select(one => StringRow.Of(one, Digits.Classes))];

    /// <summary>Adds all of it to a hash.</summary>
    public void AppendTo(IncrementalHash hash)
    {
        Digits.AppendTo(hash);
        ValidationDigits.AppendTo(hash);
        foreach (var row in Strings.Concat(ValidationStrings))
        {
            hash.AppendData(row.Pixels);
            hash.AppendData(MemoryMarshal.AsBytes(row.Text.AsSpan()));
        }
    }
}
