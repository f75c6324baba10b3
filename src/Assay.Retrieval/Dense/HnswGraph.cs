using Assay.Numerics.Vectors;

namespace Assay.Retrieval.Dense;

/// <summary>
/// A hierarchical navigable small world (Malkov &amp; Yashunin 2018) over the rounded vectors: a search walks from neighbour to neighbour towards the
/// query, on sparse levels first. Searches may run at the same time while nobody builds.
/// </summary>
/// <param name="rows">The vectors; row i is node i.</param>
/// <param name="links">Links a node chooses.</param>
internal sealed class HnswGraph(QuantizedRows rows, int links) : IDisposable
{
    /// <summary>The lists of neighbours.</summary>
    public GraphLinks Links { get; } = new(links);

    /// <summary>The vectors.</summary>
    public QuantizedRows Rows => rows;

    /// <summary>Where searches begin: a node of the highest level; negative while there is none.</summary>
    public int Entry { get; set; } = GraphLinks.None;

    /// <summary>Nodes that are linked.</summary>
    public int Count => Links.Count;

    /// <summary>Makes room for one search.</summary>
    public GraphScratch Scratch() => new(rows.Dimension, Links.Lowest + HnswBuilder.BatchSize);

    /// <summary>Fills the pool of <paramref name="scratch"/> with the nodes of the lowest level that are nearest to its query.</summary>
    /// <param name="scratch">Holds the query.</param>
    /// <param name="effort">Candidates kept.</param>
    public void Search(GraphScratch scratch, int effort)
    {
        ScoredRow start = Descend(scratch, 0);
        Begin(scratch, start, effort);
        Walk(scratch, 0);
    }

    /// <summary>Finds the nodes nearest to the query among those that may be returned; the others lead the way all the same.</summary>
    /// <param name="scratch">Holds the query; its <see cref="GraphScratch.Allowed"/> receives the result.</param>
    /// <param name="effort">Allowed candidates kept.</param>
    /// <param name="allows">Which nodes may be returned.</param>
    /// <param name="reach">Most nodes expanded around the query.</param>
    public void Search(GraphScratch scratch, int effort, Func<int, bool> allows, int reach)
    {
        ScoredRow start = Descend(scratch, 0);
        TopK allowed = scratch.Allowed;
        allowed.Reset(effort);
        if (allows(start.Row)) allowed.Offer(start);
        Begin(scratch, start, reach);
        CandidatePool pool = scratch.Pool;
        while (pool.Peek() is >= 0 and int next)
        {
            // Nothing beyond the next node can be nearer than the worst kept: the walk has passed all that is worth seeing.
            if (allowed.IsFull && pool.PeekScored().Score < allowed.Threshold) break;
            _ = pool.TryTake(out _);
            int fresh = Expand(scratch, next, 0);
            for (int i = 0; i < fresh; i++)
            {
                var found = new ScoredRow(scratch.Fresh[i], scratch.Scores[i]);
                if (allowed.IsFull && found.Score < allowed.Threshold) continue;
                pool.Offer(found);
                if (allows(found.Row)) allowed.Offer(found);
            }
        }
    }

    /// <summary>Goes down the levels above <paramref name="level"/>, on each to the node nearest to the query.</summary>
    /// <returns>Where to go on, on <paramref name="level"/>.</returns>
    public ScoredRow Descend(GraphScratch scratch, int level)
    {
        ReadOnlySpan<int> entry = [Entry];
        rows.Score(scratch.Query, entry, scratch.Scores.AsSpan(0, 1));
        var best = new ScoredRow(Entry, scratch.Scores[0]);
        for (int above = Links.Level(Entry); above > level; above--)
        {
            int at;
            do
            {
                at = best.Row;
                ReadOnlySpan<int> neighbours = GraphLinks.Used(Links.Of(at, above));
                rows.Score(scratch.Query, neighbours, scratch.Scores.AsSpan(0, neighbours.Length));
                for (int i = 0; i < neighbours.Length; i++)
                {
                    var other = new ScoredRow(neighbours[i], scratch.Scores[i]);
                    if (other.Key > best.Key) best = other;
                }
            }
            while (best.Row != at);
        }

        return best;
    }

    /// <summary>Starts a walk at a node.</summary>
    public void Begin(GraphScratch scratch, ScoredRow start, int effort)
    {
        scratch.Visited.Reset(Count);
        scratch.Visited.Mark(start.Row);
        scratch.Pool.Reset(effort);
        scratch.Pool.Offer(start);
    }

    /// <summary>Expands the best node until the pool holds none that was not expanded.</summary>
    public void Walk(GraphScratch scratch, int level)
    {
        CandidatePool pool = scratch.Pool;
        while (pool.TryTake(out int node))
        {
            int fresh = Expand(scratch, node, level);
            float threshold = pool.Threshold;
            for (int i = 0; i < fresh; i++)
            {
                if (scratch.Scores[i] < threshold) continue;
                if (pool.Offer(new ScoredRow(scratch.Fresh[i], scratch.Scores[i])) && level == 0) Links.Prefetch(scratch.Fresh[i]);
                threshold = pool.Threshold;
            }
        }
    }

    /// <summary>Scores the neighbours of a node that were not met yet.</summary>
    /// <returns>How many there are; their numbers and scores are in <paramref name="scratch"/>.</returns>
    private int Expand(GraphScratch scratch, int node, int level)
    {
        int fresh = scratch.Visited.MarkNew(Links.Of(node, level), scratch.Fresh);
        if (level == 0 && scratch.Pool.Peek() is >= 0 and int next) Links.Prefetch(next);
        rows.Score(scratch.Query, scratch.Fresh.AsSpan(0, fresh), scratch.Scores.AsSpan(0, fresh));
        return fresh;
    }

    public void Dispose() => Links.Dispose();
}
