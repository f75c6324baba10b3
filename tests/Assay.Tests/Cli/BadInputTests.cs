using System.Text;

namespace Assay.Tests.Cli;

/// <summary>Files that a user can get wrong. Each gives an error that names the file, or a warning and a result; nothing is half written.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("{\"question\":\"x\",\"answers\":[\"a\"]}", "questions.jsonl(1): The key 'id' is missing")]
    [InlineData("{\"id\":\"a\",\"question\":\"x\",\"answers\":[\"a\"]}\n\n{\"id\":\"a\",\"question\":\"y\",\"answers\":[\"a\"]}", "questions.jsonl(3): The id 'a' is already used in line 1")]
    [InlineData("{\"id\":\"a\",\"question\":\"x\",\"documents\":[\"docs/plam-001.md\"]}", "Did you mean 'docs/plan-001.md'?")]
    [InlineData("{\"id\":\"a\",\"question\":\"x\",\"documents\":[\"elsewhere.txt\"]}", "not among the documents")]
    [InlineData("", "questions.jsonl: The file has no questions")]
    [InlineData("{\"id\":", "questions.jsonl(1): This line is not JSON")]
    [InlineData("\"\\ud800\"", "questions.jsonl(1): This line is not JSON")]
    public async Task Compare_wrong_questions_name_file_and_line(string questions, string expected)
    {
        using TestProject project = TestProject.Create(2);
        project.Write("questions.jsonl", questions);

        Assert.Contains(expected, await RefusedAsync(project, "compare"), StringComparison.Ordinal);
        Assert.False(File.Exists(project.ComparisonFile));
        Assert.Empty(Directory.GetFiles(project.Root, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Compare_without_questions_shows_how_to_write_one()
    {
        using TestProject project = TestProject.Create(2);
        File.Delete(project.PathOf("questions.jsonl"));

        Assert.Contains("one a line: {\"id\"", await RefusedAsync(project, "compare"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("questions: ../q.jsonl", "assay.yaml(2): 'questions: ../q.jsonl' points outside the project")]
    [InlineData("examples: /etc/passwd", "assay.yaml(2): 'examples: /etc/passwd' points outside the project")]
    [InlineData("examples: \"a\\0b\"", "assay.yaml(2): 'examples' holds a character that no file name has")]
    [InlineData("contract: nothing.json", "assay.yaml(2): 'contract: nothing.json' does not exist")]
    [InlineData("documents: [../**/*.md]", "assay.yaml(2): The documents pattern '../**/*.md' leaves the project folder")]
    [InlineData("documents: [/etc/*]", "assay.yaml(2): The documents pattern '/etc/*' is an absolute path")]
    [InlineData("documents: [\"!docs/**\"]", "No documents pattern says what to read")]
    [InlineData("model: assay-tiny-de", "assay.yaml(2): 'assay-tiny-de' is none of the models that come with Assay")]
    [InlineData("model: ./weights", "expected the folder of a model; there is none")]
    [InlineData("name: again", "Duplicate key")]
    [InlineData("docs: [a", "assay.yaml(")]
    [InlineData("documents: [a\nseed: 1", ": This is not valid YAML")]
    public async Task Compare_wrong_setting_names_file_and_line(string settings, string expected)
    {
        using TestProject project = TestProject.Create(2, settings);

        Assert.Contains(expected, await RefusedAsync(project, "compare"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_project_file_nested_without_end_is_an_error()
    {
        using TestProject project = TestProject.Create(1);
        project.Write("assay.yaml", "x: " + new string('[', 100_000));

        Assert.Contains("assay.yaml(1): This is nested deeper", await RefusedAsync(project, "compare"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_empty_project_file_uses_every_default()
    {
        using TestProject project = TestProject.Create(2);
        project.Write("assay.yaml", "");

        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(("project", 4), (result.Json.GetProperty("project").GetString(), result.Json.GetProperty("arms").GetArrayLength()));
    }

    [Theory]
    [InlineData("{", "c.json: The schema is not JSON")]
    [InlineData("[]", "a schema must be an object")]
    [InlineData("{\"type\":\"object\",\"foo\":1}", "#/foo: this keyword is not supported")]
    [InlineData("{\"properties\":{\"answer\":{\"type\":\"string\"}},\"required\":[1]}", "c.json: #/required")]
    public async Task Wrong_contract_is_an_error_of_every_verb_that_answers(string schema, string expected)
    {
        using TestProject project = TestProject.Create(2, "contract: c.json");
        project.Write("c.json", schema);

        Assert.Contains(expected, await RefusedAsync(project, "compare"), StringComparison.Ordinal);
        CommandLine.Result asked = await CommandLine.RunAsync("ask", "How many seats?", "-p", project.Root);
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains(expected, asked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_that_cannot_be_read_are_named_and_left_out()
    {
        using TestProject project = TestProject.Create(2);
        using (FileStream big = File.Create(project.PathOf("docs/big.md"))) big.SetLength(200_000_000);
        File.WriteAllBytes(project.PathOf("docs/binary.md"), [0, 1, 2, 0x7F, 0x45, 0x4C, 0x46, 0, 0]);
        File.WriteAllBytes(project.PathOf("docs/latin.md"), Encoding.Latin1.GetBytes("Größe"));
        File.CreateSymbolicLink(project.PathOf("docs/loop"), project.PathOf("docs"));
        File.CreateSymbolicLink(project.PathOf("docs/circle.md"), project.PathOf("docs/circle.md"));
        File.CreateSymbolicLink(project.PathOf("docs/out.md"), "/etc/passwd");

        CommandLine.Result ingested = await CommandLine.RunAsync("ingest", project.Root, "--json");
        CommandLine.Result compared = await CommandLine.RunAsync("compare", project.Root, "--json");

        Assert.Equal((0, 0), (ingested.ExitCode, compared.ExitCode));
        Assert.Equal(2, ingested.Json.GetProperty("documents").GetInt32());
        Assert.Equal(["docs/big.md", "docs/binary.md", "docs/latin.md"], ingested.Json.GetProperty("failures").EnumerateArray().Select(f => f.GetProperty("id").GetString()));
        Assert.All(["too large", "binary file", "not valid UTF-8", "'docs/loop' leads to 'docs'", "link in a circle", "leaves the project folder"], text => Assert.Contains(text, ingested.Error, StringComparison.Ordinal));
        string warnings = string.Join('\n', compared.Json.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
        Assert.All(["docs/big.md", "docs/binary.md", "docs/latin.md", "docs/out.md"], id => Assert.Contains(id, warnings, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Empty_documents_folder_is_said_and_searching_it_finds_nothing()
    {
        using TestProject project = TestProject.Create(1);
        Directory.Delete(project.PathOf("docs"), recursive: true);
        Directory.CreateDirectory(project.PathOf("docs"));

        CommandLine.Result ingested = await CommandLine.RunAsync("ingest", project.Root);
        CommandLine.Result searched = await CommandLine.RunAsync("search", "seats", "-p", project.Root);

        Assert.Equal((0, 0), (ingested.ExitCode, searched.ExitCode));
        Assert.Contains("matches no file", ingested.Error, StringComparison.Ordinal);
        Assert.Contains("0 documents", ingested.Out, StringComparison.Ordinal);
        Assert.Contains("No file matches the patterns under 'documents' ('docs/**/*.{adoc,asciidoc,csv,", await RefusedAsync(project, "compare"), StringComparison.Ordinal);
        Assert.Contains("so there is nothing for oracle. Correct the patterns", (await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt,oracle")).Error, StringComparison.Ordinal);
        project.Write("questions.jsonl", "{\"id\":\"a\",\"question\":\"How many?\",\"answers\":[\"two\"]}\n");
        Assert.Equal(0, (await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt")).ExitCode);
    }

    [Fact]
    public async Task Questions_with_byte_order_mark_and_carriage_returns_are_read()
    {
        using TestProject project = TestProject.Create(2);
        string questions = File.ReadAllText(project.PathOf("questions.jsonl"));
        File.WriteAllText(project.PathOf("questions.jsonl"), questions.ReplaceLineEndings("\r\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--json");

        Assert.Equal(3, result.Json.GetProperty("questions").GetInt32());
    }

    [Theory]
    [InlineData("knowledge.db", "knowledge.db' is not a knowledge base; move it away")]
    [InlineData("answers.db", "answers.db' cannot be used")]
    public async Task Compare_garbage_in_the_workspace_is_explained_and_left_alone(string name, string expected)
    {
        using TestProject project = TestProject.Create(2);
        string garbage = project.Write($".assay/{name}", new string('x', 20_000));

        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root);

        Assert.Equal((3, ""), (result.ExitCode, result.Out));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Equal(20_000, new FileInfo(garbage).Length);
        File.Delete(garbage);
        Assert.Equal(0, (await CommandLine.RunAsync("compare", project.Root)).ExitCode);
    }

    [Fact]
    public async Task Compare_damaged_answer_is_explained()
    {
        using TestProject project = TestProject.Create(2);
        await CommandLine.RunAsync("compare", project.Root);
        Directory.Delete(Path.Combine(project.Workspace, "stages"), recursive: true);
        string file = Path.Combine(project.Workspace, "answers.db");
        byte[] bytes = File.ReadAllBytes(file);
        bytes.AsSpan(4096).Fill(0xAA);
        File.WriteAllBytes(file, bytes);

        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("answers.db' cannot be used", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_file_in_place_of_the_workspace_is_explained()
    {
        using TestProject project = TestProject.Create(1);
        File.WriteAllText(project.Workspace, "in the way");

        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("cannot be written", result.Error, StringComparison.Ordinal);
        Assert.Equal("in the way", File.ReadAllText(project.Workspace));
    }

    [Fact]
    public async Task Compare_folder_in_place_of_the_report_keeps_what_was_measured()
    {
        using TestProject project = TestProject.Create(1);
        Directory.CreateDirectory(Path.Combine(project.Workspace, "report.html", "full"));

        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("report.html' cannot be written", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(project.Workspace, "*.tmp"));
    }

    [Fact]
    public async Task Compare_questions_without_accepted_answers_count_for_retrieval_only()
    {
        using TestProject project = TestProject.Create(2);
        File.AppendAllText(project.PathOf("questions.jsonl"), "{\"id\":\"open\",\"question\":\"What about seats of plan 2?\",\"documents\":[\"docs/plan-002.md\"]}\n");

        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--arms", "rag", "--json");

        System.Text.Json.JsonElement arm = result.Json.GetProperty("arms")[0];
        Assert.Equal((3, 1), (arm.GetProperty("n").GetInt32(), arm.GetProperty("outcomes").GetProperty("not_applicable").GetInt32()));
        Assert.Equal(1, arm.GetProperty("score").GetDouble());
        Assert.Contains(result.Json.GetProperty("warnings").EnumerateArray(), w => w.GetString()!.Contains("1 of 4 questions have no accepted answer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"id\":\"\\ud800\",\"answer\":\"x\"}")]
    [InlineData("[1]")]
    [InlineData("")]
    public async Task Score_answers_odd_predictions_never_crash(string predictions)
    {
        using TestProject project = TestProject.Create(1);

        CommandLine.Result result = await CommandLine.RunAsync("score", "answers", "--questions", project.PathOf("questions.jsonl"), "--predictions", project.Write("p", predictions));

        Assert.Equal(predictions.Length == 0 ? 0 : 2, result.ExitCode);
    }

    private static async Task<string> RefusedAsync(TestProject project, string verb)
    {
        CommandLine.Result result = await CommandLine.RunAsync(verb, project.Root);
        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        return result.Error;
    }
}
