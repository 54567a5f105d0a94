using System.Text.Json.Serialization;

namespace MnistPipeline.Stages.Tune;

/// <summary>A search's options and metrics as JSON.</summary>
[JsonSerializable(typeof(TuneOptions))]
[JsonSerializable(typeof(TuneMetrics))]
internal sealed partial class TuneJson : JsonSerializerContext
{
    /// <summary>As a run folder holds them.</summary>
    public static TuneJson Settings { get; } = new(JsonFile.Settings());
}
