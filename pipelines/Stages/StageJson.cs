using System.Text.Json.Serialization;

namespace MnistPipeline.Stages;

/// <summary>A training run's options as JSON.</summary>
[JsonSerializable(typeof(RunOptions))]
internal sealed partial class StageJson : JsonSerializerContext
{
    /// <summary>As a run folder holds them.</summary>
    public static StageJson Settings { get; } = new(JsonFile.Settings());
}
