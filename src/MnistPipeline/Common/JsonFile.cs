using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MnistPipeline;

/// <summary>JSON as a run folder holds it: members in camel case, choices by name, nothing unknown let pass.</summary>
internal static class JsonFile
{
    /// <summary>What a <see cref="JsonSerializerContext"/> of such files is made with.</summary>
    public static JsonSerializerOptions Settings() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A value as JSON.</summary>
    public static string ToText<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);

    /// <summary>A value from JSON that has all of its members.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="name">The file or option that it comes from, for the message.</param>
    /// <param name="type">The members.</param>
    /// <exception cref="BadFileException">It is no JSON, or it has a member that is unknown or of another kind.</exception>
    public static T FromText<T>(string text, string name, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type)
                ?? throw new BadFileException($"'{name}' holds null: give an object in curly brackets.");
        }
        catch (JsonException exception)
        {
            var place = string.IsNullOrEmpty(exception.Path) || exception.Path == "$" ? "" : $" at '{exception.Path.TrimStart('$', '.')}'";
            throw new BadFileException(
                $"'{name}' has an unknown or repeated member, a wrong value or no valid JSON in line {exception.LineNumber + 1 ?? 1}{place}: correct or remove it.",
                exception);
        }
    }

    /// <summary>A value from JSON whose members are laid over others.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="name">The file or option that it comes from, for the message.</param>
    /// <param name="type">The members that may be there.</param>
    /// <param name="defaults">The members that are not there.</param>
    /// <exception cref="BadFileException">It is no JSON, or it has a member that is unknown or of another kind.</exception>
    public static T FromText<T>(string text, string name, JsonTypeInfo<T> type, T defaults)
        where T : class
    {
        // Generated code gives an init-only member that is not there no default. So the text is read once for its faults, and once laid over.
        _ = FromText(text, name, type);
        var given = JsonNode.Parse(text, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        var all = JsonSerializer.SerializeToNode(defaults, type)!.AsObject();
        LayOver(all, given);
        return FromText(all.ToJsonString(), name, type);
    }

    /// <summary>Writes a value, so that a kill at any moment leaves the old or the new file.</summary>
    /// <exception cref="BadFileException">The file cannot be written.</exception>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, type));

    /// <summary>Writes a value unless the file is there, be it that another process has just written it.</summary>
    /// <exception cref="BadFileException">The file cannot be written.</exception>
    public static void WriteNew<T>(string path, T value, JsonTypeInfo<T> type) =>
        AtomicFile.WriteNew(path, stream => JsonSerializer.Serialize(stream, value, type));

    /// <summary>Reads a value whose members are laid over others.</summary>
    /// <exception cref="BadFileException">The file cannot be read, is no JSON, or has a member that is unknown or of another kind.</exception>
    public static T Load<T>(string path, JsonTypeInfo<T> type, T defaults)
        where T : class => FromText(ReadText(path), path, type, defaults);

    private static void LayOver(JsonObject all, JsonObject given)
    {
        foreach (var (member, value) in given)
        {
            if (value is JsonObject inner && all[member] is JsonObject innerDefaults)
            {
                LayOver(innerDefaults, inner);
            }
            else
            {
                all[member] = value?.DeepClone();
            }
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadFileException($"'{path}' cannot be read ({exception.Message.TrimEnd('.')}): give a file that is there.", exception);
        }
    }
}
