using Assay.Decisions.Requirements;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Tests.Conventions;
using Assay.Text;

namespace Assay.Tests.Application.Projects;

public sealed class ProjectFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_empty_file_gives_every_default()
    {
        Project project = Read("");

        Assert.Equal(Path.GetFileName(_folder.Path), project.Name);
        Assert.Equal(("extractive", "assay-embed-en"), (project.Model.ToString(), project.Embedder!.ToString()));
        Assert.Equal("assay-rerank-en", project.Reranker!.ToString());
        string documents = Assert.Single(project.Documents);
        Assert.Equal("docs/**/*.{adoc,asciidoc,csv,docm,docx,eml,epub,htm,html,ipynb,markdown,mbox,md,pdf,pptm,pptx,rst,srt,text,tsv,txt,vtt,xlsm,xlsx}", documents);
        Assert.Contains($"`\"{documents}\"`", File.ReadAllText(Path.Combine(Repository.Root, "docs", "project-file.md")), StringComparison.Ordinal);
        Assert.Equal(["prompt", "rag", "fine-tuned", "hybrid", "oracle", "long-context"], project.Arms.AsEnumerable());
        Assert.Equal(8, project.Retrieval.Passages);
        Assert.Null(project.Needs.CitationsRequired);
        Assert.Null(project.Needs.LatencyP95);
    }

    [Fact]
    public void Read_takes_none_for_what_a_search_can_do_without()
    {
        Project project = Read("model: extractive\nembedder: none\nreranker: none\n");
        Assert.Equal((ModelKind.Extractive, null, null), (project.Model.Kind, project.Embedder, project.Reranker));
    }

    [Fact]
    public void Read_full_file_gives_every_value()
    {
        _folder.Write("q.jsonl", "");
        _folder.Write("e.jsonl", "");
        _folder.Write("c.json", "{}");
        Project project = Read(
            """
            name: acme
            documents: [docs/**/*.md, "!docs/old/**"]
            questions: q.jsonl
            examples: e.jsonl
            contract: c.json
            model: openai:gpt-4o-mini
            instructions: You help Acme's customers.
            arms: [rag, prompt]
            price: { input: 0.15, output: 0.6, contextWindow: 128000 }
            retrieval: { passages: 4, chunkTokens: 100, contextTokens: 1_000, longContextTokens: 5000 }
            score: { correctness: prose, answerField: text, maxWords: 20, abstention: I do not know. }
            seed: 7
            needs:
              queriesPerMonth: 500_000
              knowledgeChanges: weekly
              latencyP95: 800ms
              budget: { build: 20000, monthly: 3000.50, currency: USD }
              citations: required
              dataResidency: self-hosted
              wrongAnswerCost: 2.50
            """);

        Assert.Equal("acme", project.Name);
        Assert.Equal("openai:gpt-4o-mini", project.Model.ToString());
        Assert.Equal(["rag", "prompt"], project.Arms.AsEnumerable());
        Assert.Equal(0.15m, project.Price!.CachedInput);
        Assert.Equal((4, 100, 1000, 5000), (project.Retrieval.Passages, project.Retrieval.ChunkTokens, project.Retrieval.ContextTokens, project.Retrieval.LongContextTokens));
        Assert.Equal(("text", 20, "I do not know."), (project.Score.AnswerField, project.Score.MaxWords, project.Score.AbstentionPhrase));
        Assert.Equal(7, project.Seed);
        Assert.Equal(500_000, project.Needs.QueriesPerMonth);
        Assert.Equal(ChangeRate.Weekly, project.Needs.KnowledgeChanges);
        Assert.Equal(TimeSpan.FromMilliseconds(800), project.Needs.LatencyP95);
        Assert.Equal(new Budget(20000, 3000.50m, "USD"), project.Needs.Budget);
        Assert.True(project.Needs.CitationsRequired);
        Assert.Equal(DataResidency.SelfHosted, project.Needs.DataResidency);
        Assert.Equal(2.5m, project.Needs.WrongAnswerCost);
    }

    [Theory]
    [InlineData("name: a\nmodle: extractive", 2, "Did you mean 'model'?")]
    [InlineData("needs:\n  latencyP95: 800", 2, "a time with its unit")]
    [InlineData("needs:\n  latencyP95: -5ms", 2, "a time with its unit")]
    [InlineData("needs:\n  latencyP95: 1s\n  latencyP50: 5s", 3, "p50 ≤ p95 ≤ p99")]
    [InlineData("needs:\n  queriesPerMonth: 5k", 2, "a whole number greater than 0")]
    [InlineData("needs:\n  dataResidency: selfhosted", 2, "Did you mean 'self-hosted'?")]
    [InlineData("needs:\n  citations: yes", 2, "'required' or 'optional'")]
    [InlineData("needs:\n  latency: 1s", 2, "'needs.latency' is not a setting")]
    [InlineData("questions: missing.jsonl", 1, "does not exist")]
    [InlineData("questions: ../outside.jsonl", 1, "outside the project")]
    [InlineData("arms: [rga]", 1, "Did you mean 'rag'?")]
    [InlineData("model: gpt-4o", 1, "does not name a model")]
    [InlineData("adapter: lora", 1, "'extractive' is the built-in reader")]
    [InlineData("model: openai:gpt-4o-mini\nadapter: lora", 2, "the weights of 'openai:gpt-4o-mini' do not")]
    [InlineData("model: ./base\nadapter: lora", 2, "'adapter: lora' does not exist")]
    [InlineData("embedder: assay-tiny-en", 1, "'assay-tiny-en' does not embed")]
    [InlineData("model: assay-embed-en", 1, "'assay-embed-en' writes no text")]
    [InlineData("reranker: assay-embed-en", 1, "'assay-embed-en' does not rerank")]
    [InlineData("model: assay-large-en", 1, "none of the models that come with Assay")]
    [InlineData("embedder: extractive", 1, "not an embedding model")]
    [InlineData("reranker: openai:gpt", 1, "reranks with models of this machine")]
    [InlineData("reranker: mine", 1, "does not name a model")]
    [InlineData("retrieval: { rerankDepth: 1 }", 1, "from 2 to 1,000")]
    [InlineData("embedder: anthropic:claude", 1, "no embedding models")]
    [InlineData("embedder: gpt", 1, "does not name a model")]
    [InlineData("embedderPrice: -1", 1, "an amount of 0 or more")]
    [InlineData("retrieval: { passages: 0 }", 1, "a whole number from 1 to 100")]
    [InlineData("retrieval: 8", 1, "must be a mapping")]
    [InlineData("price: { input: 1 }", 1, "both input and output")]
    [InlineData("name: [a]", 1, "must be a text")]
    [InlineData("documents: { a: b }", 1, "must be a list")]
    [InlineData("name: \"unclosed", 1, "not valid YAML")]
    [InlineData("- a\n- b", 1, "'key: value' lines")]
    public void Read_wrong_setting_names_line_and_expectation(string yaml, int line, string expected)
    {
        InputException e = Assert.Throws<InputException>(() => Read(yaml));

        Problem problem = Assert.Single(e.Problems);
        Assert.Equal(line, problem.Line);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.EndsWith("assay.yaml", problem.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_several_mistakes_reports_all_of_them()
    {
        InputException e = Assert.Throws<InputException>(() => Read("nme: a\nseed: x\nneeds:\n  latencyP95: soon\n"));

        Assert.Equal([1, 2, 4], e.Problems.Select(p => p.Line));
    }

    [Fact]
    public void Read_finds_the_adapter_beside_the_project()
    {
        _folder.Write("lora/adapter_config.json", "{}");
        Project project = Read("model: ./base\nadapter: lora");
        Assert.Equal(Path.Combine(_folder.Path, "lora"), project.Adapter);
        Assert.Equal($"{Path.Combine(_folder.Path, "base")} with adapter lora", project.ModelName);
        Assert.Equal("extractive", Read("").ModelName);
    }

    [Fact]
    public void Read_misspelled_file_suggests_the_nearest()
    {
        _folder.Write("questions.jsonl", "");

        InputException e = Assert.Throws<InputException>(() => Read("questions: question.jsonl"));

        Assert.Contains("Did you mean 'questions.jsonl'?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_folder_without_project_says_how_to_make_one()
    {
        InputException e = Assert.Throws<InputException>(() => ProjectFile.Read(_folder.Path));

        Assert.Contains("assay init", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_missing_folder_says_so() =>
        Assert.Contains("does not exist", Assert.Throws<InputException>(() => ProjectFile.Read(Path.Combine(_folder.Path, "nowhere"))).Message, StringComparison.Ordinal);

    private Project Read(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "assay.yaml"), yaml);
        return ProjectFile.Read(_folder.Path);
    }
}
