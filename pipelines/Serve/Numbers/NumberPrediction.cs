namespace MnistPipeline.Serve.Numbers;

/// <summary>What a model for strings of digits gives: lists, as ML.NET hands out all that ONNX computes.</summary>
internal sealed class NumberPrediction
{
    /// <summary>One text.</summary>
    public string[] Text { get; set; } = [];

    /// <summary>One probability.</summary>
    public float[] Confidence { get; set; } = [];

    /// <summary>The digits, empty behind the last.</summary>
    public string[] Digits { get; set; } = [];

    /// <summary>A probability for each digit.</summary>
    public float[] DigitScores { get; set; } = [];
}
