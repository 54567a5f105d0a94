namespace MnistPipeline.Serve.Digits;

/// <summary>What the model gives.</summary>
internal sealed class Prediction
{
    /// <summary>The name of the likeliest class.</summary>
    public string PredictedLabel { get; set; } = "";

    /// <summary>A probability for each class.</summary>
    public float[] Score { get; set; } = [];
}
