using Assay.Collections;
using Assay.Retrieval.Documents;
using Assay.Tests.Application.Initializing;
using Assay.Text;

namespace Assay.Tests.Application.Collections;

public sealed class RetrievalCollectionTests : IDisposable
{
    private const string Doc = "<DOC>\n<DOCNO> d1 </DOCNO>\n<TITLE>The\nTitle</TITLE>\nlow &lt; high <b>bold</b>\n</DOC>\n";
    private const string Top = "<top>\n<num> Number: 1\n<title> Topic: first\n topic\n<desc> Description:\nlonger\n</top>\n<top><num>2</num><title></title><desc>described</desc></top>\n";

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_beir_reads_the_split()
    {
        Beir();
        RetrievalCollection collection = RetrievalCollection.Open(folder.At("b/"))!;
        Assert.Equal("b", collection.Name);
        Assert.Equal(["q1 1 2", "q1 2 0", "q9 1 1"], Judgements(collection));
        Assert.Equal(["q1"], collection.Questions.Select(q => q.Id));
        Assert.Empty(collection.Questions[0].Documents);
        Assert.Equal(["q2"], RetrievalCollection.Open(folder.At("b"), "train")!.Questions.Select(q => q.Id));
        Assert.Equal([folder.At("b/corpus.jsonl"), folder.At("b/queries.jsonl"), folder.At("b/qrels/train.tsv")], RetrievalCollection.Open(folder.At("b"), "train")!.Files.ToArray());
    }

    [Fact]
    public void Documents_can_be_enumerated_twice()
    {
        Beir();
        RetrievalCollection collection = RetrievalCollection.Open(folder.At("b"))!;
        foreach (int _ in Enumerable.Range(0, 2))
        {
            SourceFile[] documents = [.. collection.Documents()];
            Assert.Equal([("1", ".txt", "One", "één", 5L), ("2", ".txt", null, "", 0L)], documents.Select(d => (d.Id, d.Format, d.Title, Text(d), d.LengthBytes)));
        }
    }

    [Fact]
    public void Documents_malformed_line_is_named_when_reached()
    {
        Beir();
        string corpus = folder.Write("b/corpus.jsonl", "{\"_id\":\"1\",\"text\":\"a\"}\n{\"_id\":\"2\"}\n");
        IEnumerable<SourceFile> documents = RetrievalCollection.Open(folder.At("b"))!.Documents();
        Assert.Equal("1", documents.First().Id);
        InputException error = Assert.Throws<InputException>(() => documents.Count());
        Assert.Equal((corpus, 2), (error.Problems[0].File, error.Problems[0].Line));
    }

    [Theory]
    [InlineData("qrels/test.tsv", "q\td\ts\nq1\t1\n", 2, "3 fields")]
    [InlineData("qrels/test.tsv", "q\td\ts\nq1\t1\thigh\n", 2, "whole number")]
    [InlineData("qrels/test.tsv", "q1\t1\t1\nq1\t1\t1\n\nq1\t1\t2\n", 4, "judged 1 in line 1")]
    [InlineData("queries.jsonl", "{\"_id\":\"q1\",\"text\":\"a\"}\n{\"_id\":\"q1\",\"text\":\"b\"}\n", 2, "already used in line 1")]
    [InlineData("queries.jsonl", "{\"_id\":\"q1\",\"text\":null}\n", 1, "\"text\"")]
    [InlineData("queries.jsonl", "{}\n", 1, "\"_id\"")]
    public void Open_malformed_beir_names_file_and_line(string file, string content, int line, string message)
    {
        Beir();
        string path = folder.Write("b/" + file, content);
        InputException error = Assert.Throws<InputException>(() => RetrievalCollection.Open(folder.At("b")));
        Assert.Equal((path, line), (error.Problems[0].File, error.Problems[0].Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_beir_missing_parts_are_named()
    {
        Beir();
        Assert.Contains("there is test, train", Assert.Throws<InputException>(() => RetrievalCollection.Open(folder.At("b"), "dev")).Message, StringComparison.Ordinal);
        File.Delete(folder.At("b/queries.jsonl"));
        Assert.Contains("queries.jsonl", Assert.Throws<InputException>(() => RetrievalCollection.Open(folder.At("b"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_trec_recognises_files_by_content()
    {
        folder.Write("t/corpus/b.anything", "<DOC><DOCNO>d2</DOCNO><TEXT>two</TEXT>junk<TEXT>more</TEXT></DOC> <DOC><DOCNO>d3</DOCNO></DOC>\n");
        folder.Write("t/corpus/a", Doc);
        folder.Write("t/README.md", "About the collection.");
        folder.Write("t/empty", "");
        folder.Write("t/a_light.trec", "<top><num>1</num><title>light</title></top>");
        folder.Write("t/query-text.trec", Top);
        folder.Write("t/qrels", "1 0 d1 1\n2 0 d2 -1\n");
        RetrievalCollection collection = RetrievalCollection.Open(folder.At("t"))!;
        Assert.Equal([("1", "first topic"), ("2", "described")], collection.Questions.Select(q => (q.Id, q.Text)));
        Assert.Equal(["1 d1 1", "2 d2 -1"], Judgements(collection));
        Assert.Equal(
            [("d1", "The Title", "low < high  bold"), ("d2", null, "two\nmore"), ("d3", null, "")],
            collection.Documents().Select(d => (d.Id, d.Title, Text(d))));
        Assert.Equal(["a", "b.anything", "query-text.trec", "qrels"], collection.Files.Select(Path.GetFileName));
    }

    [Fact]
    public void Open_trec_several_judgements_the_split_decides()
    {
        folder.Write("t/docs", Doc);
        folder.Write("t/topics", Top);
        folder.Write("t/qrels.dev", "1 0 d1 1\n");
        folder.Write("t/qrels.test", "2 0 d1 1\n");
        Assert.Equal("2", RetrievalCollection.Open(folder.At("t"))!.Judgements.Topics[0]);
        Assert.Equal("1", RetrievalCollection.Open(folder.At("t"), "dev")!.Judgements.Topics[0]);
        Assert.Equal("1", RetrievalCollection.Open(folder.At("t"), "train")!.Judgements.Topics[0]);
    }

    [Theory]
    [InlineData("docs", "<DOC>\n<DOCNO>1</DOCNO>\n\n<DOC>\n", 4, "still open")]
    [InlineData("docs", "<DOC><DOCNO>1</DOCNO></DOC>\n<DOC>\n<DOCNO>2", 2, "</DOC>")]
    [InlineData("docs", "<DOC><DOCNO>1</DOCNO></DOC>\n<DOC>\ntext</DOC>", 2, "<DOCNO>")]
    [InlineData("docs", "<DOC><DOCNO>1</DOCNO></DOC>\n\n<DOC><DOCNO> 1 </DOCNO></DOC>", 3, "'1' is already used")]
    [InlineData("topics", "<top><num>1</num><title>a</title></top>\n\n<top><title>b</title></top>", 3, "<num>")]
    [InlineData("topics", "<top><num>1</num><title>a</title></top>\n<top><num>2</num></top>", 2, "<title>")]
    [InlineData("topics", "<top><num>1<title>a\n<top><num>1<title>a", 2, "already used in line 1")]
    [InlineData("topics", "<top><num>7</num><title>a</title></top>", null, "judgement")]
    [InlineData("qrels", "1 0 d1 1\n1 0 d1\n", 2, "4 fields")]
    public void Open_malformed_trec_names_file_and_line(string file, string content, int? line, string message)
    {
        folder.Write("t/docs", Doc);
        folder.Write("t/topics", Top);
        folder.Write("t/qrels", "1 0 d1 1\n");
        string path = folder.Write("t/" + file, content);
        InputException error = Assert.Throws<InputException>(() => RetrievalCollection.Open(folder.At("t"))!.Documents().Count());
        Assert.Equal((path, line), (error.Problems[0].File, error.Problems[0].Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_trec_without_topics_says_so()
    {
        folder.Write("t/docs", Doc);
        folder.Write("t/qrels", "1 0 d1 1\n");
        Assert.Contains("<top>", Assert.Throws<InputException>(() => RetrievalCollection.Open(folder.At("t"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_anything_else_is_null()
    {
        folder.Write("x/page.md", "# A page\n\none two three four\n");
        folder.Write("x/numbers.txt", "1 0 d1 1\n");
        folder.Write("y/corpus.jsonl", "{}");
        Assert.Null(RetrievalCollection.Open(folder.At("x")));
        Assert.Null(RetrievalCollection.Open(folder.At("y")));
        Assert.Null(RetrievalCollection.Open(folder.At("none")));
    }

    private void Beir()
    {
        folder.Write("b/corpus.jsonl", "{\"_id\":\"1\",\"title\":\"One\",\"text\":\"één\",\"metadata\":{}}\n{\"_id\":2,\"text\":\"\"}\n");
        folder.Write("b/queries.jsonl", "{\"_id\":\"q1\",\"text\":\"first\"}\n{\"_id\":\"q2\",\"text\":\"second\"}\n");
        folder.Write("b/qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\t1\t2\nq1\t2\t0\nq1\t1\t2\nq9\t1\t1\n");
        folder.Write("b/qrels/train.tsv", "query-id\tcorpus-id\tscore\nq2\t1\t1\n");
    }

    private static IEnumerable<string> Judgements(RetrievalCollection collection) =>
        collection.Judgements.Topics.SelectMany(t => collection.Judgements.Of(t).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{t} {g.Key} {g.Value}"));

    private static string Text(SourceFile file)
    {
        using var reader = new StreamReader(file.Open());
        return reader.ReadToEnd();
    }
}
