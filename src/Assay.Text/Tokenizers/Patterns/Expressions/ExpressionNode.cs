namespace Assay.Text.Tokenizers.Patterns.Expressions;

/// <summary>A part of a regular expression.</summary>
internal abstract record ExpressionNode;

/// <summary>One character of a set.</summary>
internal sealed record SetNode(CharacterSet Set) : ExpressionNode;

/// <summary>One after the other; without parts, nothing.</summary>
internal sealed record SequenceNode(IReadOnlyList<ExpressionNode> Parts) : ExpressionNode;

/// <summary>The first that leads to a match.</summary>
internal sealed record ChoiceNode(IReadOnlyList<ExpressionNode> Parts) : ExpressionNode;

/// <summary>How often a repetition wants to match.</summary>
internal enum Greed
{
    /// <summary>As often as it can, giving back.</summary>
    Greedy,

    /// <summary>As seldom as it can.</summary>
    Lazy,

    /// <summary>As often as it can, giving nothing back.</summary>
    Possessive,
}

/// <summary>The same several times; <paramref name="Most"/> is int.MaxValue for any number.</summary>
internal sealed record RepeatNode(ExpressionNode Body, int Least, int Most, Greed Greed) : ExpressionNode;

/// <summary>Matches without going on; behind or ahead, or not.</summary>
internal sealed record LookNode(ExpressionNode Body, bool Behind, bool Negative) : ExpressionNode;

/// <summary>Takes the first way to match and no other.</summary>
internal sealed record AtomicNode(ExpressionNode Body) : ExpressionNode;

/// <summary>Places.</summary>
internal enum Anchor
{
    /// <summary>Start of a line.</summary>
    LineStart,

    /// <summary>End of a line.</summary>
    LineEnd,

    /// <summary>Start of the text.</summary>
    TextStart,

    /// <summary>End of the text.</summary>
    TextEnd,

    /// <summary>End of the text or before the line end there.</summary>
    LastLineEnd,

    /// <summary>Between a word character and another.</summary>
    WordBoundary,

    /// <summary>Not there.</summary>
    NoWordBoundary,
}

/// <summary>A place.</summary>
internal sealed record AnchorNode(Anchor Anchor) : ExpressionNode;
