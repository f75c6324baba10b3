using System.Collections.Concurrent;
using Assay.Numerics.Vectors;

namespace Assay.Retrieval.Dense;

/// <summary>
/// Adds nodes to a graph in batches. Those of a batch search the graph as it was before the batch, at the same time, and see each other by an
/// exhaustive comparison; then every list that changes is written by one thread. So the graph does not depend on the number of threads.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="effort">Candidates a node's links are chosen from.</param>
/// <param name="seed">Seed of the levels.</param>
/// <param name="threads">Threads used; 1 or more.</param>
internal sealed class HnswBuilder(HnswGraph graph, int effort, int seed, int threads)
{
    /// <summary>Most nodes of a batch.</summary>
    public const int BatchSize = 256;

    private const int HighestLevel = 15;

    private readonly QuantizedRows rows = graph.Rows;
    private readonly GraphLinks links = graph.Links;
    private readonly ConcurrentBag<GraphScratch> scratches = [];
    private readonly ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads };
    private readonly List<Edge> pending = [];

    /// <summary>Links the next rows that are not in the graph yet.</summary>
    /// <returns>How many were linked; 0 when all are.</returns>
    public int AddBatch()
    {
        int start = graph.Count, count = Math.Min(rows.Count - start, Math.Clamp(start / 4, 1, BatchSize));
        if (count <= 0) return 0;
        for (int i = 0; i < count; i++) links.Add(LevelOf(start + i));
        if (graph.Entry < 0) graph.Entry = start;
        else Link(start, count);
        for (int node = start; node < start + count; node++)
        {
            if (links.Level(node) > links.Level(graph.Entry)) graph.Entry = node;
        }

        return count;
    }

    private void Link(int start, int count)
    {
        int top = links.Level(graph.Entry);
        var chosen = new Edge[count][];
        Each(count, (i, scratch) => chosen[i] = Choose(scratch, start, count, start + i, top));
        pending.Clear();
        foreach (Edge[] some in chosen) pending.AddRange(some);

        // By list, then by the new node: the order in which threads finished does not show.
        pending.Sort();
        var groups = new List<Range>();
        for (int from = 0, to; from < pending.Count; from = to)
        {
            to = from + 1;
            while (to < pending.Count && pending[to].Target == pending[from].Target && pending[to].Level == pending[from].Level) to++;
            groups.Add(from..to);
        }

        Each(groups.Count, (i, scratch) => Join(scratch, groups[i]));
    }

    private void Each(int count, Action<int, GraphScratch> action)
    {
        Parallel.For(0, count, parallel, () => scratches.TryTake(out GraphScratch? kept) ? kept : graph.Scratch(), (i, _, scratch) =>
        {
            action(i, scratch);
            return scratch;
        }, scratches.Add);
    }

    // Finds a new node's neighbours on each of its levels and writes its own lists, which nobody else reads during a batch.
    private Edge[] Choose(GraphScratch scratch, int start, int count, int node, int top)
    {
        var result = new List<Edge>();
        scratch.Query.Set(rows, node);
        rows.Score(scratch.Query, start, scratch.BatchScores.AsSpan(0, count));
        int level = links.Level(node);
        ScoredRow nearest = graph.Descend(scratch, Math.Min(level, top));
        for (int at = level; at >= 0; at--)
        {
            scratch.Pool.Reset(effort);
            if (at <= top)
            {
                graph.Begin(scratch, nearest, effort);
                graph.Walk(scratch, at);
                nearest = scratch.Pool.Row(0);
            }

            for (int i = 0; i < count; i++)
            {
                if (start + i != node && links.Level(start + i) >= at) scratch.Pool.Offer(new ScoredRow(start + i, scratch.BatchScores[i]));
            }

            scratch.Candidates.Clear();
            for (int i = 0; i < scratch.Pool.Count; i++) scratch.Candidates.Add(scratch.Pool.Row(i));
            int kept = Select(scratch, links.Upper);
            scratch.Chosen.AsSpan(0, kept).CopyTo(links.Of(node, at));
            for (int i = 0; i < kept; i++) result.Add(new Edge(scratch.Chosen[i], at, node));
        }

        return [.. result];
    }

    // Of the candidates in order of nearness those that are nearer to the node than to any kept before: links in all directions, also out of a cluster.
    private int Select(GraphScratch scratch, int most)
    {
        int kept = 0;
        foreach (ScoredRow candidate in scratch.Candidates)
        {
            if (kept == most) break;
            scratch.Other.Set(rows, candidate.Row);
            if (rows.AnyAbove(scratch.Other, scratch.Chosen.AsSpan(0, kept), candidate.Score)) continue;
            scratch.Chosen[kept++] = candidate.Row;
        }

        return kept;
    }

    // Adds the new nodes that chose a node to that node's list; a list that is full is chosen anew.
    private void Join(GraphScratch scratch, Range group)
    {
        (int from, int added) = group.GetOffsetAndLength(pending.Count);
        Edge first = pending[from];
        Span<int> list = links.Of(first.Target, first.Level);
        int used = GraphLinks.Used(list).Length, all = used;
        list[..used].CopyTo(scratch.Fresh);
        for (int i = 0; i < added; i++)
        {
            int source = pending[from + i].Source;
            if (!list[..used].Contains(source)) scratch.Fresh[all++] = source;
        }

        if (all > list.Length)
        {
            scratch.Query.Set(rows, first.Target);
            rows.Score(scratch.Query, scratch.Fresh.AsSpan(0, all), scratch.Scores.AsSpan(0, all));
            scratch.Candidates.Clear();
            for (int i = 0; i < all; i++) scratch.Candidates.Add(new ScoredRow(scratch.Fresh[i], scratch.Scores[i]));
            scratch.Candidates.Sort(static (x, y) => y.Key.CompareTo(x.Key));
            all = Select(scratch, list.Length);
            scratch.Chosen.AsSpan(0, all).CopyTo(scratch.Fresh);
        }

        scratch.Fresh.AsSpan(0, all).CopyTo(list);
        list[all..].Fill(GraphLinks.None);
    }

    // Levels fall off geometrically; they come from the node's number, so a rebuild gives the same.
    private int LevelOf(int node)
    {
        ulong mixed = unchecked(((ulong)(uint)seed << 32) + (uint)node + 0x9E3779B97F4A7C15);
        unchecked
        {
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            mixed ^= mixed >> 31;
        }

        double uniform = ((mixed >> 11) + 0.5) / (1L << 53);
        return Math.Min(HighestLevel, (int)(-Math.Log(uniform) / Math.Log(links.Upper)));
    }

    private readonly record struct Edge(int Target, int Level, int Source) : IComparable<Edge>
    {
        public int CompareTo(Edge other)
        {
            int order = Target.CompareTo(other.Target);
            if (order == 0) order = Level.CompareTo(other.Level);
            return order != 0 ? order : Source.CompareTo(other.Source);
        }
    }
}
