using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tests.Conventions;

namespace Assay.Tests.Samples;

/// <summary>The sample of permissions, by the command: who may read a page gets the answer from it, nobody else gets a word of it.</summary>
public sealed class PermissionSampleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PermissionSampleTests()
    {
        string source = Path.Combine(Repository.Root, "samples/permissions");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/.assay/", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(folder.Path, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Compare_asks_every_question_as_the_one_who_asks_it()
    {
        CommandLine.Result result = await CommandLine.RunAsync("compare", folder.Path, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Dictionary<string, bool> answerable = File.ReadLines(Path.Combine(folder.Path, "questions.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)
            .ToDictionary(q => q.GetProperty("id").GetString()!, q => !q.TryGetProperty("answerable", out JsonElement stated) || stated.GetBoolean());
        foreach (string arm in (string[])["rag", "oracle", "long-context"])
        {
            JsonElement[] rows = [.. File.ReadLines(Path.Combine(folder.Path, ".assay/runs", arm + ".jsonl")).Select(l => JsonDocument.Parse(l).RootElement)];
            Assert.Equal(answerable.Count, rows.Length);
            foreach (JsonElement row in rows)
            {
                string id = row.GetProperty("question").GetString()!, answer = row.GetProperty("answer").GetString()!;
                string[] context = [.. row.GetProperty("context").EnumerateArray().Select(c => c.GetString()!)];
                if (answerable[id]) Assert.True(row.GetProperty("score").GetProperty("score").GetDouble() == 1, $"{arm}: {id} was answered '{answer}'.");
                else AssertNothingOf(Forbidden(id), answer, string.Join('\n', context));
            }
        }

        Assert.Equal(1, result.Json.GetProperty("retrieval").GetProperty("recall@8").GetDouble());
    }

    [Theory]
    [InlineData("salary band of senior engineers", "78,000", "--as", "mia@brennholt.example", "--groups", "staff,hr")]
    [InlineData("salary band of senior engineers", "78,000", "--as", "greta.lind@brennholt.example")]
    [InlineData("cost of the Leipzig office", "640,000", "--groups", "board")]
    [InlineData("desks and chairs", "Ostwerk", "--groups", "finance")]
    public async Task Search_and_ask_show_a_page_to_its_readers_only(string query, string fact, params string[] who)
    {
        foreach (string verb in (string[])["search", "ask"])
        {
            CommandLine.Result allowed = await CommandLine.RunAsync([verb, query, "-p", folder.Path, .. who]);
            Assert.True(allowed.ExitCode == 0, allowed.Error);
            Assert.Contains(fact, allowed.Out, StringComparison.Ordinal);
            foreach (string[] other in (string[][])[[], ["--groups", "staff"], ["--as", "staff"], ["--groups", "hr"], ["--groups", "finance"], ["--as", "GRETA.LIND@brennholt.example"]])
            {
                if (other is ["--groups", "hr"] && query.StartsWith("salary", StringComparison.Ordinal)) continue;
                if (other is ["--groups", "finance"] && query.StartsWith("desks", StringComparison.Ordinal)) continue;
                CommandLine.Result refused = await CommandLine.RunAsync([verb, query, "-p", folder.Path, .. other]);
                Assert.DoesNotContain(fact, refused.Out + refused.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("docs/finance/office-move", refused.Out + refused.Error, StringComparison.Ordinal);

                // What they may read may come up for whatever they ask.
                if (other is not ["--groups", "hr"]) Assert.DoesNotContain("docs/people", refused.Out + refused.Error, StringComparison.Ordinal);
                if (other is not ["--groups", "finance"]) Assert.DoesNotContain("docs/finance/suppliers", refused.Out + refused.Error, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_page_that_is_opened_is_found_by_the_next_search()
    {
        string page = Path.Combine(folder.Path, "docs/people/bonus.md");
        Assert.DoesNotContain("12 percent", (await CommandLine.RunAsync("search", "bonus of managers", "-p", folder.Path)).Out, StringComparison.Ordinal);
        File.WriteAllText(page, "---\naccess: everyone\n---\n" + File.ReadAllText(page));
        Assert.Contains("12 percent", (await CommandLine.RunAsync("search", "bonus of managers", "-p", folder.Path)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--as", " ")]
    [InlineData("--groups", "a,,b")]
    public async Task A_name_that_cannot_be_one_is_refused(string option, string value)
    {
        CommandLine.Result result = await CommandLine.RunAsync("search", "bonus", "-p", folder.Path, option, value);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("the name of a user or group is empty", result.Error, StringComparison.Ordinal);
    }

    private static string[] Forbidden(string question) => question.Split('-')[0] switch
    {
        "leave" => ["31 days", "docs/handbook/leave"],
        "allowance" => ["28 euros", "docs/handbook/expenses"],
        "bands" => ["78,000", "docs/people"],
        "bonus" => ["12 percent", "docs/people"],
        "move" => ["640,000", "30 September", "docs/finance/office"],
        "desks" => ["Ostwerk", "docs/finance"],
        _ => throw new ArgumentOutOfRangeException(nameof(question), question, "Say what must not be told."),
    };

    private static void AssertNothingOf(string[] forbidden, params string[] texts)
    {
        foreach (string word in forbidden) Assert.All(texts, t => Assert.DoesNotContain(word, t, StringComparison.Ordinal));
    }
}
