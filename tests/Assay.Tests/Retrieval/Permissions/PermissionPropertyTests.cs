using System.Collections.Immutable;
using Assay.Answering;
using Assay.Retrieval.Context;
using Assay.Retrieval.Search;
using Assay.Workspaces;
using Xunit.Abstractions;
using Asking = Assay.Tests.Retrieval.Permissions.PermissionWorld.Asking;

namespace Assay.Tests.Retrieval.Permissions;

/// <summary>
/// Whoever asks whatever, by whatever way: nothing comes back that they may not read, and everything that they may. Each way in is a line in
/// <see cref="Paths"/>; a new index or cache is added there.
/// </summary>
public sealed class PermissionPropertyTests(ITestOutputHelper log)
{
    private const int Many = 1000;

    private static readonly (string Name, int Weight, Action<PermissionWorld, Asking, string[]> Check)[] Paths =
    [
        ("search", 8, Search), ("best few", 8, BestFew), ("documents", 8, Documents), ("context", 6, Context), ("context of documents", 4, ContextOf),
        ("whole documents", 4, Whole), ("words", 1, Words), ("kept answers", 2, Answers),
    ];

    [Fact]
    public void Nothing_forbidden_comes_back_in_twenty_thousand_cases() => Run(cases: 20_000, seed: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public void Nothing_forbidden_comes_back_in_a_million_cases() => Run(cases: 1_000_000, seed: 1_000_000);

    private void Run(int cases, int seed)
    {
        const int perWorld = 1000, between = 200;
        int[] counts = new int[Paths.Length];
        Parallel.For(0, cases / perWorld, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            using var world = new PermissionWorld(seed + i);
            for (int n = 0; n < perWorld; n++)
            {
                if (n > 0 && n % between == 0) world.Change();
                int path = Choose(world.Next(Paths.Sum(p => p.Weight)));
                Asking asking = world.RandomAsking();
                string[] query = world.RandomQuery();
                try
                {
                    Paths[path].Check(world, asking, query);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    throw new InvalidOperationException($"World {seed + i}, case {n}, {Paths[path].Name}: {asking} asks '{string.Join(' ', query)}'.", error);
                }

                Interlocked.Increment(ref counts[path]);
            }
        });
        Assert.All(counts, c => Assert.True(c > cases / 200, "A way in was hardly tried."));
        for (int i = 0; i < Paths.Length; i++) log.WriteLine($"{Paths[i].Name}: {counts[i]} cases");
    }

    private static int Choose(int ticket)
    {
        int path = 0;
        while ((ticket -= Paths[path].Weight) >= 0) path++;
        return path;
    }

    private static void Search(PermissionWorld world, Asking asking, string[] query)
    {
        IReadOnlyList<Passage> found = world.Knowledge.Search(string.Join(' ', query), Many, asking.Principal);
        Assert.All(found, p => AssertReadable(world, asking, p.Chunk.DocumentId, p.Chunk.Title, p.Chunk.Text));
        Assert.Equal(world.Expected(asking, query), found.Select(p => p.Chunk.DocumentId).Distinct().Order(StringComparer.Ordinal));
    }

    // What may not be read must not take a place either.
    private static void BestFew(PermissionWorld world, Asking asking, string[] query)
    {
        string text = string.Join(' ', query);
        IReadOnlyList<Passage> found = world.Knowledge.Search(text, 3, asking.Principal);
        Assert.All(found, p => AssertReadable(world, asking, p.Chunk.DocumentId, p.Chunk.Title, p.Chunk.Text));
        Assert.Equal(Math.Min(3, world.Expected(asking, query).Count()), found.Count);
    }

    private static void Documents(PermissionWorld world, Asking asking, string[] query) => Assert.Equal(
        world.Expected(asking, query), world.Knowledge.RankDocuments(string.Join(' ', query), Many, asking.Principal).Select(d => d.DocumentId).Order(StringComparer.Ordinal));

    private static void Context(PermissionWorld world, Asking asking, string[] query) =>
        AssertReadable(world, asking, world.Knowledge.Context(string.Join(' ', query), null, asking.Principal));

    private static void ContextOf(PermissionWorld world, Asking asking, string[] query)
    {
        string[] ids = world.RandomIds();
        ImmutableArray<ContextPassage> found = world.Knowledge.Context(string.Join(' ', query), ids, asking.Principal);
        AssertReadable(world, asking, found);
        Assert.All(found, p => Assert.Contains(p.DocumentId, ids));
    }

    private static void Whole(PermissionWorld world, Asking asking, string[] query)
    {
        (ImmutableArray<ContextPassage> found, double share) = world.Knowledge.WholeDocuments(string.Join(' ', query), 1_000_000, asking.Principal);
        AssertReadable(world, asking, found);
        Assert.Equal(world.AllReadable(asking), found.Select(p => p.DocumentId).Order(StringComparer.Ordinal));
        Assert.Equal(1, share);
    }

    private static void Words(PermissionWorld world, Asking asking, string[] query) =>
        Assert.Equal(world.AllReadable(asking).Count(), world.Knowledge.CountWords(asking.Principal).Count);

    // Two people ask the same, and the answers of both are kept: the second must not be given what was kept for the first.
    private static void Answers(PermissionWorld world, Asking asking, string[] query)
    {
        string text = $"What is {string.Join(' ', query)}?";
        using AnswerCache cache = AnswerCache.Open(world.Workspace, survivesPowerLoss: false);
        using var model = new ExtractiveAnswerModel(world.Knowledge, "Not known.", null, TimeProvider.System);
        foreach (Asking one in (Asking[])[world.RandomAsking(), asking, world.RandomAsking(), asking])
        {
            var request = new AnswerRequest(text, world.Knowledge.Context(text, null, one.Principal), FromDocuments: true) { Principal = one.Principal };
            AssertReadable(world, one, request.Passages);
            string key = model.Key(request);
            if (cache.Find(key) is not { } answer)
            {
                answer = model.AnswerAsync(request, CancellationToken.None).ToBlockingEnumerable().OfType<AnswerCompleted>().Single().Answer;
                cache.Keep(key, answer);
            }

            Assert.Null(world.Forbidden(answer.Text, one));
            Assert.All(CitationResolver.Resolve(answer.Text, request.Passages), c => AssertReadable(world, one, c.Passage!.DocumentId, c.Passage.Title, c.Passage.Text));
        }
    }

    private static void AssertReadable(PermissionWorld world, Asking asking, ImmutableArray<ContextPassage> passages)
    {
        foreach (ContextPassage passage in passages) AssertReadable(world, asking, passage.DocumentId, passage.Title, passage.Text);
    }

    private static void AssertReadable(PermissionWorld world, Asking asking, string id, string title, string text)
    {
        Assert.True(world.MayRead(id, asking), $"'{id}' came back.");
        Assert.Null(world.Forbidden(title, asking));
        Assert.Null(world.Forbidden(text, asking));
    }
}
