using System.Text.Json.Serialization;

namespace MnistPipeline.Training;

/// <summary>A training's options as JSON, and the header of its checkpoint.</summary>
[JsonSerializable(typeof(TrainingOptions))]
[JsonSerializable(typeof(CheckpointFile.Header))]
internal sealed partial class TrainingJson : JsonSerializerContext
{
    /// <summary>As a run folder and a model file hold it.</summary>
    public static TrainingJson Settings { get; } = new(JsonFile.Settings());
}
