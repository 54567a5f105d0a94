using System.Text.Json;
using System.Text.Json.Serialization;

namespace MnistPipeline;

/// <summary>A choice as JSON: its name in camel case, never its number.</summary>
internal sealed class CamelCaseWord<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
