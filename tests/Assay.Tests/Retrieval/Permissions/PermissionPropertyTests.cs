using System.Diagnostics;
using Xunit.Abstractions;
using Asking = Assay.Tests.Retrieval.Permissions.PermissionWorld.Asking;

namespace Assay.Tests.Retrieval.Permissions;

/// <summary>
/// Whoever asks whatever, by whatever way: nothing comes back that they may not read, and everything that they may. Each way in is a line in
/// <see cref="Paths"/>, in <see cref="PermissionPaths"/>; a new index or cache is added there.
/// </summary>
public sealed class PermissionPropertyTests(ITestOutputHelper log)
{
    private static readonly (string Name, int Weight, Action<PermissionWorld, Asking, string[]> Check)[] Paths =
    [
        ("search", 8, PermissionPaths.Search), ("best few", 8, PermissionPaths.BestFew), ("documents", 8, PermissionPaths.Documents),
        ("all stages", 8, PermissionPaths.AllStages), ("rerank candidates", 4, PermissionPaths.Candidates), ("reranker", 4, PermissionPaths.Reranked), ("keyword search alone", 6, PermissionPaths.KeywordAlone),
        ("wrong spelling", 2, PermissionPaths.WrongSpelling), ("nothing else counts", 2, PermissionPaths.NothingElseCounts),
        ("vectors", 8, PermissionPaths.Vectors), ("fused", 6, PermissionPaths.Fused), ("vector graph", 8, PermissionPaths.VectorGraph),
        ("context", 4, PermissionPaths.Context), ("context of documents", 4, PermissionPaths.ContextOf), ("whole documents", 2, PermissionPaths.Whole),
        ("words", 1, PermissionPaths.Words), ("kept answers", 1, PermissionPaths.Answers), ("explained", 2, PermissionPaths.Explained),
        ("kept traces", 1, PermissionPaths.Traces), ("why not", 2, PermissionPaths.WhyNot),
    ];

    [Fact]
    public void Nothing_forbidden_comes_back_in_twenty_thousand_cases() => Run(cases: 20_000, perWorld: 1000, seed: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public void Nothing_forbidden_comes_back_in_a_million_cases() => Run(cases: 1_000_000, perWorld: 2000, seed: 1_000_000);

    private void Run(int cases, int perWorld, int seed)
    {
        const int changes = 5;
        int[] counts = new int[Paths.Length];
        long[] ticks = new long[Paths.Length];
        Parallel.For(0, cases / perWorld, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            using var world = new PermissionWorld(seed + i);
            for (int n = 0; n < perWorld; n++)
            {
                if (n > 0 && n % (perWorld / changes) == 0) world.Change();
                int path = Choose(world.Next(Paths.Sum(p => p.Weight)));
                Asking asking = world.RandomAsking();
                string[] query = world.RandomQuery();
                long started = Stopwatch.GetTimestamp();
                try
                {
                    Paths[path].Check(world, asking, query);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    throw new InvalidOperationException($"World {seed + i}, case {n}, {Paths[path].Name}: {asking} asks '{string.Join(' ', query)}'.", error);
                }

                Interlocked.Increment(ref counts[path]);
                Interlocked.Add(ref ticks[path], Stopwatch.GetTimestamp() - started);
            }
        });
        Assert.All(counts, c => Assert.True(c > cases / 500, "A way in was hardly tried."));
        for (int i = 0; i < Paths.Length; i++) log.WriteLine($"{Paths[i].Name}: {counts[i]} cases, {TimeSpan.FromSeconds((double)ticks[i] / Stopwatch.Frequency / counts[i]).TotalMicroseconds:0} us each");
    }

    private static int Choose(int ticket)
    {
        int path = 0;
        while ((ticket -= Paths[path].Weight) >= 0) path++;
        return path;
    }
}
