using System.Diagnostics;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>The watch over each file: readers stop when they are told to, and the file is named with the reason.</summary>
public sealed class ReadingWatchTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Endings => [".md", ".html", ".txt", ".csv", ".tsv", ".json", ".jsonl", ".yaml", ".ipynb", ".rst", ".adoc", ".srt", ".cs", ".ts", ".java", ".go", ".rs", ".cpp", ".py", ".sql", ".zip", ".docx", ".xlsx", ".pptx", ".epub", ".pdf", ".eml", ".mbox"];

    [Theory]
    [MemberData(nameof(Endings))]
    public void Every_reader_stops_when_it_is_told_to(string ending)
    {
        byte[] bytes = HostileFiles.Valid().FirstOrDefault(v => v.Ending == ending).Bytes ?? Text(ending);
        Assert.NotNull(DocumentReaders.Read(Reads.File("a" + ending, ending, bytes), new ReadingOptions(), CancellationToken.None));
        using var source = new CancellationTokenSource();
        var file = new SourceFile("a" + ending, ending, () => { source.Cancel(); return new MemoryStream(bytes); }, bytes.Length);
        Assert.Throws<OperationCanceledException>(() => DocumentReaders.Read(file, new ReadingOptions(), source.Token));
    }

    [Theory]
    [InlineData(".cs", "class A{ int a; }\n")]
    [InlineData(".py", "def a():\n")]
    [InlineData(".sql", "create table a;\n")]
    [InlineData(".rst", "* a\n\n")]
    [InlineData(".adoc", "* a\n")]
    [InlineData(".csv", "a long cell with words,and another one of the same kind,12\n")]
    [InlineData(".yaml", "- a: 1\n")]
    public void Read_ends_soon_after_its_time_is_over_and_says_so(string ending, string pattern)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(pattern, 3_000_000 / pattern.Length)));
        var watch = Stopwatch.StartNew();
        UnreadableDocumentException error = Assert.Throws<UnreadableDocumentException>(() => DocumentReaders.Read(Reads.File("a" + ending, ending, bytes), new ReadingOptions { MaxTime = TimeSpan.FromMilliseconds(1), Time = new ImpatientTime() }, CancellationToken.None));
        Assert.Contains("took longer than 0 s. Split the file", error.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
    }

    [Fact]
    public void Read_that_takes_too_much_memory_says_so()
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("some words\n\n", 390_000)));
        UnreadableDocumentException error = Assert.Throws<UnreadableDocumentException>(() => DocumentReaders.Read(Reads.File("a.md", ".md", bytes), new ReadingOptions { MaxMemoryBytes = 1 << 20 }, CancellationToken.None));
        Assert.Contains("took more than 1 MB of memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_names_limits_that_are_no_limits() => Assert.Equal(2, new ReadingOptions { MaxTime = TimeSpan.Zero, MaxMemoryBytes = 5 }.Validate().Count);

    private static byte[] Text(string ending) => System.Text.Encoding.UTF8.GetBytes(ending switch
    {
        ".json" or ".jsonl" => "{\"a\":1}",
        ".ipynb" => "{\"cells\":[{\"cell_type\":\"code\",\"source\":\"x\"}]}",
        ".srt" => "1\n00:00:01,000 --> 00:00:02,000\nHello.\n",
        _ => "some words\n",
    });

    /// <summary>A clock whose timers ring at once, again and again.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(2));
    }
}
