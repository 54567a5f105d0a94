using MnistPipeline.TensorFlow;
using MnistPipeline.Training;

namespace MnistPipeline.Stages;

/// <summary>What a training run's <c>options.json</c> holds: enough to repeat the run.</summary>
internal record RunOptions : TrainingOptions
{
    /// <summary>The default recipe.</summary>
    public RunOptions()
    {
    }

    /// <summary>The given recipe.</summary>
    public RunOptions(TrainingOptions options)
        : base(options)
    {
    }

    /// <summary>The full path of the digits.</summary>
    public string? Data { get; init; }

    /// <summary>Whether pictures that cannot be read are left out.</summary>
    public bool SkipUnreadable { get; init; }

    /// <summary>What computes.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>What computes the network in the zip: <c>onnx</c> or <c>tensorflow</c>.</summary>
    public string Zip { get; init; } = "onnx";

    /// <summary>The full path of a folder that the network goes to as a SavedModel; null for none.</summary>
    public string? SavedModel { get; init; }

    /// <summary>Whether strings of digits are learned.</summary>
    internal bool LearnsStrings => StringsPerEpoch > 0;

    /// <summary>Whether the zip is for TensorFlow.</summary>
    internal bool IsTensorFlowZip => Zip == "tensorflow";

    /// <inheritdoc/>
    internal override RunOptions Checked()
    {
        _ = base.Checked();
        foreach (var path in new[] { Data, SavedModel, Engine.TensorFlow.Library }.OfType<string>())
        {
            InputFile.CheckPath(path);
        }

        return this;
    }

    /// <summary>What makes the network's part of the zip.</summary>
    /// <exception cref="BadInputException">The zip is for TensorFlow, and that or ML.NET's package for it is missing.</exception>
    public ScoringFactory Scoring() => Zip switch
    {
        "onnx" => OnnxScoring.Create,
        "tensorflow" => TensorFlowScoring.With(Engine.TensorFlow),
        _ => throw new BadInputException($"There is no zip for '{Zip}': choose onnx or tensorflow."),
    };
}
