using System.Collections.Immutable;
using Assay.Models.Constrained.Grammars;

namespace Assay.Models.Constrained.Masks;

/// <summary>Finds the tokens allowed at a place by walking all tokens at once. Guarded by the machine's lock.</summary>
/// <param name="machine">Reads bytes.</param>
/// <param name="table">The vocabulary.</param>
internal sealed class MaskBuilder(Machine machine, TokenTable table)
{
    private readonly Place[] path = new Place[table.Trie.MaxDepth + 1];
    private readonly int[] found = new int[table.Count];
    private readonly int[] groupOf = new int[table.Count];
    private readonly List<Place> targets = [];
    private readonly List<int> counts = [];
    private int round;

    /// <summary>Nodes of the tree looked at so far.</summary>
    public long Visited { get; private set; }

    /// <summary>Memory of the masks made since this was last set to 0, in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>The mask of a place.</summary>
    public TokenMask Build(Place place)
    {
        round++;
        targets.Clear();
        counts.Clear();
        int count = Walk(place);
        int[][] lists = [.. counts.Select(c => new int[c])];
        int[] filled = new int[lists.Length];
        for (int i = 0; i < count; i++) lists[groupOf[i]][filled[groupOf[i]]++] = found[i];
        int words = (table.Count + 63) / 64;
        ulong[] all = new ulong[words];
        ImmutableArray<TokenGroup>.Builder groups = ImmutableArray.CreateBuilder<TokenGroup>(lists.Length);
        for (int g = 0; g < lists.Length; g++)
        {
            TokenGroup group = new(targets[g], lists[g], null);
            group.AddTo(all);
            if (lists[g].Length > 2 * words)
            {
                ulong[] bits = new ulong[words];
                group.AddTo(bits);
                group = new TokenGroup(targets[g], null, bits);
            }

            groups.Add(group);
            Bytes += ((group.Tokens?.Length ?? 0) * 4L) + ((group.Bits?.Length ?? 0) * 8L) + 100;
        }

        Bytes += (place.Ends ? 16L : 8L) * words;
        ulong[]? ending = place.Ends ? new ulong[words] : null;
        if (ending is not null) new TokenGroup(place, [.. table.EndOfText], null).AddTo(ending);
        for (int i = 0; i < words && ending is not null; i++) all[i] |= ending[i];
        return new TokenMask(all, ending, groups.MoveToImmutable());
    }

    private int Walk(Place place)
    {
        TokenTrie trie = table.Trie;
        path[0] = place;
        int count = 0;
        int node = 1;
        while (node < trie.Count)
        {
            Visited++;
            Place? next = machine.Step(path[trie.Depth(node) - 1], trie.Value(node));
            if (next is null)
            {
                node = trie.End(node);
                continue;
            }

            path[trie.Depth(node)] = next;
            foreach (int token in trie.Tokens(node))
            {
                found[count] = token;
                groupOf[count++] = GroupOf(next);
            }

            node++;
        }

        return count;
    }

    private int GroupOf(Place place)
    {
        if (place.GroupRound != round)
        {
            (place.GroupRound, place.Group) = (round, targets.Count);
            targets.Add(place);
            counts.Add(0);
        }

        counts[place.Group]++;
        return place.Group;
    }
}
