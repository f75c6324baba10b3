using Assay.Numerics.Vectors;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;

namespace Assay.Retrieval.Dense;

/// <summary>
/// Finds the rows that look best by their rounded values, among those that may be returned: by reading all rows, by reading the allowed ones, or by
/// walking the graph, whichever is cheapest at the share of rows that is allowed.
/// </summary>
internal sealed class DenseCandidates(DenseSlots slots, HnswGraph graph)
{
    private const int Block = 512, Samples = 1024;

    // Nanoseconds, measured on one core of a server: to ask whether a row is allowed, to expand a node of the graph, and to read 64 bytes in order.
    private const double AskCost = 2.5, ExpandCost = 400, LineCost = 2.5;

    /// <summary>Fills <paramref name="scratch"/>'s list with the best allowed slots, best first.</summary>
    /// <param name="scratch">Holds the query.</param>
    /// <param name="count">Candidates wanted.</param>
    /// <param name="effort">Candidates a walk keeps; at least <paramref name="count"/>.</param>
    /// <param name="filter">Null for all rows.</param>
    public void Find(GraphScratch scratch, int count, int effort, ChunkFilter? filter)
    {
        scratch.Candidates.Clear();
        ReadClasses(scratch, filter);
        bool all = filter is null && slots.Live == slots.Count;
        double share = all ? 1 : Share(scratch, filter);
        int linked = graph.Count;
        if (linked > 0 && all)
        {
            graph.Search(scratch, effort);
            scratch.Allowed.Reset(count);
            for (int i = 0; i < Math.Min(count, scratch.Pool.Count); i++) scratch.Allowed.Offer(scratch.Pool.Row(i));
        }
        else if (linked > 0 && WalkIsCheaper(share, effort))
        {
            int reach = (int)Math.Min(linked, 4 * effort / share);
            graph.Search(scratch, effort, slot => Allows(scratch, filter, slot), reach);
        }
        else
        {
            linked = 0;
            scratch.Allowed.Reset(count);
        }

        // What is not linked yet is read, so that a row is found from the moment it is added.
        if (linked < slots.Count) Scan(scratch, linked, share, filter);
        scratch.Drain();
    }

    private bool WalkIsCheaper(double share, int effort)
    {
        if (share <= 0) return false;
        double walk = effort / share * ExpandCost, read = slots.Rounded.Stride / 64.0 * LineCost;
        return walk < slots.Count * Math.Min(read, AskCost + (2 * share * read));
    }

    // The share of rows that may be returned, by a sample at fixed distances.
    private double Share(GraphScratch scratch, ChunkFilter? filter)
    {
        int step = Math.Max(1, slots.Count / Samples), asked = 0, allowed = 0;
        for (int slot = 0; slot < slots.Count; slot += step, asked++)
        {
            if (Allows(scratch, filter, slot)) allowed++;
        }

        return asked == 0 ? 0 : (double)allowed / asked;
    }

    private void Scan(GraphScratch scratch, int from, double share, ChunkFilter? filter)
    {
        const double sparse = 0.25;
        bool all = filter is null && slots.Live == slots.Count;
        for (int start = from; start < slots.Count; start += Block)
        {
            int count = Math.Min(Block, slots.Count - start);
            if (share < sparse) ReadAllowed(scratch, start, count, filter);
            else ReadBlock(scratch, start, count, all, filter);
        }
    }

    private void ReadBlock(GraphScratch scratch, int start, int count, bool all, ChunkFilter? filter)
    {
        TopK best = scratch.Allowed;
        int found = slots.Rounded.Above(scratch.Query, start, count, best.Threshold, scratch.Hits);
        foreach (ScoredRow hit in scratch.Hits.AsSpan(0, found))
        {
            if (all || (hit.Score >= best.Threshold && Allows(scratch, filter, hit.Row))) best.Offer(hit);
        }
    }

    private void ReadAllowed(GraphScratch scratch, int start, int count, ChunkFilter? filter)
    {
        int allowed = 0;
        for (int slot = start; slot < start + count; slot++)
        {
            if (Allows(scratch, filter, slot)) scratch.Slots[allowed++] = slot;
        }

        ReadOnlySpan<int> some = scratch.Slots.AsSpan(0, allowed);
        slots.Rounded.Score(scratch.Query, some, scratch.SlotScores.AsSpan(0, allowed));
        for (int i = 0; i < allowed; i++) scratch.Allowed.Offer(new ScoredRow(some[i], scratch.SlotScores[i]));
    }

    // Asked once a class and not once a row; place 0 is for removed rows, whose class is -1.
    private void ReadClasses(GraphScratch scratch, ChunkFilter? filter)
    {
        if (scratch.Classes.Length < slots.LargestClass + 2) scratch.Classes = new bool[slots.LargestClass + 16];
        for (int accessClass = 0; accessClass <= slots.LargestClass; accessClass++) scratch.Classes[accessClass + 1] = filter is null || filter.AllowsClass(accessClass);
    }

    private bool Allows(GraphScratch scratch, ChunkFilter? filter, int slot) =>
        scratch.Classes[slots.AccessClass(slot) + 1] && (filter?.Documents is null || filter.AllowsDocument(slots.Chunk(slot) >> StoreSchema.OrdinalBits));
}
