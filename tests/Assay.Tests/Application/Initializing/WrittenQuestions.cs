using System.Text.Json;

namespace Assay.Tests.Application.Initializing;

/// <summary>Reads a question file back the plain way.</summary>
internal static class WrittenQuestions
{
    public sealed record Item(string Id, string Text, string[] Answers, string[] Documents, bool Answerable, string[] Tags);

    public static Item[] Read(string path) => [.. File.ReadAllLines(path).Select(line =>
    {
        JsonElement json = JsonSerializer.Deserialize<JsonElement>(line);
        Assert.Equal(["id", "question", "answers", "documents", "answerable", "tags"], json.EnumerateObject().Select(p => p.Name));
        return new Item(json.GetProperty("id").GetString()!, json.GetProperty("question").GetString()!, List(json, "answers"), List(json, "documents"),
            json.GetProperty("answerable").GetBoolean(), List(json, "tags"));
    })];

    private static string[] List(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];
}
