namespace MnistPipeline.Engines.Plain;

/// <summary>What each layer gives for a batch, before its activation and (activated) after.</summary>
internal sealed record PlainLayers
{
    /// <summary>[image, 1, 28, 28]: normalised pixels.</summary>
    public required double[] Input { get; init; }

    /// <summary>[image, channel, 28, 28]</summary>
    public required double[] C1 { get; init; }

    public required double[] C1Activated { get; init; }

    /// <summary>[image, channel, 14, 14]</summary>
    public required double[] S2 { get; init; }

    /// <summary>[image, channel, 10, 10]</summary>
    public required double[] C3 { get; init; }

    public required double[] C3Activated { get; init; }

    /// <summary>[image, channel, 5, 5], and so flattened [image, input of C5].</summary>
    public required double[] S4 { get; init; }

    /// <summary>[image, neuron]</summary>
    public required double[] C5 { get; init; }

    public required double[] C5Activated { get; init; }

    /// <summary>[image, neuron]</summary>
    public required double[] F6 { get; init; }

    public required double[] F6Activated { get; init; }

    /// <summary>[image, class]</summary>
    public required double[] Logits { get; init; }
}
