using System.Text.Json;
using Assay.Tests.Conventions;
using Assay.Text.Templates;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Examples.Sensitive;
using Xunit.Abstractions;

namespace Assay.Tests.Tuning.Examples;

/// <summary>Faults planted into the 600 conversations of the support sample: each kind must be caught, and what was not planted left alone.</summary>
public sealed class PlantedFaultsTests(ITestOutputHelper output)
{
    private const int AllMasked = 50, NotANumber = 51;

    private static readonly string[] s_secrets =
    [
        "4111 1111 1111 1111", "5500005555555559", "378282246310005", "6011000990139424", "4012-8888-8888-1881", "5105105105105100", "3530111333300000", "4222222222222",
        "2223003122003222", "6304000000000000", "AKIAIOSFODNN7EXAMPLE", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "sk-proj-a8Fk29sLq0zPx7Vb4Nm1Kd83", "xoxb-123456789012-abcdefGHIJKL",
        "AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg==\n-----END PRIVATE KEY-----", "api_key=9fK2mQ7xZ4pL8vR1", "glpat-x8Kq2Lm9Zr4Tv7Wb1Nc5", "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    ];

    [Fact]
    public void Planted_faults_are_caught_and_the_rest_is_left_alone()
    {
        using TemporaryFolder folder = new();
        Planted planted = Plant(File.ReadAllLines(Path.Combine(Repository.Root, "samples/support/examples.jsonl")));
        ExampleSet set = ExampleReader.Read(folder.Write("examples.jsonl", string.Join('\n', planted.Rows)));
        ExampleReport report = ExampleChecks.Run(set, new ExampleCheckOptions
        {
            Tokenizer = TemplateAndLengthTests.Tokens(),
            Window = 20_000,
            Template = ChatTemplate.Parse(TemplateAndLengthTests.Good),
            Questions = planted.Questions,
        });
        output.WriteLine(report.ToText());
        int rows = planted.Rows.Count;
        Check("duplicates", report.Duplicates.Pairs.Select(p => p.Second), planted.Duplicates, rows);
        Check("leak", report.Leak!.Pairs.Select(p => p.Line), planted.Leaks, rows);
        Check("cards and keys", set.Sensitive.Where(s => s.Kind is SensitiveKind.Card or SensitiveKind.Key or SensitiveKind.PrivateKey).Select(s => s.Line), planted.Secrets, rows);
        Check("personal data", set.Sensitive.Select(s => s.Line), planted.Secrets, rows);
        Check("nothing learned", report.Lengths!.NothingLearned, [AllMasked], rows);
        Check("not a number", set.Problems.Select(p => p.Line ?? 0), [NotANumber], rows);
        Check("contradictions", report.Duplicates.Contradictions.Where(c => c.Kind != ContradictionKind.Wording).Select(c => c.Second), planted.Contradictions, rows);
        Assert.Empty(report.Template);
        Assert.True(report.HasErrors);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(report.Findings.Length, json.RootElement.GetProperty("findings").GetArrayLength());
        foreach (string secret in s_secrets) Assert.DoesNotContain(secret, report.ToJson() + report.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% for m in messages[-2:] %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}")]
    [InlineData("{% for m in messages %}{% if m['role'] != 'assistant' %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endif %}{% endfor %}")]
    public void A_mismatched_template_is_caught_in_every_row(string template)
    {
        ExampleSet set = ExampleReader.Read(Path.Combine(Repository.Root, "samples/support/examples.jsonl"));
        ExampleReport report = ExampleChecks.Run(set, new ExampleCheckOptions { Template = ChatTemplate.Parse(template) });
        Assert.Equal(600, report.Template.Length);
        Assert.Contains(report.Findings, f => f is { Check: "template", Severity: FindingSeverity.Error });
    }

    [Fact]
    public void The_sample_itself_is_clean()
    {
        ExampleSet set = ExampleReader.Read(Path.Combine(Repository.Root, "samples/support/examples.jsonl"));
        EvaluationQuestion[] questions = [.. File.ReadLines(Path.Combine(Repository.Root, "samples/support/questions.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)
            .Select(q => new EvaluationQuestion(q.GetProperty("id").GetString()!, q.GetProperty("question").GetString()!))];
        ExampleReport report = ExampleChecks.Run(set, new ExampleCheckOptions { Questions = questions });
        output.WriteLine(report.ToText());
        Assert.False(report.HasErrors);
        Assert.Empty(report.Sensitive);
        Assert.Empty(report.Leak!.Pairs);
    }

    [Fact]
    public void All_rows_the_same_is_an_error()
    {
        using TemporaryFolder folder = new();
        ExampleSet set = ExampleReader.Read(folder.Write("same.jsonl", string.Join('\n', Enumerable.Repeat(ExampleRows.Line("q", "a"), 10))));
        ExampleReport report = ExampleChecks.Run(set, new ExampleCheckOptions());
        Assert.Contains(report.Findings, f => f is { Check: "duplicates", Severity: FindingSeverity.Error, Count: 9 });
        Assert.Contains(report.Findings, f => f is { Check: "rows", Severity: FindingSeverity.Warning });
    }

    private void Check(string what, IEnumerable<int> found, List<int> planted, int rows)
    {
        HashSet<int> lines = [.. found];
        double caught = planted.Count == 0 ? 1 : (double)planted.Count(lines.Contains) / planted.Count, alarms = (double)lines.Except(planted).Count() / (rows - planted.Count);
        output.WriteLine($"{what,-20} planted {planted.Count,3}  caught {caught:P1}  false alarms {alarms:P2}  [{string.Join(' ', lines.Except(planted).Take(12))}] missed [{string.Join(' ', planted.Except(lines).Take(12))}]");
        Assert.Equal(1, caught);
        Assert.InRange(alarms, 0, 0.05);
    }

    private static Planted Plant(string[] original)
    {
        List<string> rows = [.. original];
        List<int> duplicates = [], leaks = [], secrets = [];
        for (int i = 0; i < 20; i++)
        {
            int at = 20 + (i * 28);
            (string prompt, string answer, string system) = Parts(original[at]);
            rows[at] = Row(system, $"{prompt}\nFor your files: {s_secrets[i]}", answer);
            secrets.Add(at + 1);
        }

        // Each second copy exact, the others with a word more.
        for (int i = 0; i < 30; i++)
        {
            int at = 5 + (i * 19) + (secrets.Contains(6 + (i * 19)) ? 1 : 0);
            (string prompt, string answer, string system) = Parts(original[at]);
            rows.Add(i % 2 == 0 ? original[at] : Row(system, Edit(prompt), answer));
            duplicates.Add(rows.Count);
        }

        // The same question with its category turned into another.
        List<int> contradictions = [];
        for (int i = 0; i < 12; i++)
        {
            (string prompt, string answer, string system) = Parts(original[13 + (i * 43)]);
            rows.Add(Row(system, i % 2 == 0 ? prompt : $"  {prompt.ToUpperInvariant()} ", answer.Replace("\"category\": \"", "\"category\": \"not-", StringComparison.Ordinal)));
            contradictions.Add(rows.Count);
        }

        // Questions that are near copies of what 18 rows ask, among 200 that are not.
        List<EvaluationQuestion> questions = [.. Enumerable.Range(0, 200).Select(i => new EvaluationQuestion($"other{i}", ExampleRows.Words(i, 12)))];
        for (int i = 0; i < 18; i++)
        {
            int at = 8 + (i * 31);
            string prompt = Parts(rows[at]).Prompt;
            questions.Add(new EvaluationQuestion($"leak{i}", Edit(prompt[(prompt.LastIndexOf("Question:", StringComparison.Ordinal) is var q and >= 0 ? q + 9 : 0)..].Trim())));
            leaks.Add(at + 1);
        }

        rows[AllMasked - 1] = rows[AllMasked - 1].Replace("""{"role":"assistant",""", """{"role":"assistant","weight":0,""", StringComparison.Ordinal);
        rows[NotANumber - 1] = rows[NotANumber - 1].Replace("""{"role":"assistant",""", """{"role":"assistant","weight":NaN,""", StringComparison.Ordinal);
        return new Planted(rows, duplicates, contradictions, leaks, secrets, questions);
    }

    /// <summary>A prompt with its third-last word doubled.</summary>
    private static string Edit(string prompt)
    {
        List<string> words = [.. prompt.Split(' ')];
        words.Insert(Math.Max(0, words.Count - 3), "really");
        return string.Join(' ', words);
    }

    private static (string Prompt, string Answer, string System) Parts(string row)
    {
        using JsonDocument json = JsonDocument.Parse(row);
        JsonElement messages = json.RootElement.GetProperty("messages");
        return (messages[1].GetProperty("content").GetString()!, messages[2].GetProperty("content").GetString()!, messages[0].GetProperty("content").GetString()!);
    }

    private static string Row(string system, string prompt, string answer) =>
        JsonSerializer.Serialize(new { messages = new[] { new { role = "system", content = system }, new { role = "user", content = prompt }, new { role = "assistant", content = answer } } });

    private sealed record Planted(List<string> Rows, List<int> Duplicates, List<int> Contradictions, List<int> Leaks, List<int> Secrets, List<EvaluationQuestion> Questions);
}
