using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MnistPipeline.Evaluation;
using MnistPipeline.Model.Onnx.Format;

namespace MnistPipeline.Model.Onnx;

/// <summary>A model's metadata as the named strings of an ONNX file, and back.</summary>
internal static partial class MetadataProperties
{
    /// <summary>What all keys begin with.</summary>
    public const string Prefix = "MnistPipeline.";

    /// <summary>The named strings.</summary>
    public static IEnumerable<StringStringEntryProto> Write(LeNet5Architecture architecture, ModelMetadata metadata, DigitInput input)
    {
        yield return Property("architecture", JsonSerializer.Serialize(architecture, Json.Default.LeNet5Architecture));
        yield return Property("classes", JsonSerializer.Serialize([.. metadata.Classes], Json.Default.StringArray));
        yield return Property("temperature", metadata.Temperature.ToString("R", CultureInfo.InvariantCulture));
        yield return Property("trainingOptions", metadata.TrainingOptions);
        yield return Property("dataSet", metadata.DataSet);
        yield return Property("metrics", JsonFile.ToText(metadata.Metrics, MetricsJson.Settings.RunMetrics));
        yield return Property("libraryVersion", metadata.LibraryVersion);
        yield return Property("input", input.ToString());
    }

    /// <summary>What the named strings tell.</summary>
    /// <exception cref="FormatException">A string is missing or cannot be read.</exception>
    public static (LeNet5Architecture Architecture, ModelMetadata Metadata, DigitInput Input) From(IEnumerable<StringStringEntryProto> properties)
    {
        var values = properties.GroupBy(property => property.Key).ToDictionary(same => same.Key, same => same.Last().Value);
        try
        {
            var architecture = JsonSerializer.Deserialize(Value("architecture"), Json.Default.LeNet5Architecture) ?? throw new FormatException("The architecture is null.");
            var metadata = new ModelMetadata
            {
                Classes = JsonSerializer.Deserialize(Value("classes"), Json.Default.StringArray) ?? [],
                Temperature = double.Parse(Value("temperature"), CultureInfo.InvariantCulture),
                TrainingOptions = Value("trainingOptions"),
                DataSet = Value("dataSet"),
                Metrics = JsonSerializer.Deserialize(Value("metrics"), MetricsJson.Settings.RunMetrics) ?? new(),
                LibraryVersion = Value("libraryVersion"),
            };
            if (metadata.Classes.Count != architecture.Checked().Classes || metadata.Classes.Any(name => name is null) || metadata.Classes.Distinct().Count() < metadata.Classes.Count)
            {
                throw new FormatException("The classes do not fit the architecture, or have no names of their own.");
            }

            if (!(metadata.Temperature >= TemperatureScaling.Lowest && metadata.Temperature <= TemperatureScaling.Highest))
            {
                throw new FormatException($"The temperature is not from {TemperatureScaling.Lowest} to {TemperatureScaling.Highest}.");
            }

            return Enum.GetValues<DigitInput>().Where(input => input.ToString() == Value("input")).ToArray() is [var input]
                ? (architecture, metadata, input)
                : throw new FormatException("The input is of no kind that is known.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or BadInputException)
        {
            throw new FormatException(error.Message, error);
        }

        string Value(string key) => values.GetValueOrDefault(Prefix + key) ?? throw new FormatException($"The property {Prefix + key} is missing.");
    }

    private static StringStringEntryProto Property(string key, string value) => new() { Key = Prefix + key, Value = value };

    // Written at compile time, as looking through the types at run time would take a fifth of a second before the first digit.
    [JsonSourceGenerationOptions(
        IgnoreReadOnlyProperties = true,
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(LeNet5Architecture))]
    [JsonSerializable(typeof(string[]))]
    private sealed partial class Json : JsonSerializerContext;
}
