using Microsoft.ML.Data;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Conditions.Strings;

/// <summary>A way in which strings of digits are handed in.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Unknown">The share to be read wholly right, where the reader knows nothing.</param>
/// <param name="Known">The same, where it knows how many digits there are.</param>
/// <param name="Make">A picture, and what is written on it.</param>
internal sealed record StringKind(string Name, double Unknown, double Known, Func<StringComposer, int, (MLImage Picture, string Text)> Make);
