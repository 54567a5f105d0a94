namespace MnistPipeline.Stages.Predict;

/// <summary>A picture to be read, or what kept one from being found.</summary>
/// <param name="Path">The path as the output has it; <see cref="StandardInput"/> for standard input.</param>
/// <param name="Problem">Why there is nothing to read under this path; null for a picture.</param>
internal sealed record Picture(string Path, BadInputException? Problem = null)
{
    /// <summary>The path that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Reads the picture.</summary>
    public Answer Read(DigitReader reader, float minConfidence)
    {
        try
        {
            var prediction = Problem is not null ? throw Problem
                : Path == StandardInput ? reader.ReadFile(FromStandardInput(), "standard input")
                : reader.ReadFile(Path);
            return new Answer(Path, prediction, prediction.Confidence < minConfidence || (minConfidence > 0 && !prediction.IsDigit));
        }
        catch (BadInputException problem)
        {
            return new Answer(Path, default, IsRejected: false, problem.Message);
        }
    }

    private static byte[] FromStandardInput()
    {
        using var content = new MemoryStream();
        using var input = Console.OpenStandardInput();
        input.CopyTo(content);
        return content.ToArray();
    }
}
