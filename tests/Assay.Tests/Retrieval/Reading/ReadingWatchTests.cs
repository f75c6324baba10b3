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
        var watch = Stopwatch.StartNew();
        Assert.Contains("took longer than 0 s. Split the file", Stopped(ending, pattern, 1_000_000, new ReadingOptions { MaxTime = TimeSpan.FromMilliseconds(1) }), StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
    }

    [Fact]
    public void Read_that_takes_too_much_memory_says_so()
    {
        byte[] held = [];
        string said = Stopped(".md", "some words\n\n", 1_000_000, new ReadingOptions { MaxTime = TimeSpan.FromDays(1), MaxMemoryBytes = 1 << 20 }, () => held = GC.AllocateUninitializedArray<byte>(512 << 20));
        Assert.Contains("took more than 1 MB of memory", said, StringComparison.Ordinal);
        GC.KeepAlive(held);
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

    // The watch looks when all of the file has come in, and what is made of it is still to be made.
    private static string Stopped(string ending, string pattern, int length, ReadingOptions options, Action? before = null)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(pattern, length / pattern.Length)));
        var time = new HandTime();
        var file = new SourceFile("a" + ending, ending, () => new RingingStream(bytes, () => { before?.Invoke(); time.Ring(); }), bytes.Length);
        return Assert.Throws<UnreadableDocumentException>(() => DocumentReaders.Read(file, options with { Time = time }, CancellationToken.None)).Message;
    }

    /// <summary>A clock that goes on by a second each time it is asked, and whose timer rings when it is told to.</summary>
    private sealed class HandTime : TimeProvider
    {
        private TimerCallback? callback;
        private long now;

        public override long GetTimestamp() => now += TimestampFrequency;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            this.callback = callback;
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Ring() => callback?.Invoke(null);
    }

    /// <summary>Says when its end is reached.</summary>
    private sealed class RingingStream(byte[] bytes, Action ring) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => Rung(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            return Rung(read);
        }

        private int Rung(int read)
        {
            if (Position == Length) ring();
            return read;
        }
    }
}
