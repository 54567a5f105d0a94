namespace MnistPipeline.Stages.Predict;

/// <summary>What one picture was read as, in the forms of the output.</summary>
internal interface IAnswer
{
    /// <summary>One sentence that says why it could not be read; null where it was.</summary>
    string? Problem { get; }

    /// <summary>Whether it is too uncertain, so that a person must read it.</summary>
    bool IsRejected { get; }

    /// <summary>Whether there is anything to be read.</summary>
    bool ShowsDigits { get; }

    /// <summary>Whether it was read by a process before.</summary>
    bool IsRecorded => false;

    /// <summary>A line for people.</summary>
    string ToText();

    /// <summary>A line of a CSV file as RFC 4180 has it.</summary>
    string ToCsv();

    /// <summary>A line of Kaggle's form, which has an answer for each picture, however unsure.</summary>
    /// <param name="number">The number of the picture, from 1.</param>
    string ToSubmission(int number);

    /// <summary>An object on one line.</summary>
    string ToJson();
}
