using Assay.Cli.Terminal;

namespace Assay.Tests.Cli;

public sealed class ProgressLineTests
{
    [Theory]
    [InlineData(0, 0, 5, "ingest: 0")]
    [InlineData(1234, 0, 5, "ingest: 1,234")]
    [InlineData(0, 200, 5, "ingest [........................] 0/200")]
    [InlineData(50, 200, 10, "ingest [######..................] 50/200, 30 s left")]
    [InlineData(199, 200, 1, "ingest [#######################.] 199/200, 1 s left")]
    [InlineData(1000, 10_000, 60, "ingest [##......................] 1,000/10,000, 9.0 min left")]
    [InlineData(200, 200, 5, "ingest [########################] 200/200")]
    [InlineData(201, 200, 5, "ingest [########################] 201/200")]
    public void Line_says_how_far_and_how_long(int done, int total, int seconds, string expected) =>
        Assert.Equal(expected, ProgressLine.Line("ingest", done, total, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Report_short_stage_says_nothing() => Assert.Equal("", Shown(isTerminal: false, (0.1, 1), (0.9, 2)));

    [Fact]
    public void Report_without_terminal_writes_a_line_every_few_seconds_and_at_the_end()
    {
        string[] lines = Shown(isTerminal: false, (0, 0), (5.1, 1), (6, 2), (7, 4)).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["s: 1 of 4, 15 s left", "s: 4 of 4"], lines);
    }

    [Fact]
    public void Report_on_a_terminal_redraws_one_line_and_clears_it()
    {
        string shown = Shown(isTerminal: true, (0, 0), (2, 1), (3, 4));

        Assert.DoesNotContain('\n', shown);
        Assert.Contains("\rs [", shown, StringComparison.Ordinal);
        Assert.EndsWith(" \r", shown, StringComparison.Ordinal);
    }

    private static string Shown(bool isTerminal, params (double Second, int Done)[] reports)
    {
        using var error = new StringWriter();
        var clock = new SteppedClock();
        using (var line = new ProgressLine(new CommandHost(TextWriter.Null, error, clock, _ => null, isTerminal)))
        {
            foreach ((double second, int done) in reports)
            {
                clock.Now = TimeSpan.FromSeconds(second).Ticks;
                line.Report("s", done, 4);
            }
        }

        return error.ToString();
    }

    private sealed class SteppedClock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
