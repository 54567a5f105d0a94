using MnistPipeline.Training;

namespace MnistPipeline.Stages.Train;

/// <summary>What a run's <c>options.json</c> holds: enough to repeat the run.</summary>
internal sealed record RunOptions : TrainingOptions
{
    public RunOptions()
    {
    }

    public RunOptions(TrainingOptions options)
        : base(options)
    {
    }

    /// <summary>The full path of the digits.</summary>
    public string? Data { get; init; }

    /// <summary>What computes.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>What computes the network in the zip: <c>onnx</c> or <c>tensorflow</c>.</summary>
    public string Zip { get; init; } = "onnx";

    /// <summary>The full path of a folder that the network goes to as a SavedModel; null for none.</summary>
    public string? SavedModel { get; init; }

    /// <summary>Whether the zip is for TensorFlow.</summary>
    internal bool IsTensorFlowZip => Zip == "tensorflow";
}
