using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Retrieval.Documents;

/// <summary>What a file of a binary format says about itself: the properties that PDF and Office files carry beside their text.</summary>
/// <param name="Fields">Names and values in the file's order, for example <c>author</c>, <c>subject</c>, <c>created</c> (ISO 8601), <c>pages</c>; names are lower case and the last of a name counts.</param>
/// <param name="Updated">When it was last changed by its own word; null when it does not say.</param>
public sealed record DocumentProperties(ImmutableArray<KeyValuePair<string, string>> Fields, DateTimeOffset? Updated)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The fields as a JSON object of strings, as front matter is kept.</summary>
    /// <returns><c>{}</c> when there are none.</returns>
    public string ToJson()
    {
        var json = new JsonObject();
        foreach ((string name, string value) in Fields) json[name] = value;
        return json.ToJsonString(Json);
    }
}
