using Assay.Evaluation.Ranking;
using Assay.Text;

namespace Assay.Tests.Evaluation.Ranking;

public sealed class RankingFilesTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_trec_qrels_ignores_iteration_comments_repeats_and_blank_lines()
    {
        Qrels qrels = QrelsReader.Read(folder.Write("a.qrels", "# note\n1 0 d1 2\r\n\n1 0 d1 2\n1\tx\td2   -1 \n10 0 d1 0\n2 0 é 1"));
        Assert.Equal(["1", "10", "2"], qrels.Topics.AsEnumerable());
        Assert.Equal(2, qrels.Of("1")["d1"]);
        Assert.Equal(-1, qrels.Of("1")["d2"]);
        Assert.Equal(1, qrels.Of("2")["é"]);
        Assert.Empty(qrels.Of("3"));
    }

    [Fact]
    public void Read_run_without_line_breaks_or_end_is_refused()
    {
        string path = folder.Write("long.trec", "1 Q0 d1 1 0.5 t\n" + new string('x', 3 << 20) + "\n1 Q0 d1 2 0.4 t\n");
        InputException error = Assert.Throws<InputException>(() => RankedRunReader.Read(path));
        Assert.Equal([2, 3], error.Problems.Select(p => p.Line));
        Assert.Contains("This line has 3145728 bytes; at most 1048576 (1 MB) are read", error.Problems[0].Message, StringComparison.Ordinal);
        path = folder.Write("endless.trec", "1 Q0 d1 1 0.5 t\n" + new string('x', 17 << 20));
        Assert.Contains("More than 16 MB without a line break", Assert.Throws<InputException>(() => RankedRunReader.Read(path)).Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal(1, Assert.Throws<InputException>(() => RankedRunReader.Read("/dev/zero")).Problems[0].Line);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_whole()
    {
        string[] ids = [.. Enumerable.Range(0, 40).Select(i => new string((char)('a' + (i % 26)), 1 + (i * i * 600)))];
        RankedRun run = RankedRunReader.Read(folder.Write("wide.trec", "\uFEFF" + string.Join("\r\n", ids.Select(id => $"1 Q0 {id} 1 0.5 t"))));
        Assert.Equal(ids.Order(StringComparer.Ordinal), run.Of("1").Select(d => d.Document).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_beir_qrels_skips_the_header_and_keeps_blanks_in_ids()
    {
        Qrels qrels = QrelsReader.Read(folder.Write("test.tsv", "query-id\tcorpus-id\tscore\n1\ta b.md\t1\n3\t14717500\t2\n"));
        Assert.Equal(1, qrels.Of("1")["a b.md"]);
        Assert.Equal(2, qrels.Of("3")["14717500"]);
    }

    [Fact]
    public void Read_beir_qrels_without_header_loses_nothing() =>
        Assert.Equal(["1", "2"], QrelsReader.Read(folder.Write("test.tsv", "1\ta\t1\n2\tb\t1\n")).Topics.AsEnumerable());

    [Fact]
    public void Read_question_set_as_judgements_grades_its_documents_1()
    {
        Qrels qrels = QrelsReader.Read(folder.Write("q.jsonl", """
            {"id":"1","question":"a?","answers":["x"],"documents":["b.md","a.md#top","b.md"]}
            {"id":"2","question":"b?","answers":["x"]}
            """));
        Assert.Equal(["1"], qrels.Topics.AsEnumerable());
        Assert.Equal([("a.md#top", 1), ("b.md", 1)], qrels.Of("1").OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => (d.Key, d.Value)));
        Assert.Throws<InputException>(() => QrelsReader.Read(folder.Write("none.jsonl", """{"id":"2","question":"b?","answers":["x"]}""")));
    }

    [Fact]
    public void Read_json_run_is_the_same_as_its_lines()
    {
        RankedRun run = RankedRunReader.Read(folder.Write("results.json", " {\"q1\": {\"a b\": 1.5, \"c\": 2}, \"q2\": {}, \"q3\": {\"d\": -1e-3}}"));
        Assert.Equal(["q1", "q3"], run.Topics.AsEnumerable());
        Assert.Equal([new("a b", 1.5), new ScoredDocument("c", 2)], run.Of("q1").AsEnumerable());
        Assert.Equal("results", run.Name);
    }

    [Theory]
    [InlineData("{\"q\": {\"a\": \"1\"}}")]
    [InlineData("{\"q\": {\"a\": 1, \"a\": 2}}")]
    [InlineData("{\"q\": [1]}")]
    [InlineData("{\"q\": {\"a\": 1e999}}")]
    [InlineData("{}")]
    [InlineData("{")]
    public void Read_json_run_of_another_form_is_refused(string json) =>
        Assert.Throws<InputException>(() => RankedRunReader.Read(folder.Write("bad.json", json)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_judgements_and_read_them_back(bool beir)
    {
        Qrels qrels = Qrels.Create([new("q2", "d", 2), new("q1", "é", -1), new("q1", "a b", 0)]);
        using StringWriter writer = new();
        if (beir) QrelsWriter.WriteBeir(writer, qrels);
        else QrelsWriter.WriteTrec(writer, qrels);
        Qrels back = QrelsReader.Read(folder.Write("back.qrels", writer.ToString()));
        Assert.Equal(qrels.Topics.AsEnumerable(), back.Topics);
        Assert.Equal((0, -1, 2), (back.Of("q1")["a%20b"], back.Of("q1")["é"], back.Of("q2")["d"]));
    }

    [Fact]
    public void Write_table_has_a_row_per_topic_and_reads_back_exactly()
    {
        Qrels qrels = Qrels.Create([new("q,1", "a", 1), new("q,1", "b", 1), new("q2", "a", 1)]);
        RankedRun run = RankedRun.Create("r", [("q,1", new("x", 3)), ("q,1", new("y", 2)), ("q,1", new("a", 1)), ("q2", new("a", 1))]);
        using StringWriter writer = new();
        RankingTable.Write(writer, RankingMetrics.Evaluate(qrels, run, new RankingOptions { Measures = ["map", "num_q", "gm_map"] }));
        Assert.Equal($"topic,num_q,map,gm_map\n\"q,1\",,{1.0 / 6:R},\nq2,,1,\nall,2,{7.0 / 12:R},{Math.Exp(Math.Log(1.0 / 6) / 2):R}\n", writer.ToString());
    }

    [Fact]
    public void Read_malformed_qrels_reports_every_line()
    {
        InputException error = Assert.Throws<InputException>(() => QrelsReader.Read(folder.Write("a.qrels", "1 0 d1 1\n1 0 d1\n1 0 d2 x\n1 0 d1 2\n1 0 d3 1 5\n")));
        Assert.Equal([2, 3, 4, 5], error.Problems.Select(p => p.Line));
        Assert.Contains("line 1", error.Problems[2].Message, StringComparison.Ordinal);
        InputException beir = Assert.Throws<InputException>(() => QrelsReader.Read(folder.Write("b.tsv", "query-id\tcorpus-id\tscore\n1\ta\n1\tb\t0.5\n\t\t\n")));
        Assert.Equal([2, 3], beir.Problems.Select(p => p.Line));
        Assert.Throws<InputException>(() => QrelsReader.Read(folder.Write("c.qrels", "\n\n")));
    }

    [Fact]
    public void Read_run_ignores_rank_and_takes_the_last_tag()
    {
        RankedRun run = RankedRunReader.Read(folder.Write("a.trec", "q1 Q0 d1 7 1.5e1 first\n\n#x\nq1 Q0 d2 1 -2 second more fields\n"));
        Assert.Equal("second", run.Name);
        Assert.Equal([new ScoredDocument("d1", 15), new ScoredDocument("d2", -2)], run.Of("q1").AsEnumerable());
        Assert.Empty(run.Of("q2"));
    }

    [Fact]
    public void Read_malformed_run_reports_every_line()
    {
        string path = folder.Write("a.trec", "q1 Q0 d1 1 1.0 r\nq1 Q0 d2 2 0.5\nq1 Q0 d3 3 NaN r\nq1 Q0 d4 4 1,5 r\nq1 Q0 d1 5 0 r\nq1 Q0 d5 5 1e999 r\n");
        InputException error = Assert.Throws<InputException>(() => RankedRunReader.Read(path));
        Assert.Equal([2, 3, 4, 5, 6], error.Problems.Select(p => p.Line));
        Assert.All(error.Problems, p => Assert.Equal(path, p.File));
        Assert.Throws<InputException>(() => RankedRunReader.Read(folder.Write("b.trec", "# nothing\n")));
    }

    [Fact]
    public void Write_run_reads_back_the_same_with_white_space_escaped()
    {
        RankedRun run = RankedRun.Create("my run", [("q 1", new ScoredDocument("docs/a b.md", 0.1)), ("q 1", new ScoredDocument("z", 1.0 / 3)), ("q 1", new ScoredDocument("y", 1.0 / 3))]);
        using var text = new StringWriter { NewLine = "\r\n" };
        RankedRunWriter.Write(text, run);
        Assert.Equal("q%201 Q0 z 1 0.3333333333333333 my%20run\nq%201 Q0 y 2 0.3333333333333333 my%20run\nq%201 Q0 docs/a%20b.md 3 0.1 my%20run\n", text.ToString());
        Assert.Equal(1.0 / 3, RankedRunReader.Read(folder.Write("run.trec", text.ToString())).Of("q%201")[0].Score);
    }

    [Fact]
    public void Read_missing_unreadable_or_utf16_file_is_an_error_for_the_user()
    {
        Assert.Throws<InputException>(() => RankedRunReader.Read(folder.Path("none.trec")));
        Assert.Throws<InputException>(() => RankedRunReader.Read(folder.Path("")));
        InputException error = Assert.Throws<InputException>(() => RankedRunReader.Read(folder.Write("u.trec", 0xFF, 0xFE, 65, 0)));
        Assert.Contains("UTF-16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_topics_understands_closed_and_open_tags()
    {
        string closed = folder.Write("a.trec", "<top>\n<num>1</num><title>\nDIELECTRIC  CONSTANT\n</title>\n</top>\n<top>\n<num>2</num><title>\nX <BETA> &amp; Y\n</title>\n</top>\n");
        Assert.Equal([new Topic("1", "DIELECTRIC CONSTANT"), new Topic("2", "X <BETA> & Y")], TopicReader.Read(closed).AsEnumerable());
        string open = folder.Write("b.trec", "<top>\n<num> Number: 301\n<title> Topic: International\nOrganized Crime\n\n<desc> Description:\nIdentify.\n<narr> Narrative:\nA <title> x\n</top>\n<top>\n<num> Number: 302\n<desc> Description: Only this\n<top><num>3<query>third</top>");
        Assert.Equal([new Topic("301", "International Organized Crime"), new Topic("302", "Only this"), new Topic("3", "third")], TopicReader.Read(open).AsEnumerable());
    }

    [Fact]
    public void Read_beir_queries_takes_id_and_text() =>
        Assert.Equal([new Topic("0", "first query"), new Topic("1", "zweite Ä")], TopicReader.Read(folder.Write("q.jsonl", "\uFEFF{\"_id\":\"0\",\"text\":\"first  query\",\"metadata\":{}}\n\n{\"text\":\"zweite Ä\",\"_id\":1}\n")).AsEnumerable());

    [Fact]
    public void Read_malformed_topics_reports_every_place()
    {
        InputException trec = Assert.Throws<InputException>(() => TopicReader.Read(folder.Write("a", "<top>\n<num>1<title>x</top>\n<top>\n<num>2\n</top>\n<top><title>y</top>\n<top><num>1<title>z</top>\n")));
        Assert.Equal([3, 6, 7], trec.Problems.Select(p => p.Line));
        InputException json = Assert.Throws<InputException>(() => TopicReader.Read(folder.Write("b", "{\"_id\":\"1\",\"text\":\"x\"}\n{\"_id\":true,\"text\":\"x\"}\n{\n{\"_id\":\"1\",\"text\":\"y\"}\n")));
        Assert.Equal([2, 3, 4], json.Problems.Select(p => p.Line));
        Assert.Throws<InputException>(() => TopicReader.Read(folder.Write("c", "just text\n")));
    }
}
