using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MnistPipeline;

/// <summary>JSON as a run folder holds it: members in camel case, choices by name, nothing unknown let pass.</summary>
internal static class JsonFile
{
    private static JsonSerializerOptions Settings { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>A value as JSON.</summary>
    /// <typeparam name="T">The type whose members are written.</typeparam>
    public static string ToText<T>(T value) => JsonSerializer.Serialize(value, Settings);

    /// <summary>A value from JSON. Members that are not there keep their defaults.</summary>
    /// <typeparam name="T">The type whose members may be there.</typeparam>
    /// <param name="text">The JSON.</param>
    /// <param name="name">The file or option that it comes from, for the message.</param>
    /// <exception cref="BadInputException">It is no JSON, or it has a member that is unknown or of another kind.</exception>
    public static T FromText<T>(string text, string name)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Settings)
                ?? throw new BadInputException($"'{name}' holds null: give an object in curly brackets.");
        }
        catch (JsonException exception)
        {
            var place = string.IsNullOrEmpty(exception.Path) || exception.Path == "$" ? "" : $" at '{exception.Path.TrimStart('$', '.')}'";
            throw new BadInputException(
                $"'{name}' has an unknown or repeated member, a wrong value or no valid JSON in line {exception.LineNumber + 1 ?? 1}{place}: correct or remove it.",
                exception);
        }
    }

    /// <summary>Writes a value, so that a kill at any moment leaves the old or the new file.</summary>
    /// <typeparam name="T">The type whose members are written.</typeparam>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write<T>(string path, T value) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, Settings));

    /// <summary>Reads a value. Members that are not there keep their defaults.</summary>
    /// <typeparam name="T">The type whose members may be there.</typeparam>
    /// <exception cref="BadInputException">The file cannot be read, is no JSON, or has a member that is unknown or of another kind.</exception>
    public static T Read<T>(string path)
        where T : class => FromText<T>(ReadText(path), path);

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException($"'{path}' cannot be read ({exception.Message.TrimEnd('.')}): give a file that is there.", exception);
        }
    }
}
