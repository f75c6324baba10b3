using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Tests.Cli;
using Assay.Tests.Models.Providers;

namespace Assay.Tests.Application.Prompting;

/// <summary>
/// A project whose examples each name a family and are answered with the word of that family, among words that are drawn at random. A model that has not seen the family's word cannot know it.
/// </summary>
internal sealed class PromptProject : IDisposable
{
    public static readonly string[] Families = ["apple", "birch", "cedar", "daisy", "elder", "fennel", "garlic", "hazel", "iris", "jasmine"];

    private readonly TestProject project;

    private PromptProject(TestProject project) => this.project = project;

    public string Root => project.Root;

    public string PromptFile => project.PathOf(".assay/prompt.json");

    public string Settings(string settings) => project.Write("assay.yaml", $"name: plans\nexamples: examples.jsonl\n{settings}\n");

    /// <summary>Makes one with a model at a server.</summary>
    public static PromptProject Create(FakeModelServer server, int examples = 110, string settings = "")
    {
        var made = new PromptProject(TestProject.Create(4));
        made.Write("examples.jsonl", string.Concat(Enumerable.Range(0, examples).Select(i => Line(Question(i), Word(Families[i % Families.Length])))));
        made.Settings(Model(server) + settings);
        return made;
    }

    public static string Model(FakeModelServer server) => $"model: {server.Url}/v1#tiny\nprice: {{ input: 1, output: 1, contextWindow: 100000 }}\n";

    public string Write(string relative, string content) => project.Write(relative, content);

    public string Read(string relative) => File.ReadAllText(project.PathOf(relative));

    public static string Line(string question, string answer) =>
        JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = question }, new { role = "assistant", content = answer } } }) + "\n";

    /// <summary>The word of a family.</summary>
    public static string Word(string family) => $"z{family[..3]}ok";

    /// <summary>A question with the name of a family among drawn words.</summary>
    public static string Question(int i)
    {
        uint state = (uint)(i * 7919) + 17;
        var text = new StringBuilder();
        for (int w = 0; w < 7; w++)
        {
            for (int s = 0; s < 3; s++)
            {
                state = unchecked((state * 1664525) + 1013904223);
                text.Append("bdfgklmnprstv"[(int)(state >> 16) % 13]).Append("aeiou"[(int)(state >> 24) % 5]);
            }

            text.Append(w == 3 ? $" {Families[i % Families.Length]} " : " ");
        }

        return text.ToString().TrimEnd() + "?";
    }

    public static string? FamilyOf(string text) => Families.FirstOrDefault(f => text.Contains(f, StringComparison.Ordinal));

    /// <summary>A model that copies the word of a family from an example in its prompt, and knows none by itself.</summary>
    public static string Copy(JsonObject body)
    {
        (string Role, string Text)[] said = Messages(body);
        string? family = FamilyOf(said[^1].Text);
        return family is not null && said[..^1].Any(m => m.Text.Contains(Word(family), StringComparison.Ordinal)) ? Word(family) : "perhaps";
    }

    public static bool IsProposal(JsonObject body) => Messages(body)[0].Text.StartsWith("You improve the instructions", StringComparison.Ordinal);

    public static (string Role, string Text)[] Messages(JsonObject body) =>
        [.. body["messages"]!.AsArray().Select(m => (m!["role"]!.GetValue<string>(), m["content"] is JsonArray parts ? string.Concat(parts.Select(p => p!["text"]!.GetValue<string>())) : m["content"]!.GetValue<string>()))];

    public Task<CommandLine.Result> SearchAsync(params string[] arguments) => CommandLine.RunAsync(["eval", "prompts", Root, "--arms", "prompt", .. arguments]);

    public void Dispose() => project.Dispose();
}
