using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Constrained.Automata;

namespace Assay.Models.Constrained.Patterns;

/// <summary>Turns expressions over code points into automata over bytes: UTF-8 as it stands, or the inside of a JSON string.</summary>
/// <remarks>Inside a JSON string every character has one spelling: raw, or <c>\" \\ \b \f \n \r \t</c>, or <c>\u00xx</c> for other control characters.</remarks>
internal sealed class PatternCompiler
{
    private static readonly CharSet Raw = CharSet.Of((0x20, 0x21), (0x23, 0x5B), (0x5D, 0x10FFFF));
    private readonly Nfa nfa = new();
    private readonly bool inJson;

    private PatternCompiler(bool inJson) => this.inJson = inJson;

    /// <summary>The automaton of an expression.</summary>
    /// <exception cref="AutomatonTooLargeException">Too many states.</exception>
    public static Dfa Compile(PatternNode node, bool inJson)
    {
        PatternCompiler compiler = new(inJson);
        return compiler.nfa.ToDfa(compiler.Add(node, compiler.nfa.Accept));
    }

    /// <summary>A character as it stands inside a JSON string.</summary>
    public static string Escape(int codePoint) => codePoint switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < 0x20 => string.Create(CultureInfo.InvariantCulture, $"\\u{codePoint:x4}"),
        _ => char.ConvertFromUtf32(codePoint),
    };

    private int Add(PatternNode node, int next) => node switch
    {
        PatternNode.Set set => AddSet(set.Characters, next),
        PatternNode.Sequence sequence => sequence.Parts.Reverse().Aggregate(next, (following, part) => Add(part, following)),
        PatternNode.Choice choice => AddChoice(choice.Parts, next),
        PatternNode.Repeat repeat => AddRepeat(repeat, next),
        _ => throw new ArgumentException($"Unknown part {node.GetType().Name}.", nameof(node)),
    };

    private int AddChoice(ImmutableArray<PatternNode> parts, int next)
    {
        int start = -1;
        foreach (PatternNode part in parts) start = nfa.Split(Add(part, next), start);
        return start >= 0 ? start : nfa.Open();
    }

    private int AddRepeat(PatternNode.Repeat repeat, int next)
    {
        int start = next;
        if (repeat.Most is null)
        {
            start = nfa.Open();
            nfa.Close(start, Add(repeat.Part, start), next);
        }

        for (int i = repeat.Least; i < (repeat.Most ?? 0); i++) start = nfa.Split(Add(repeat.Part, start), next);
        for (int i = 0; i < repeat.Least; i++) start = Add(repeat.Part, start);
        return start;
    }

    private int AddSet(CharSet set, int next)
    {
        int start = -1;
        foreach ((int low, int high) in (inJson ? set.Intersect(Raw) : set).Ranges)
        {
            foreach ((byte Low, byte High)[] sequence in Utf8.Split(low, high))
            {
                start = nfa.Split(sequence.Reverse().Aggregate(next, (following, range) => nfa.Range(range.Low, range.High, following)), start);
            }
        }

        if (inJson)
        {
            foreach ((int low, int high) in set.Except(Raw).Ranges)
            {
                for (int c = low; c <= high; c++) start = nfa.Split(Escape(c).Reverse().Aggregate(next, (following, letter) => nfa.Range(letter, letter, following)), start);
            }
        }

        return start >= 0 ? start : nfa.Open();
    }
}
