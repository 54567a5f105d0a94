using MnistPipeline.Evaluation;

namespace MnistPipeline.Model;

/// <summary>What a model file tells of its network besides the parameters.</summary>
public sealed record ModelMetadata
{
    /// <summary>The classes' names, in the order of the network's outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>What the logits are divided by before the softmax (Guo et al. 2017): above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The options of the training as JSON.</summary>
    public string TrainingOptions { get; init; } = "{}";

    /// <summary>What the digits that the network learned from are called.</summary>
    public string DataSet { get; init; } = "";

    /// <summary>What was measured after the training.</summary>
    internal RunMetrics Metrics { get; init; } = new();

    /// <summary>The version of the library that wrote the file.</summary>
    public string LibraryVersion { get; init; } = typeof(ModelMetadata).Assembly.GetName().Version?.ToString(3) ?? "";
}
