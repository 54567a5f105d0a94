using System.Text.Json.Serialization;

namespace MnistPipeline.Stages.FineTune;

/// <summary>A fine-tuning's options as JSON.</summary>
[JsonSerializable(typeof(FineTuneOptions))]
internal sealed partial class FineTuneJson : JsonSerializerContext
{
    /// <summary>As a run folder holds them.</summary>
    public static FineTuneJson Settings { get; } = new(JsonFile.Settings());
}
