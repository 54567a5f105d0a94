using Microsoft.ML.Data;
using MnistPipeline.Reading;

namespace MnistPipeline.Stages.Predict;

/// <summary>A picture to be read, or what kept one from being found.</summary>
/// <param name="Path">The path as the output has it; <see cref="StandardInput"/> for standard input, <c>test.csv#1</c> for the first of a file of many.</param>
/// <param name="Problem">Why there is nothing to read under this path; null for a picture.</param>
/// <param name="Row">The row of a picture in a file of many, from 0; null for a file of its own.</param>
/// <param name="Open">Gives a picture that is no file of its own; null for a file.</param>
internal sealed record Picture(string Path, BadInputException? Problem = null, int? Row = null, Func<MLImage>? Open = null)
{
    /// <summary>The path that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Opens the picture, which the caller disposes.</summary>
    /// <param name="cancellation">Ends the waiting for standard input.</param>
    /// <exception cref="BadInputException">There is none, or it is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public MLImage Load(CancellationToken cancellation) =>
        Problem is not null ? throw Problem
        : Open is not null ? Open()
        : Path == StandardInput ? PictureFile.Decode(FromStandardInput(cancellation), "standard input")
        : PictureFile.Open(Path);

    private static byte[] FromStandardInput(CancellationToken cancellation)
    {
        if (!StandardStreams.IsOpen(StandardStreams.Input))
        {
            throw new BadInputException("Standard input is closed: lead a picture to it, or name a file.");
        }

        // Nothing ends a reading that waits, so another thread waits.
        var content = Task.Run(() => InputFile.ReadToEnd(Console.OpenStandardInput(), "standard input").ToArray(), cancellation);
        content.WaitAsync(cancellation).GetAwaiter().GetResult();
        return content.Result;
    }
}
