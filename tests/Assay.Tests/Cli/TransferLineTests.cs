using Assay.Cli.Terminal;
using Assay.Models.Hub;

namespace Assay.Tests.Cli;

public sealed class TransferLineTests
{
    [Theory]
    [InlineData(0, 538_000_000, null, "w [....................] 0 B of 538.0 MB")]
    [InlineData(134_500_000, 538_000_000, 12_300_000.0, "w [#####...............] 134.5 MB of 538.0 MB, 12.3 MB/s, 33 s left")]
    [InlineData(1_000, 15_000_000_000, 1_000_000.0, "w [....................] 1.0 kB of 15.00 GB, 1.0 MB/s, 4.2 h left")]
    [InlineData(2_000_000, 602_000_000, 1_000_000.0, "w [....................] 2.0 MB of 602.0 MB, 1.0 MB/s, 10.0 min left")]
    [InlineData(500, 500, 800.0, "w [####################] 500 B of 500 B, 800 B/s")]
    [InlineData(5, 0, 0.0, "w [####################] 5 B of 0 B")]
    public void Line_says_bytes_speed_and_time_left(long done, long total, double? speed, string expected) =>
        Assert.Equal(expected, TransferLine.Line(new PullProgress(PullStep.Fetching, "w", done, total), speed));

    [Fact]
    public void Report_measures_speed_over_the_last_seconds()
    {
        string[] lines = Shown((0, 0, null), (5, 5_000, null), (30, 30_000, null), (35, 80_000, null), (40, 130_000, null), (45, 180_000, null));

        Assert.Contains("30.0 kB of 1.0 MB, 1.0 kB/s", lines[1], StringComparison.Ordinal);
        Assert.Contains("180.0 kB of 1.0 MB, 10.0 kB/s, 82 s left", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Report_notes_are_lines_of_their_own_and_speed_begins_anew_after_them()
    {
        string[] lines = Shown((0, 0, null), (6, 600_000, null), (12, 0, "The connection broke.\u001b[2J"), (60, 600_000, null), (70, 610_000, null));

        Assert.Equal("The connection broke.\uFFFD[2J", lines[1]);
        Assert.Contains("1.0 kB/s", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Report_short_pull_says_nothing() => Assert.Empty(Shown((0, 0, null), (0.9, 1_000_000, null)));

    private static string[] Shown(params (double Second, long Bytes, string? Note)[] reports)
    {
        using var error = new StringWriter();
        var clock = new SteppedClock();
        using (var line = new TransferLine(new CommandHost(TextWriter.Null, error, clock, _ => null, isTerminal: false)))
        {
            foreach ((double second, long bytes, string? note) in reports)
            {
                clock.Now = TimeSpan.FromSeconds(second).Ticks;
                line.Report(new PullProgress(note is null ? PullStep.Fetching : PullStep.Retrying, "w", bytes, 1_000_000, note));
            }
        }

        return error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class SteppedClock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
