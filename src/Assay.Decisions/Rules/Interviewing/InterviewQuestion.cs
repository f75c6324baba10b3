using System.Collections.Immutable;

namespace Assay.Decisions.Rules.Interviewing;

/// <summary>One answer that can be chosen.</summary>
/// <param name="Word">The word for it.</param>
/// <param name="Text">What it means.</param>
/// <param name="Field">The need that it sets; null for an answer that sets none.</param>
/// <param name="Value">Its value.</param>
public sealed record InterviewChoice(string Word, string Text, string? Field, string Value);

/// <summary>A question about the product in plain words.</summary>
public sealed record InterviewQuestion
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>The question.</summary>
    public required string Text { get; init; }

    /// <summary>Why it matters.</summary>
    public required string Why { get; init; }

    /// <summary>The needs that it fills.</summary>
    public required ImmutableArray<string> Fields { get; init; }

    /// <summary>Needs of which one suffices to make the question superfluous.</summary>
    public required ImmutableArray<string> Settles { get; init; }

    /// <summary>Answers to choose from, by number or word; empty where an amount is asked.</summary>
    public ImmutableArray<InterviewChoice> Choices { get; init; } = [];

    /// <summary>Whether several can be chosen.</summary>
    public bool Several { get; init; }

    /// <summary>What an answer looks like.</summary>
    public required string Example { get; init; }

    /// <summary>The need that a number without words means; null where it means none.</summary>
    internal string? Bare { get; init; }

    /// <summary>Needs that words around a number point to: a part of a word, and the need.</summary>
    internal ImmutableArray<(string Sign, string Field)> Signs { get; init; } = [];

    /// <summary>What a chosen answer says of needs that it does not name.</summary>
    internal ImmutableArray<(string Field, string Value)> Otherwise { get; init; } = [];
}
