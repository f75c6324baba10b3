using Assay.Models.Constrained.Automata;

namespace Assay.Models.Constrained.Grammars;

/// <summary>The keys of an open map: without escapes, so that equal keys are equal bytes; with the closing quote, without the opening one.</summary>
/// <param name="dfa">The keys. The quote is the last byte and nowhere else.</param>
internal sealed class KeyLanguage(Dfa dfa)
{
    // Number of keys up to each length, from 0; it stops growing where it no longer matters.
    private readonly List<double> upTo = [0];
    private readonly Lock gate = new();
    private double[] ways = [1, .. new double[dfa.StateCount - 1]];

    /// <summary>The keys.</summary>
    public Dfa Dfa { get; } = dfa;

    /// <summary>Length of the n-th shortest key, from 0; <see cref="Cost.Never"/> when there are not so many.</summary>
    public long NthShortest(int n)
    {
        lock (gate)
        {
            if (Dfa.IsEmpty) return Cost.Never;
            while (upTo[^1] <= n && ways.Any(w => w > 0)) Lengthen();
            int length = upTo.FindIndex(count => count > n);
            return length >= 0 ? length : Cost.Never;
        }
    }

    /// <summary>Fewest bytes that end the key differently from all others; <see cref="Cost.Never"/> when there are none.</summary>
    /// <param name="state">State after the part of the key that is there.</param>
    /// <param name="prefix">That part.</param>
    /// <param name="keys">The others.</param>
    public long Shortest(int state, string prefix, KeyList? keys)
    {
        string[] taken = [.. (keys?.All() ?? []).Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k[prefix.Length..] + "\"")];
        return Shortest(state, taken, 0);
    }

    // At a place on the way to taken keys: leave it by a byte none of them has, or go on along one.
    private long Shortest(int state, string[] taken, int at)
    {
        if (taken.Length == 0) return Dfa.Distance(state) == Dfa.Never ? Cost.Never : Dfa.Distance(state);
        long best = Cost.Never;
        for (int b = 0; b < 256; b++)
        {
            int next = Dfa.Next(state, (byte)b);
            if (next == Dfa.Dead) continue;
            string[] along = [.. taken.Where(k => k[at] == b)];
            if (b == '"' && along.Length > 0) continue;
            long rest = along.Length == 0 ? Dfa.Distance(next) : Shortest(next, along, at + 1);
            best = Math.Min(best, Cost.Add(1, rest));
        }

        return best;
    }

    private void Lengthen()
    {
        double[] after = new double[ways.Length];
        for (int s = 0; s < ways.Length; s++)
        {
            for (int b = 0; b < 256 && ways[s] > 0; b++)
            {
                if (Dfa.Next(s, (byte)b) is var t and not Dfa.Dead) after[t] = Math.Min(1e9, after[t] + ways[s]);
            }
        }

        ways = after;
        upTo.Add(upTo[^1] + Enumerable.Range(0, ways.Length).Where(Dfa.Accepts).Sum(s => ways[s]));
    }
}
