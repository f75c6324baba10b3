using System.Collections.Concurrent;
using Assay.Knowledge;
using Assay.Retrieval.Ingestion;
using Assay.Tests.Models.Providers;
using Assay.Text;

namespace Assay.Tests.Application.Knowledge;

/// <summary>The loop of a watch on a clock whose timers go off at once or never.</summary>
public sealed class KnowledgeWatchTests : IDisposable
{
    private static readonly KnowledgeWatchOptions Options = new();

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<KnowledgeWatchEvent> told = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Looks_at_once_and_again_after_a_change()
    {
        var looks = new Looks(new IngestReport { Added = 2 }, new IngestReport { Updated = 1 });
        await RunAsync(looks, t => t == Options.Quiet, untilLooks: 2, signal: true);
        Assert.Equal([2, 0], told.Select(e => e.Report.Added));
        Assert.Equal(1, told.Last().Report.Updated);
    }

    [Fact]
    public async Task Looks_again_without_any_event_when_the_time_has_come()
    {
        var looks = new Looks(new IngestReport(), new IngestReport { Deleted = 1 });
        await RunAsync(looks, t => t == Options.Rescan, untilLooks: 3, signal: false);
        Assert.Contains(told, e => e.Report.Deleted == 1);
    }

    [Fact]
    public async Task What_stays_as_it_is_is_told_once()
    {
        var broken = new IngestReport { Failures = [new IngestFailure("a.md", "not UTF-8")] };
        await RunAsync(new Looks(broken, broken, broken, broken, new IngestReport()), t => t == Options.Rescan, untilLooks: 6, signal: false);
        Assert.Equal([1, 0], told.Select(e => e.Report.Failures.Length));
    }

    [Fact]
    public async Task A_look_that_fails_is_told_and_tried_again()
    {
        var looks = new Looks(new AssayException("locked"), new AssayException("locked"), new IOException("gone"), new IngestReport { Added = 1 }, new IngestReport());
        await RunAsync(looks, t => t == Options.Rescan, untilLooks: 5, signal: false);
        Assert.Equal(["locked", "gone", null], told.Select(e => e.Problem));
    }

    [Fact]
    public async Task An_error_that_is_no_bad_world_ends_the_watch() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(new Looks(new InvalidOperationException("bug")), _ => true, untilLooks: 2, signal: false));

    private async Task RunAsync(Looks looks, Func<TimeSpan, bool> goesOff, int untilLooks, bool signal)
    {
        using var stop = new CancellationTokenSource();
        KnowledgeWatch? watch = null;
        watch = new KnowledgeWatch(
            _ =>
            {
                if (signal) watch!.Signal();
                if (looks.Count + 1 >= untilLooks) stop.Cancel();
                return Task.FromResult(looks.Next());
            },
            folder.Path, Path.Combine(folder.Path, ".assay"), Options, new ImpatientTimeProvider(goesOff));
        await watch.RunAsync(told.Enqueue, stop.Token);
        Assert.Equal(untilLooks, looks.Count);
    }

    /// <summary>Results of looks in their order; the last one again and again.</summary>
    private sealed class Looks(params object[] results)
    {
        public int Count { get; private set; }

        public IngestReport Next()
        {
            object result = results[Math.Min(Count++, results.Length - 1)];
            return result as IngestReport ?? throw (Exception)result;
        }
    }
}
