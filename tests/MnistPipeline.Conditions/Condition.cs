using Microsoft.ML.Data;

namespace MnistPipeline.Conditions;

/// <summary>A way in which digits are handed in.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="ReadRight">The share of digits that is to be read right.</param>
/// <param name="Make">The picture of a digit of 784 bytes, 0 background, 255 ink.</param>
internal sealed record Condition(string Name, double ReadRight, Func<byte[], Random, MLImage> Make);

/// <summary>A kind of picture that shows no digit.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Accepted">The share of pictures that may be taken for a digit.</param>
/// <param name="Make">A picture of the kind.</param>
internal sealed record NoDigit(string Name, double Accepted, Func<Random, MLImage> Make);
