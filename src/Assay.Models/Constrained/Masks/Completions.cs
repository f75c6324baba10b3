using Assay.Models.Constrained.Grammars;

namespace Assay.Models.Constrained.Masks;

/// <summary>How many tokens are needed to end the text. Guarded by the machine's lock.</summary>
/// <remarks>
/// Two answers. The bound: the fewest tokens that spell the text that is shortest in bytes; from every place there is a token that lowers it by one, so it can be relied on.
/// The exact number: found by exploring all places, where they are few; lower where a text that is longer in bytes has fewer tokens.
/// </remarks>
/// <param name="machine">Reads bytes.</param>
/// <param name="trie">The tokens.</param>
/// <param name="mask">The mask of a place.</param>
internal sealed class Completions(Machine machine, TokenTrie trie, Func<Place, TokenMask> mask)
{
    private const long LongestSpelled = 50_000;

    /// <summary>The bound for a place.</summary>
    public int Bound(Place place)
    {
        List<Place> chain = [];
        Place at = place;
        while (at.Spelled < 0)
        {
            if (at.Ends) at.Spelled = 0;
            else if (at.Least > LongestSpelled || !FindAlong(at)) at.Spelled = (int)Math.Min(int.MaxValue - 1, at.Least);
            else
            {
                chain.Add(at);
                at = at.Along!;
            }
        }

        for (int i = chain.Count - 1; i >= 0; i--) chain[i].Spelled = Spell(chain[i]);
        return place.Spelled;
    }

    /// <summary>Explores all places and notes the exact number in each.</summary>
    /// <param name="start">The place before the text.</param>
    /// <param name="spent">Work done and bytes used so far.</param>
    /// <returns>False when there are too many.</returns>
    public bool Explore(Place start, Func<(long Work, long Bytes)> spent)
    {
        const int mostPlaces = 4000;
        const long mostWork = 8_000_000;
        const long mostBytes = 64 << 20;
        (long work, long bytes) = spent();
        Dictionary<Place, List<Place>> sources = new() { [start] = [] };
        Queue<Place> open = new([start]);
        while (open.TryDequeue(out Place? place))
        {
            if (sources.Count > mostPlaces || spent().Work - work > mostWork || spent().Bytes - bytes > mostBytes || machine.PlaceCount > 50_000) return false;
            foreach (TokenGroup group in mask(place).Groups)
            {
                if (!sources.TryGetValue(group.Target, out List<Place>? into))
                {
                    sources.Add(group.Target, into = []);
                    open.Enqueue(group.Target);
                }

                into.Add(place);
            }
        }

        Queue<Place> known = new(sources.Keys.Where(p => p.Ends));
        foreach (Place end in known) end.Exact = 0;
        while (known.TryDequeue(out Place? place))
        {
            foreach (Place source in sources[place].Where(s => s.Exact < 0))
            {
                source.Exact = place.Exact + 1;
                known.Enqueue(source);
            }
        }

        return true;
    }

    // A byte that leads closer to the end. There is none only where the text of a key has to be known first.
    private bool FindAlong(Place place)
    {
        Way shortest = place.Ways.MinBy(t => t.Least);
        if (TryAlong(place, shortest.Dfa.Best(shortest.State))) return true;
        for (int b = 0; b < 256; b++)
        {
            if (TryAlong(place, (byte)b)) return true;
        }

        return false;
    }

    private bool TryAlong(Place place, byte value)
    {
        if (machine.Step(place, value) is not { } next || next.Least >= place.Least) return false;
        (place.Along, place.AlongByte) = (next, value);
        return true;
    }

    private int Spell(Place place)
    {
        int best = int.MaxValue, node = 0;
        for (Place at = place; at.Along is not null;)
        {
            node = trie.Child(node, at.AlongByte);
            if (node < 0) break;
            at = at.Along;
            if (!trie.Tokens(node).IsEmpty) best = Math.Min(best, 1 + at.Spelled);
        }

        return best;
    }
}
