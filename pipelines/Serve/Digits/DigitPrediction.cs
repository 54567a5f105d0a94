namespace MnistPipeline.Serve.Digits;

/// <summary>What a model for digits gives.</summary>
internal sealed class DigitPrediction
{
    /// <summary>The name of the likeliest class.</summary>
    public string PredictedLabel { get; set; } = "";

    /// <summary>A probability for each class.</summary>
    public float[] Score { get; set; } = [];
}
