using MnistPipeline.Reading.Rows;

namespace MnistPipeline.Data.Strings;

/// <summary>A picture of a string of digits, and what stands in it.</summary>
/// <param name="Path">The picture.</param>
/// <param name="Text">Its digits, without what stands between them; empty where there are none.</param>
/// <param name="Row">What the reading gives of it.</param>
internal sealed record LabelledString(string Path, string Text, ReadRow Row);

/// <summary>The parts of labelled strings.</summary>
/// <param name="Train">What may be learned from.</param>
/// <param name="Test">What nothing may be chosen by.</param>
internal sealed record StringParts(IReadOnlyList<LabelledString> Train, IReadOnlyList<LabelledString> Test);
