using System.Text.Json.Nodes;
using Assay.Evaluation.Files;

namespace Assay.Tests.Decisions.Scenarios;

/// <summary>A product described in words, and what a published source recommends for it. Written before the rules that are held against it.</summary>
/// <param name="Id">Short name.</param>
/// <param name="Title">One line.</param>
/// <param name="Description">What a product team would write.</param>
/// <param name="Needs">What the description says, as the <c>needs</c> mapping of the project file; nothing else.</param>
/// <param name="Expected">The acceptable arms, one or two.</param>
/// <param name="Hosting"><c>managed</c> or <c>self-hosted</c>; null where the source does not say.</param>
/// <param name="Warnings">Mistakes the source names that the team is about to make.</param>
/// <param name="Quote">The words of the source; <c>[...]</c> marks what was left out.</param>
/// <param name="Source">Author, title, reference, year.</param>
internal sealed record Scenario(
    string Id,
    string Title,
    string Description,
    JsonObject Needs,
    IReadOnlyList<string> Expected,
    string? Hosting,
    IReadOnlyList<string> Warnings,
    string Quote,
    JsonObject Source)
{
    /// <summary>Every scenario of <c>scenarios.json</c>, in file order.</summary>
    public static IReadOnlyList<Scenario> All { get; } = Read();

    private static List<Scenario> Read()
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Decisions", "Scenarios", "scenarios.json"));
        Assert.True(StrictJson.TryParse(text, out JsonNode? root, out string error), error);
        return [.. root!["scenarios"]!.AsArray().Select(s => One(s!.AsObject()))];
    }

    private static Scenario One(JsonObject s) => new(
        Text(s, "id"), Text(s, "title"), Text(s, "description"), s["needs"]!.AsObject(), Texts(s, "expected"),
        s["hosting"]?.GetValue<string>(), Texts(s, "warnings"), Text(s, "quote"), s["source"]!.AsObject());

    private static string Text(JsonObject s, string name) => s[name]!.GetValue<string>();

    private static string[] Texts(JsonObject s, string name) => [.. s[name]?.AsArray().Select(v => v!.GetValue<string>()) ?? []];
}
