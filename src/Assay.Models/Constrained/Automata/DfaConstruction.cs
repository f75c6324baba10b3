using System.Globalization;

namespace Assay.Models.Constrained.Automata;

/// <summary>Builds automata: exploring from a start state, products, restrictions and minimisation.</summary>
internal static class DfaConstruction
{
    /// <summary>Most states of one automaton.</summary>
    public const int MaxStates = 20_000;

    private const int MostStatesToMinimise = 4_000;

    /// <summary>The automaton of the states that can be reached from a start state.</summary>
    /// <param name="start">First state.</param>
    /// <param name="classOf">Byte classes that <paramref name="step"/> does not tell apart.</param>
    /// <param name="step">State after a byte; false when there is none.</param>
    /// <param name="accepts">Whether a state accepts.</param>
    /// <param name="comparer">Equality of states.</param>
    /// <returns>A minimal automaton, unless it is very large.</returns>
    /// <exception cref="AutomatonTooLargeException">More than <see cref="MaxStates"/> states.</exception>
    public static Dfa Explore<T>(T start, byte[] classOf, Step<T> step, Func<T, bool> accepts, IEqualityComparer<T>? comparer = null)
        where T : notnull
    {
        byte[] samples = Samples(classOf);
        Dictionary<T, int> known = new(comparer) { [start] = 0 };
        List<T> states = [start];
        List<int> next = [];
        for (int s = 0; s < states.Count; s++)
        {
            foreach (byte sample in samples)
            {
                if (!step(states[s], sample, out T target))
                {
                    next.Add(Dfa.Dead);
                    continue;
                }

                if (!known.TryGetValue(target, out int id))
                {
                    id = states.Count;
                    if (id >= MaxStates) throw TooLarge();
                    known.Add(target, id);
                    states.Add(target);
                }

                next.Add(id);
            }
        }

        return Minimise(new Dfa(classOf, [.. next], [.. states.Select(accepts)]));
    }

    /// <summary>What both accept.</summary>
    public static Dfa Intersect(Dfa a, Dfa b) =>
        Explore<(int A, int B)>(
            (0, 0),
            Refine(a, b),
            ((int A, int B) from, byte value, out (int A, int B) to) =>
            {
                to = (a.Next(from.A, value), b.Next(from.B, value));
                return to.A != Dfa.Dead && to.B != Dfa.Dead;
            },
            s => a.Accepts(s.A) && b.Accepts(s.B));

    /// <summary>What the first accepts and the second does not.</summary>
    public static Dfa Except(Dfa a, Dfa b) =>
        Explore<(int A, int B)>(
            (0, b.IsEmpty ? Dfa.Dead : 0),
            Refine(a, b),
            ((int A, int B) from, byte value, out (int A, int B) to) =>
            {
                to = (a.Next(from.A, value), from.B == Dfa.Dead ? Dfa.Dead : b.Next(from.B, value));
                return to.A != Dfa.Dead;
            },
            s => a.Accepts(s.A) && (s.B == Dfa.Dead || !b.Accepts(s.B)));

    /// <summary>The accepted byte strings that hold only the given bytes.</summary>
    public static Dfa Restrict(Dfa dfa, bool[] bytes)
    {
        if (Array.TrueForAll(bytes, b => b)) return dfa;
        byte[] classOf = Classes(b => (dfa.ClassOf(b), bytes[b]));
        return Explore(
            0,
            classOf,
            (int from, byte value, out int to) =>
            {
                to = bytes[value] ? dfa.Next(from, value) : Dfa.Dead;
                return to != Dfa.Dead;
            },
            dfa.Accepts);
    }

    /// <summary>The automaton of exactly the given byte strings.</summary>
    public static Dfa Literals(IReadOnlyList<byte[]> texts)
    {
        bool[] used = new bool[256];
        foreach (byte value in texts.SelectMany(t => t)) used[value] = true;
        List<Dictionary<byte, int>> nodes = [[]];
        HashSet<int> ends = [];
        foreach (byte[] text in texts)
        {
            int node = 0;
            foreach (byte value in text)
            {
                if (!nodes[node].TryGetValue(value, out int child))
                {
                    child = nodes.Count;
                    if (child > 1 << 20) throw TooLarge();
                    nodes[node].Add(value, child);
                    nodes.Add([]);
                }

                node = child;
            }

            ends.Add(node);
        }

        return Explore(0, Classes(b => used[b] ? b : -1), (int from, byte value, out int to) => nodes[from].TryGetValue(value, out to), ends.Contains);
    }

    /// <summary>Byte classes from a key per byte.</summary>
    public static byte[] Classes<T>(Func<byte, T> key)
        where T : notnull
    {
        Dictionary<T, int> ids = [];
        byte[] classOf = new byte[256];
        for (int b = 0; b < 256; b++)
        {
            T k = key((byte)b);
            if (!ids.TryGetValue(k, out int id)) ids.Add(k, id = ids.Count);
            classOf[b] = (byte)id;
        }

        return classOf;
    }

    // Moore's partition refinement; a chain of n states takes n rounds, which is why very large automata are left as they are.
    private static Dfa Minimise(Dfa dfa)
    {
        if (dfa.StateCount > MostStatesToMinimise) return dfa;
        int[] block = [.. Enumerable.Range(0, dfa.StateCount).Select(s => dfa.Accepts(s) ? 1 : 0)];
        int count = block.Distinct().Count();
        while (true)
        {
            Dictionary<int[], int> ids = new(IntArrayComparer.Instance);
            int[] refined = new int[block.Length];
            for (int s = 0; s < block.Length; s++)
            {
                int[] signature = new int[dfa.ClassCount + 1];
                signature[dfa.ClassCount] = block[s];
                for (int c = 0; c < dfa.ClassCount; c++) signature[c] = dfa.NextByClass(s, c) is var t and not Dfa.Dead ? block[t] : Dfa.Dead;
                if (!ids.TryGetValue(signature, out int id)) ids.Add(signature, id = ids.Count);
                refined[s] = id;
            }

            block = refined;
            if (ids.Count == count) return Quotient(dfa, block, count);
            count = ids.Count;
        }
    }

    // Blocks are numbered by first appearance, so state 0 stays state 0.
    private static Dfa Quotient(Dfa dfa, int[] block, int count)
    {
        int[] next = new int[count * dfa.ClassCount];
        bool[] accepting = new bool[count];
        for (int s = 0; s < block.Length; s++)
        {
            accepting[block[s]] = dfa.Accepts(s);
            for (int c = 0; c < dfa.ClassCount; c++) next[(block[s] * dfa.ClassCount) + c] = dfa.NextByClass(s, c) is var t and not Dfa.Dead ? block[t] : Dfa.Dead;
        }

        return new Dfa([.. Enumerable.Range(0, 256).Select(b => dfa.ClassOf((byte)b))], next, accepting);
    }

    private static byte[] Refine(Dfa a, Dfa b) => Classes(v => (a.ClassOf(v), b.ClassOf(v)));

    private static byte[] Samples(byte[] classOf)
    {
        byte[] samples = new byte[classOf.Max() + 1];
        for (int b = 255; b >= 0; b--) samples[classOf[b]] = (byte)b;
        return samples;
    }

    private static AutomatonTooLargeException TooLarge() =>
        new(string.Create(CultureInfo.InvariantCulture, $"needs an automaton of more than {MaxStates} states; use smaller repetition counts or lengths"));
}

/// <summary>The state after a byte.</summary>
/// <param name="from">Where it starts.</param>
/// <param name="value">The byte.</param>
/// <param name="to">The state after it.</param>
/// <returns>False when there is none.</returns>
internal delegate bool Step<T>(T from, byte value, out T to);
