using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Parallel;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_does_every_part_once(int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (int parts in new[] { 0, 1, 2, 3, 7, 64, 1000 })
        {
            for (int round = 0; round < 200; round++)
            {
                var job = new Count(new int[parts]);
                team.Run(ref job, parts);
                Assert.All(job.Times, t => Assert.Equal(1, t));
            }
        }
    }

    [Fact]
    public void Run_wakes_workers_that_sleep()
    {
        using var team = new WorkerTeam(3);
        for (int round = 0; round < 5; round++)
        {
            Thread.Sleep(20);
            var job = new Count(new int[50]);
            team.Run(ref job, 50);
            Assert.All(job.Times, t => Assert.Equal(1, t));
        }
    }

    [Fact]
    public void Run_from_within_a_part_and_from_several_threads_does_every_part_once()
    {
        using var team = new WorkerTeam(2);
        var totals = new int[4][];
        Thread[] threads = [.. Enumerable.Range(0, totals.Length).Select(i => new Thread(() =>
        {
            var job = new Nested(team, new int[8 * 8]);
            for (int round = 0; round < 500; round++) team.Run(ref job, 8);
            totals[i] = job.Times;
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.All(totals, t => Assert.All(t, n => Assert.Equal(500, n)));
    }

    [Fact]
    public void Run_throws_what_a_part_threw_and_does_the_others()
    {
        using var team = new WorkerTeam(2);
        var job = new Failing(new int[20]);
        Assert.Contains("part 7", Assert.Throws<InvalidOperationException>(() => team.Run(ref job, 20)).Message, StringComparison.Ordinal);
        Assert.Equal(19, job.Times.Sum());
        var next = new Count(new int[20]);
        team.Run(ref next, 20);
        Assert.All(next.Times, t => Assert.Equal(1, t));
    }

    [Fact]
    public void Run_allocates_nothing()
    {
        using var team = new WorkerTeam(1);
        var job = new Count(new int[10]);
        team.Run(ref job, 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++) team.Run(ref job, 10);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        using var two = new WorkerTeam(2);
        two.Run(ref job, 10);
        before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++) two.Run(ref job, 10);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Run_after_dispose_works_alone()
    {
        var team = new WorkerTeam(2);
        team.Dispose();
        var job = new Count(new int[10]);
        team.Run(ref job, 10);
        Assert.All(job.Times, t => Assert.Equal(1, t));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => team.Run(ref job, -1));
    }

    private readonly record struct Count(int[] Times) : IParts
    {
        public void Do(int part) => Interlocked.Increment(ref Times[part]);
    }

    private readonly record struct Failing(int[] Times) : IParts
    {
        public void Do(int part) => Times[part] = part == 7 ? throw new InvalidOperationException("part 7") : 1;
    }

    private readonly record struct Nested(WorkerTeam Team, int[] Times) : IParts
    {
        public void Do(int part)
        {
            var inner = new Row(Times, part * 8);
            Team.Run(ref inner, 8);
        }
    }

    private readonly record struct Row(int[] Times, int Start) : IParts
    {
        public void Do(int part) => Interlocked.Increment(ref Times[Start + part]);
    }
}
