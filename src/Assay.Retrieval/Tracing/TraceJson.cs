using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assay.Retrieval.Tracing;

/// <summary>Traces as JSON: camel case, enums as snake case.</summary>
public static class TraceJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>One line of JSON.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>JSON that <see cref="Read"/> reads.</returns>
    public static string Write(SearchTrace trace) => JsonSerializer.Serialize(trace, Options);

    /// <summary>The trace that <see cref="Write"/> wrote; null when this is none.</summary>
    /// <param name="json">The JSON.</param>
    public static SearchTrace? TryRead(string json)
    {
        try
        {
            return Read(json);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The trace that <see cref="Write"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The trace.</returns>
    /// <exception cref="InvalidDataException">This is no trace.</exception>
    public static SearchTrace Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<SearchTrace>(json, Options) ?? throw new InvalidDataException("A stored trace is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("A stored trace cannot be read.", error);
        }
    }
}
