using Assay.Initializing;
using Assay.Text;

namespace Assay.Tests.Application.Initializing;

public sealed class SquadImportTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Import_version_2_writes_documents_and_questions()
    {
        string squad = folder.Write("squad.json", """
            {"version": "v2.0", "data": [
              {"title": "Super_Bowl_50", "paragraphs": [
                {"context": "The Broncos won.", "qas": [
                  {"id": "q1", "question": " Who won? ", "is_impossible": false,
                   "answers": [{"text": "The Broncos", "answer_start": 0}, {"text": "The Broncos", "answer_start": 0}, {"text": "Broncos", "answer_start": 4}]},
                  {"id": "q2", "question": "Who lost?", "is_impossible": true, "answers": [], "plausible_answers": [{"text": "x", "answer_start": 0}]}]},
                {"context": "It was in 2016.", "qas": [{"id": "q3", "question": "", "answers": []}]}]}]}
            """);
        ImportResult result = SquadImport.Import(squad, folder.At("p"), "xs");
        Assert.Equal((2, 2, 1), (result.Documents, result.Questions, result.LeftOut));
        Assert.Single(result.Notes);
        Assert.Equal(["assay.yaml", "docs/super-bowl-50/01.md", "docs/super-bowl-50/02.md", "questions.jsonl"], folder.Files("p"));
        Assert.Equal("# Super Bowl 50\n\nThe Broncos won.\n", folder.Read("p/docs/super-bowl-50/01.md"));
        WrittenQuestions.Item[] questions = WrittenQuestions.Read(folder.At("p/questions.jsonl"));
        Assert.Equal(["Who won?", "Who lost?"], questions.Select(q => q.Text));
        Assert.Equal(["The Broncos", "Broncos"], questions[0].Answers);
        Assert.Equal(["docs/super-bowl-50/01.md"], questions[0].Documents);
        Assert.Equal(["super-bowl-50"], questions[0].Tags);
        Assert.True(questions[0].Answerable);
        Assert.False(questions[1].Answerable);
        Assert.Empty(questions[1].Answers);
        Assert.Equal("40", YamlValues.Flatten(folder.Read("p/assay.yaml"))["score.maxWords"]);
    }

    [Fact]
    public void Import_titles_become_unique_ascii_folders()
    {
        string[] titles = ["Café_Ünïque", "Cafe Unique", "上海", "../../etc", "", "上海"];
        string articles = string.Join(",", titles.Select((t, i) => $$"""{"title":"{{t}}","paragraphs":[{"context":"c","qas":[{"id":"{{i}}","question":"q?"}]}]}"""));
        SquadImport.Import(folder.Write("s.json", $$"""{"data":[{{articles}}]}"""), folder.At("p"), "xs");
        Assert.Equal(
            ["docs/article-003/01.md", "docs/article-005/01.md", "docs/article-006/01.md", "docs/cafe-unique-2/01.md", "docs/cafe-unique/01.md", "docs/etc/01.md"],
            folder.Files("p").Where(f => f.StartsWith("docs/", StringComparison.Ordinal)));
        Assert.StartsWith("# 上海\n", folder.Read("p/docs/article-003/01.md"), StringComparison.Ordinal);
        Assert.StartsWith("# article-005\n", folder.Read("p/docs/article-005/01.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"data\": [\n{\"title\": 1}]}", 2, "$.data[0].title")]
    [InlineData("{\"data\": [\n{\"paragraphs\": [\n{\"qas\": []}\n]}]}", 3, "$.data[0].paragraphs[0]")]
    [InlineData("{\"data\": [\n{\"paragraphs\": [{\"context\": null, \"qas\": []}]}]}", 2, "context")]
    [InlineData("{\n", 2, "$")]
    [InlineData("{}", 1, "$")]
    [InlineData("null", 1, "$")]
    public void Import_malformed_file_names_line_and_place(string json, int line, string place)
    {
        string squad = folder.Write("s.json", json);
        InputException error = Assert.Throws<InputException>(() => SquadImport.Import(squad, folder.At("p"), "xs"));
        Assert.Equal((squad, line), (error.Problems[0].File, error.Problems[0].Line));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("p")));
    }

    [Theory]
    [InlineData("""{"data":[{"title":"a","paragraphs":[{"context":"c","qas":[{"id":"1","question":"q?"},{"id":"1","question":"r?"}]}]}]}""")]
    [InlineData("""{"data":[]}""")]
    public void Import_unusable_content_leaves_nothing(string json)
    {
        string squad = folder.Write("s.json", json);
        Assert.Throws<InputException>(() => SquadImport.Import(squad, folder.At("p"), "xs"));
        Assert.False(Directory.Exists(folder.At("p")));
        Directory.CreateDirectory(folder.At("empty"));
        Assert.Throws<InputException>(() => SquadImport.Import(squad, folder.At("empty"), "xs"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.At("empty")));
    }

    [Fact]
    public void Import_target_with_files_or_missing_source_is_refused()
    {
        string squad = folder.Write("s.json", """{"data":[{"title":"a","paragraphs":[{"context":"c","qas":[]}]}]}""");
        folder.Write("p/mine.txt", "mine");
        Assert.Throws<InputException>(() => SquadImport.Import(squad, folder.At("p"), "xs"));
        Assert.Throws<InputException>(() => SquadImport.Import(squad, squad, "xs"));
        Assert.Throws<InputException>(() => SquadImport.Import(folder.At("none.json"), folder.At("q"), "xs"));
        Assert.Equal(["p/mine.txt", "s.json"], folder.Files());
    }

    [Fact]
    public void Import_cancelled_leaves_nothing()
    {
        string squad = folder.Write("s.json", """{"data":[{"title":"a","paragraphs":[{"context":"c","qas":[]}]}]}""");
        Assert.Throws<OperationCanceledException>(() => SquadImport.Import(squad, folder.At("p"), "xs", new CancellationToken(canceled: true)));
        Assert.False(Directory.Exists(folder.At("p")));
    }
}
