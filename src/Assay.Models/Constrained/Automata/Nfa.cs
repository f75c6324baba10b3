using System.Globalization;

namespace Assay.Models.Constrained.Automata;

/// <summary>A nondeterministic automaton over bytes (Thompson's construction), built backwards: every part is given the state that follows it.</summary>
internal sealed class Nfa
{
    private const int MaxStates = 400_000;
    private const long MaxWork = 5_000_000;
    private readonly List<(int Low, int High, int A, int B)> states = [];

    /// <summary>An automaton with one accepting state.</summary>
    public Nfa() => Accept = Add(-1, -1, -1, -1);

    /// <summary>The accepting state.</summary>
    public int Accept { get; }

    /// <summary>A state that reads one byte of a range.</summary>
    public int Range(int low, int high, int next) => Add(low, high, next, -1);

    /// <summary>A state that goes on at either of two states without reading.</summary>
    public int Split(int a, int b) => Add(-1, -1, a, b);

    /// <summary>A split whose targets are not known yet.</summary>
    public int Open() => Add(-1, -1, -1, -1);

    /// <summary>Sets the targets of a split made by <see cref="Open"/>.</summary>
    public void Close(int split, int a, int b) => states[split] = (-1, -1, a, b);

    /// <summary>The deterministic automaton that starts at a state.</summary>
    /// <exception cref="AutomatonTooLargeException">Too many states.</exception>
    public Dfa ToDfa(int start)
    {
        bool[] cut = new bool[257];
        foreach ((int low, int high, _, _) in states.Where(s => s.Low >= 0)) cut[low] = cut[high + 1] = true;
        int current = 0;
        byte[] classOf = DfaConstruction.Classes(b => b > 0 && cut[b] ? ++current : current);
        Closure closure = new(this);
        long work = 0;
        return DfaConstruction.Explore(
            closure.Of([start]),
            classOf,
            (int[] from, byte value, out int[] to) =>
            {
                work += from.Length;
                if (work > MaxWork) throw new AutomatonTooLargeException("takes too long to be made deterministic; use smaller repetition counts, fewer alternatives or smaller classes");
                to = closure.Of(from.Where(s => states[s].Low >= 0 && states[s].Low <= value && value <= states[s].High).Select(s => states[s].A));
                return to.Length > 0;
            },
            set => set.Contains(Accept),
            IntArrayComparer.Instance);
    }

    private int Add(int low, int high, int a, int b)
    {
        if (states.Count >= MaxStates)
        {
            throw new AutomatonTooLargeException(string.Create(CultureInfo.InvariantCulture, $"needs more than {MaxStates} states before it is simplified; use smaller repetition counts or lengths"));
        }

        states.Add((low, high, a, b));
        return states.Count - 1;
    }

    // The states that read a byte or accept, reached without reading.
    private sealed class Closure(Nfa nfa)
    {
        private readonly int[] seen = new int[nfa.states.Count];
        private readonly Stack<int> open = new();
        private int round;

        public int[] Of(IEnumerable<int> starts)
        {
            round++;
            List<int> result = [];
            foreach (int start in starts) open.Push(start);
            while (open.TryPop(out int s))
            {
                if (s < 0 || seen[s] == round) continue;
                seen[s] = round;
                (int low, _, int a, int b) = nfa.states[s];
                if (low >= 0 || s == nfa.Accept)
                {
                    result.Add(s);
                    continue;
                }

                open.Push(b);
                open.Push(a);
            }

            result.Sort();
            return [.. result];
        }
    }
}
