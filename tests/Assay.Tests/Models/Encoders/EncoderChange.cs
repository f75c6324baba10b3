using System.Text.Json.Nodes;

namespace Assay.Tests.Models.Encoders;

/// <summary>Changes fields of a JSON object.</summary>
internal static class EncoderChange
{
    public static string Of(string json, string fields)
    {
        JsonObject root = JsonNode.Parse(json)!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse("{" + fields + "}")!.AsObject())
        {
            root.Remove(name);
            if (value is not null) root[name] = value.DeepClone();
        }

        return root.ToJsonString();
    }
}
