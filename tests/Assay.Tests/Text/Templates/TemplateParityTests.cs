using System.Text.Json;
using Assay.Text;
using Assay.Text.Templates;

namespace Assay.Tests.Text.Templates;

/// <summary>Fixtures/templates/cases.json: what Jinja2 makes of chat templates and of small pieces of its language.</summary>
public sealed class TemplateParityTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "templates");
    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "cases.json"))).RootElement;
    private static readonly DateTimeOffset Now = new(Cases.GetProperty("now").GetDateTime(), TimeSpan.Zero);

    [Fact]
    public void Snippets_render_byte_for_byte_or_fail_alike()
    {
        Dictionary<string, TemplateValue> data = Cases.GetProperty("data").EnumerateObject().ToDictionary(p => p.Name, p => TemplateValue.FromJson(p.Value));
        TemplateValue messages = data["messages"];
        List<string> differences = [];
        int compared = 0;
        foreach (JsonElement snippet in Cases.GetProperty("snippets").EnumerateArray())
        {
            string template = snippet.GetProperty("template").GetString()!;
            ChatTemplateInput input = new() { Messages = messages, Extra = data, Now = Now };
            if (Difference(template, input, snippet) is { } difference) differences.Add($"{template}\n  {difference}");
            compared++;
        }

        Assert.True(compared >= 170, $"{compared} snippets");
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared}:\n" + string.Join("\n", differences));
    }

    [Fact]
    public void Chats_render_byte_for_byte_or_are_refused_in_the_same_words()
    {
        TemplateValue tools = TemplateValue.FromJson(Cases.GetProperty("tools"));
        List<string> differences = [];
        int compared = 0;
        foreach (JsonElement chat in Cases.GetProperty("rendered").EnumerateArray())
        {
            string name = chat.GetProperty("template").GetString()!;
            ChatTemplateInput input = new()
            {
                Messages = TemplateValue.FromJson(Cases.GetProperty("chats").GetProperty(chat.GetProperty("chat").GetString()!)),
                Tools = chat.GetProperty("tools").GetBoolean() ? tools : TemplateValue.None,
                AddGenerationPrompt = chat.GetProperty("prompt").GetBoolean(),
                BosToken = "<s>",
                EosToken = "</s>",
                Now = Now,
            };
            if (Difference(File.ReadAllText(Path.Combine(Folder, "chat", name)), input, chat) is { } difference) differences.Add($"{name} {chat.GetProperty("chat")} prompt {input.AddGenerationPrompt}\n  {difference}");
            compared++;
        }

        Assert.True(compared >= 200, $"{compared} chats");
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared}:\n" + string.Join("\n", differences));
    }

    private static string? Difference(string template, ChatTemplateInput input, JsonElement expected)
    {
        try
        {
            ChatTemplate parsed = ChatTemplate.Parse(template);
            string text = parsed.Render(input);
            if (expected.TryGetProperty("error", out JsonElement error)) return $"expected {error}, found: {text}";
            if (text != expected.GetProperty("text").GetString()) return $"expected: {expected.GetProperty("text").GetRawText()}\n  found:    {JsonSerializer.Serialize(text)}";
            TextSpan[] spans = [.. expected.GetProperty("spans").EnumerateArray().Select(s => new TextSpan(s[0].GetInt32(), s[1].GetInt32()))];
            return spans.Length == 0 || input.AddGenerationPrompt || spans.SequenceEqual(parsed.RenderTurns(input).AssistantTurns) ? null : "other spans";
        }
        catch (TemplateException e)
        {
            if (!expected.TryGetProperty("error", out _)) return $"expected: {expected.GetProperty("text").GetRawText()}\n  found:    {e.Message}";
            string? words = expected.GetProperty("message").GetString();
            return words == (e.Raised ? e.Reason : null) ? null : $"expected the words: {words}\n  found: {e.Message}";
        }
    }
}
