using System.Collections.Immutable;

namespace Assay.Models.Constrained.Patterns;

/// <summary>A set of texts as a regular expression over code points.</summary>
internal abstract record PatternNode
{
    /// <summary>The empty text.</summary>
    public static PatternNode Nothing { get; } = new Sequence([]);

    /// <summary>One character of a set.</summary>
    public sealed record Set(CharSet Characters) : PatternNode;

    /// <summary>Parts one after another.</summary>
    public sealed record Sequence(ImmutableArray<PatternNode> Parts) : PatternNode;

    /// <summary>One of several; none accepts nothing.</summary>
    public sealed record Choice(ImmutableArray<PatternNode> Parts) : PatternNode;

    /// <summary>A part several times; no most means any number.</summary>
    public sealed record Repeat(PatternNode Part, int Least, int? Most) : PatternNode;

    /// <summary>A text as it stands.</summary>
    public static PatternNode Word(string text) => new Sequence([.. text.EnumerateRunes().Select(r => new Set(CharSet.One(r.Value)))]);

    /// <summary>One of the characters of a range.</summary>
    public static PatternNode Range(char low, char high) => new Set(CharSet.Of((low, high)));

    /// <summary>Parts one after another.</summary>
    public static PatternNode Join(params PatternNode[] parts) => new Sequence([.. parts]);

    /// <summary>One of several.</summary>
    public static PatternNode Any(params IEnumerable<PatternNode> parts) => new Choice([.. parts]);

    /// <summary>A part or nothing.</summary>
    public static PatternNode Maybe(PatternNode part) => new Repeat(part, 0, 1);

    /// <summary>A part a number of times.</summary>
    public static PatternNode Times(PatternNode part, int least, int? most) => new Repeat(part, least, most);
}
