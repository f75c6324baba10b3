namespace Assay.Models.Constrained.Automata;

/// <summary>A deterministic automaton over bytes. Every state it keeps can still reach an accepting one. Immutable.</summary>
internal sealed class Dfa
{
    /// <summary>The state from which nothing can be accepted.</summary>
    public const int Dead = -1;

    /// <summary>The distance of a state from which nothing can be accepted.</summary>
    public const int Never = int.MaxValue;

    private readonly byte[] classOf;
    private readonly int[] next;
    private readonly bool[] accepting;
    private readonly int[] distance;
    private readonly byte[] best;
    private readonly bool[] moves;

    /// <summary>An automaton whose start state is 0.</summary>
    /// <param name="classOf">Class of each of the 256 bytes.</param>
    /// <param name="next">Row-major <c>[states, classes]</c>; <see cref="Dead"/> where there is no transition. Kept and changed.</param>
    /// <param name="accepting">Accepting states.</param>
    public Dfa(byte[] classOf, int[] next, bool[] accepting)
    {
        this.classOf = classOf;
        this.next = next;
        this.accepting = accepting;
        ClassCount = classOf.Max() + 1;
        distance = new int[accepting.Length];
        best = new byte[accepting.Length];
        moves = new bool[accepting.Length];
        Measure();
    }

    /// <summary>Number of states.</summary>
    public int StateCount => accepting.Length;

    /// <summary>Number of byte classes.</summary>
    public int ClassCount { get; }

    /// <summary>Whether no byte string is accepted.</summary>
    public bool IsEmpty => distance[0] == Never;

    /// <summary>Length of the shortest accepted byte string.</summary>
    public int Shortest => distance[0];

    /// <summary>The state after a byte, or <see cref="Dead"/>.</summary>
    public int Next(int state, byte value) => next[(state * ClassCount) + classOf[value]];

    /// <summary>The state after a byte of a class, or <see cref="Dead"/>.</summary>
    public int NextByClass(int state, int byteClass) => next[(state * ClassCount) + byteClass];

    /// <summary>Class of a byte: bytes of one class have the same transitions everywhere.</summary>
    public byte ClassOf(byte value) => classOf[value];

    /// <summary>Whether a state accepts.</summary>
    public bool Accepts(int state) => accepting[state];

    /// <summary>Whether a state has a transition.</summary>
    public bool HasMoves(int state) => moves[state];

    /// <summary>Fewest bytes from a state to an accepting one.</summary>
    public int Distance(int state) => distance[state];

    /// <summary>The least byte that leads a state closer to an accepting one; of no meaning at distance 0.</summary>
    public byte Best(int state) => best[state];

    /// <summary>Whether the whole byte string is accepted.</summary>
    public bool Matches(ReadOnlySpan<byte> text)
    {
        int state = IsEmpty ? Dead : 0;
        for (int i = 0; i < text.Length && state != Dead; i++) state = Next(state, text[i]);
        return state != Dead && accepting[state];
    }

    // Breadth-first from the accepting states backwards, then transitions into hopeless states are cut.
    private void Measure()
    {
        List<int>[] sources = new List<int>[StateCount];
        for (int s = 0; s < StateCount; s++)
        {
            distance[s] = accepting[s] ? 0 : Never;
            for (int c = 0; c < ClassCount; c++)
            {
                if (NextByClass(s, c) is var t and not Dead) (sources[t] ??= []).Add(s);
            }
        }

        Queue<int> open = new(Enumerable.Range(0, StateCount).Where(s => accepting[s]));
        while (open.TryDequeue(out int t))
        {
            foreach (int s in sources[t] ?? [])
            {
                if (distance[s] != Never) continue;
                distance[s] = distance[t] + 1;
                open.Enqueue(s);
            }
        }

        for (int s = 0; s < StateCount; s++) Trim(s);
    }

    private void Trim(int state)
    {
        for (int c = 0; c < ClassCount; c++)
        {
            ref int target = ref next[(state * ClassCount) + c];
            if (target != Dead && distance[target] == Never) target = Dead;
            moves[state] |= target != Dead;
        }

        for (int b = 0; b < 256 && distance[state] is not (Never or 0); b++)
        {
            int target = Next(state, (byte)b);
            if (target == Dead || distance[target] != distance[state] - 1) continue;
            best[state] = (byte)b;
            break;
        }
    }
}
