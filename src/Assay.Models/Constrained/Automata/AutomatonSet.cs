using System.Text;

namespace Assay.Models.Constrained.Automata;

/// <summary>Makes the automata of one grammar over the bytes that can be spelled, equal ones once, and knows which bytes they tell apart.</summary>
/// <param name="bytes">Whether each of the 256 bytes can be spelled.</param>
internal sealed class AutomatonSet(bool[] bytes)
{
    private readonly Dictionary<string, Dfa> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dfa> shared = new(StringComparer.Ordinal);
    private const int MostStates = 1_000_000;
    private readonly List<Dfa> all = [];
    private int states;

    /// <summary>Whether the grammar has keys that must differ, so that no two bytes are alike.</summary>
    public bool HasOpenKeys { get; set; }

    /// <summary>The automaton of one text.</summary>
    public Dfa Text(string text)
    {
        if (!texts.TryGetValue(text, out Dfa? known)) texts.Add(text, known = Texts([text]));
        return known;
    }

    /// <summary>The automaton of several texts.</summary>
    public Dfa Texts(IEnumerable<string> several) => Restrict(DfaConstruction.Literals([.. several.Select(Encoding.UTF8.GetBytes)]));

    /// <summary>An automaton that is made once when it is shared.</summary>
    public Dfa Make(Func<Dfa> make, string name, bool share)
    {
        if (!share) return Restrict(make());
        if (!shared.TryGetValue(name, out Dfa? known)) shared.Add(name, known = Restrict(make()));
        return known;
    }

    /// <summary>An automaton over the bytes that can be spelled.</summary>
    public Dfa Restrict(Dfa dfa)
    {
        Dfa restricted = DfaConstruction.Restrict(dfa, bytes);
        all.Add(restricted);
        states += restricted.StateCount;
        if (states > MostStates) throw new AutomatonTooLargeException($"needs automata of more than {MostStates} states together; use fewer or smaller patterns, lists and lengths");
        return restricted;
    }

    /// <summary>Classes of bytes that no automaton tells apart.</summary>
    public byte[] Classes()
    {
        byte[] classOf = HasOpenKeys ? DfaConstruction.Classes(b => b) : new byte[256];
        if (HasOpenKeys) return classOf;
        foreach (Dfa dfa in all)
        {
            byte[] sofar = classOf;
            classOf = DfaConstruction.Classes(b => (sofar[b], dfa.ClassOf(b)));
        }

        return classOf;
    }
}
