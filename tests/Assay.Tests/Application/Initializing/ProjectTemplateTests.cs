using Assay.Initializing;
using Assay.Projects;
using Assay.Text;

namespace Assay.Tests.Application.Initializing;

public sealed class ProjectTemplateTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_new_folder_makes_a_whole_example()
    {
        ImportResult result = ProjectTemplate.Write(folder.At("new/project"), "acme-support");
        Assert.Equal(["assay.yaml", "docs/example.md", "questions.jsonl"], folder.Files("new/project"));
        Assert.Equal((1, 3, 0), (result.Documents, result.Questions, result.LeftOut));
        WrittenQuestions.Item[] questions = WrittenQuestions.Read(folder.At("new/project/questions.jsonl"));
        Assert.Equal([true, true, false], questions.Select(q => q.Answerable));
        string page = folder.Read("new/project/docs/example.md");
        Assert.All(questions.Where(q => q.Answerable), q => Assert.All(q.Answers, a => Assert.Contains(a, page, StringComparison.Ordinal)));
        HashSet<string> anchors = Headings.Anchors(page);
        Assert.All(questions.SelectMany(q => q.Documents), d => Assert.Contains(d.Split('#')[1], anchors));
        Assert.All(questions.SelectMany(q => q.Documents), d => Assert.StartsWith("docs/example.md#", d, StringComparison.Ordinal));
    }

    [Fact]
    public void Write_settings_are_valid_yaml_at_their_defaults()
    {
        ProjectTemplate.Write(folder.Root, "acme");
        Dictionary<string, string> settings = YamlValues.Flatten(folder.Read("assay.yaml"));
        Assert.Equal(new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["documents"] = ProjectFile.DefaultDocuments[0],
            ["embedder"] = "assay-embed-en",
            ["model"] = "extractive",
            ["name"] = "acme",
            ["questions"] = "questions.jsonl",
            ["reranker"] = "assay-rerank-en",
            ["retrieval.abstainBelow"] = "off",
            ["retrieval.chunkTokens"] = "256",
            ["retrieval.chunking"] = "structure",
            ["retrieval.conflicts"] = "show",
            ["retrieval.contextualHeaders"] = "on",
            ["retrieval.expand"] = "none",
            ["retrieval.expandTokens"] = "512",
            ["retrieval.expansion"] = "off",
            ["retrieval.longContextTokens"] = "32000",
            ["retrieval.order"] = "rank",
            ["retrieval.overlapTokens"] = "0",
            ["retrieval.passages"] = "8",
            ["retrieval.rerankDepth"] = "30",
            ["retrieval.tables"] = "on",
            ["retrieval.windowChunks"] = "2",
            ["score.abstention"] = "The documents do not answer this question.",
            ["score.answerField"] = "answer",
            ["score.correctness"] = "auto",
            ["score.maxWords"] = "40",
            ["seed"] = "0",
        }, new SortedDictionary<string, string>(settings, StringComparer.Ordinal));
    }

    [Fact]
    public void Write_settings_commented_out_are_valid_yaml_when_put_in()
    {
        ProjectTemplate.Write(folder.Root, "acme");
        string[] optional = ["examples:", "contract:", "instructions:", "price:", "needs:", "  queriesPerMonth:", "  knowledgeChanges:", "  latencyP95:", "  budget:", "  citations:", "  dataResidency:", "  wrongAnswerCost:"];
        string[] lines = [.. folder.Read("assay.yaml").Split('\n').Select(l => l.StartsWith("# ", StringComparison.Ordinal) && optional.Any(o => l[2..].StartsWith(o, StringComparison.Ordinal)) ? l[2..] : l)];
        Dictionary<string, string> settings = YamlValues.Flatten(string.Join('\n', lines));
        Assert.Equal("USD", settings["needs.budget.currency"]);
        Assert.Equal("128000", settings["price.contextWindow"]);
        Assert.All(optional, o => Assert.Contains(settings.Keys, k => k.Split('.').Contains(o.Trim().TrimEnd(':'))));
    }

    [Theory]
    [InlineData("plain-name_2")]
    [InlineData("Größe: 10 # \"quoted\" \\ back")]
    [InlineData("true")]
    [InlineData("2024")]
    [InlineData("line\nbreak\ttab\u2028")]
    [InlineData("支持 🚀")]
    public void Write_any_name_is_read_back(string name)
    {
        ProjectTemplate.Write(folder.Root, name);
        Assert.Equal(name, YamlValues.Flatten(folder.Read("assay.yaml"))["name"]);
    }

    [Fact]
    public void Write_existing_project_is_refused_and_untouched()
    {
        folder.Write("assay.yaml", "name: mine\n");
        InputException error = Assert.Throws<InputException>(() => ProjectTemplate.Write(folder.Root, "other"));
        Assert.Contains("already", error.Message, StringComparison.Ordinal);
        Assert.Equal(folder.At("assay.yaml"), error.Problems[0].File);
        Assert.Equal(["assay.yaml"], folder.Files());
        Assert.Equal("name: mine\n", folder.Read("assay.yaml"));
    }

    [Fact]
    public void Write_own_documents_invents_no_questions()
    {
        folder.Write("docs/a.html", "<p>a</p>");
        folder.Write("docs/deep/b.txt", "b");
        folder.Write("docs/c.HTM", "<p>c</p>");
        folder.Write("docs/settings.json", "{}");
        ImportResult result = ProjectTemplate.Write(folder.Root, "acme");
        Assert.Equal(["assay.yaml", "docs/a.html", "docs/c.HTM", "docs/deep/b.txt", "docs/settings.json"], folder.Files());
        Assert.Equal((3, 0), (result.Documents, result.Questions));
        Assert.Contains(result.Notes, n => n.Contains("questions.jsonl", StringComparison.Ordinal));
        Dictionary<string, string> settings = YamlValues.Flatten(folder.Read("assay.yaml"));
        Assert.Equal("docs/**/*.htm,docs/**/*.html,docs/**/*.txt", settings["documents"]);
        Assert.DoesNotContain("questions", settings.Keys);
    }

    [Fact]
    public void Write_own_questions_are_kept_and_counted()
    {
        folder.Write("questions.jsonl", "{\"id\":\"1\"}\n\n{\"id\":\"2\"}\n");
        ImportResult result = ProjectTemplate.Write(folder.Root, "acme");
        Assert.Equal(["assay.yaml", "questions.jsonl"], folder.Files());
        Assert.Equal((0, 2), (result.Documents, result.Questions));
        Assert.Contains(result.Notes, n => n.Contains("put your documents there", StringComparison.Ordinal));
        Assert.Equal("questions.jsonl", YamlValues.Flatten(folder.Read("assay.yaml"))["questions"]);
    }

    [Fact]
    public void Write_blank_name_or_a_file_is_refused()
    {
        Assert.Throws<InputException>(() => ProjectTemplate.Write(folder.Root, " "));
        Assert.Throws<InputException>(() => ProjectTemplate.Write(folder.Write("file", ""), "acme"));
        Assert.Equal(["file"], folder.Files());
    }
}
