using Microsoft.ML.Data;

namespace MnistPipeline.Stages.Predict;

/// <summary>A picture to be read, or what kept one from being found.</summary>
/// <param name="Path">The path as the output has it; <see cref="StandardInput"/> for standard input, <c>test.csv#1</c> for the first of a file of many.</param>
/// <param name="Problem">Why there is nothing to read under this path; null for a picture.</param>
/// <param name="Open">Gives a picture that is no file of its own; null for a file.</param>
internal sealed record Picture(string Path, BadInputException? Problem = null, Func<MLImage>? Open = null)
{
    /// <summary>The path that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Reads the picture.</summary>
    public Answer Read(DigitReader reader, float minConfidence)
    {
        try
        {
            var prediction = Problem is not null ? throw Problem
                : Open is not null ? Opened(reader, Open)
                : Path == StandardInput ? reader.ReadFile(FromStandardInput(), "standard input")
                : reader.ReadFile(Path);
            return new Answer(Path, prediction, prediction.Confidence < minConfidence || (minConfidence > 0 && !prediction.IsDigit));
        }
        catch (BadInputException problem)
        {
            return new Answer(Path, default, IsRejected: false, problem.Message);
        }
    }

    private static DigitPrediction Opened(DigitReader reader, Func<MLImage> open)
    {
        using var picture = open();
        return reader.Read(picture);
    }

    private static byte[] FromStandardInput()
    {
        using var content = new MemoryStream();
        using var input = Console.OpenStandardInput();
        input.CopyTo(content);
        return content.ToArray();
    }
}
