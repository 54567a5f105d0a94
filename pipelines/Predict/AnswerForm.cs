namespace MnistPipeline.Stages.Predict;

/// <summary>How answers are written.</summary>
internal enum AnswerForm
{
    /// <summary>A line a picture, for people.</summary>
    Text,

    /// <summary>CSV under <see cref="Answer.CsvHeader"/>.</summary>
    Csv,

    /// <summary>The form of Kaggle's digit recognizer: the number of each picture and its likeliest digit.</summary>
    Submission,

    /// <summary>A JSON array with an object a picture, on a line of its own.</summary>
    Json,
}
