using Assay.Initializing;
using Assay.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Application.Initializing;

public sealed class BeirImportTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Import_writes_judged_queries_with_their_documents()
    {
        folder.Write("b/corpus.jsonl", """
            {"_id": "doi:10/1.a", "title": "First", "text": "one"}
            {"_id": ".b", "title": "", "text": "two"}
            """);
        folder.Write("b/queries.jsonl", """
            {"_id": "q1", "text": "which one?"}
            {"_id": "q2", "text": "none?"}
            {"_id": "q3", "text": "not judged?"}
            """);
        folder.Write("b/qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\tdoi:10/1.a\t2\nq1\t.b\t0\nq1\tgone\t1\nq2\t.b\t0\n");
        ImportResult result = BeirImport.Import(folder.At("b"), folder.At("p"), "xs");
        Assert.Equal((2, 1, 1), (result.Documents, result.Questions, result.LeftOut));
        Assert.Equal(3, result.Notes.Length);
        Assert.Equal(["assay.yaml", "docs/%2Eb.txt", "docs/doi%3A10%2F1.a.txt", "questions.jsonl"], folder.Files("p"));
        Assert.Equal("First\n\none\n", folder.Read("p/docs/doi%3A10%2F1.a.txt"));
        Assert.Equal("two\n", folder.Read("p/docs/%2Eb.txt"));
        WrittenQuestions.Item question = Assert.Single(WrittenQuestions.Read(folder.At("p/questions.jsonl")));
        Assert.Equal(["docs/doi%3A10%2F1.a.txt"], question.Documents);
        Assert.Empty(question.Answers);
        Assert.Equal("docs/**/*.txt", YamlValues.Flatten(folder.Read("p/assay.yaml"))["documents"]);
    }

    [Fact]
    public void FileName_any_id_round_trips_inside_docs() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), id =>
        {
            // Half a surrogate pair is refused when the line is read.
            string text = string.Concat(id.Get.Where(c => !char.IsSurrogate(c))) + "x";
            string name = BeirImport.FileName(text)["docs/".Length..];
            return !name.StartsWith('.') && !name.Contains('/') && !name.Contains('\\') && !name.Contains('#')
                && Uri.UnescapeDataString(name[..^".txt".Length]) == text;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("..")]
    [InlineData("../../x")]
    [InlineData("a b#c?d%20")]
    public void FileName_awkward_ids_round_trip(string id)
    {
        string name = BeirImport.FileName(id)["docs/".Length..^".txt".Length];
        Assert.Equal(id, Uri.UnescapeDataString(name));
        Assert.DoesNotContain('/', name);
        Assert.False(name.StartsWith('.'));
    }

    [Theory]
    [InlineData("{\"_id\":\"a\",\"text\":\"t\"}\n{\"_id\":\"a\",\"text\":\"u\"}", 2, "already used")]
    [InlineData("{\"_id\":\"a\",\"text\":\"t\"}\n\n{\"_id\":\"b\"}", 3, "\"text\"")]
    [InlineData("{\"_id\":\"\",\"text\":\"t\"}", 1, "empty")]
    [InlineData("{\"_id\":\"a\",\"text\":[]}", 1, "array")]
    [InlineData("{\"_id\":\"a\",\"text\":\"\\ud800\"}", 1, "Unicode")]
    [InlineData("[1]", 1, "array")]
    [InlineData("{\"_id\":", 1, "JSON object per line")]
    [InlineData("", null, "at least one document")]
    public void Import_malformed_corpus_names_line_and_leaves_nothing(string corpus, int? line, string message)
    {
        string file = folder.Write("b/corpus.jsonl", corpus);
        folder.Write("b/queries.jsonl", """{"_id": "q1", "text": "which?"}""");
        folder.Write("b/qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\ta\t1\n");
        InputException error = Assert.Throws<InputException>(() => BeirImport.Import(folder.At("b"), folder.At("p"), "xs"));
        Assert.Equal((file, line), (error.Problems[0].File, error.Problems[0].Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("p")));
    }

    [Fact]
    public void Import_id_too_long_for_a_file_is_refused()
    {
        folder.Write("b/corpus.jsonl", $$"""{"_id": "{{new string('é', 60)}}", "text": "t"}""");
        folder.Write("b/queries.jsonl", """{"_id": "q1", "text": "which?"}""");
        folder.Write("b/qrels/dev.tsv", "q1\ta\t1\n");
        InputException error = Assert.Throws<InputException>(() => BeirImport.Import(folder.At("b"), folder.At("p"), "xs", "dev"));
        Assert.Contains("too long", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_another_folder_is_refused() =>
        Assert.Throws<InputException>(() => BeirImport.Import(folder.Root, folder.At("p"), "xs"));
}
