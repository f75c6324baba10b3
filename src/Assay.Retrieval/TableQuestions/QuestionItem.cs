using System.Collections.Immutable;

namespace Assay.Retrieval.TableQuestions;

/// <summary>What a word or some words of a question do.</summary>
internal enum ItemKind
{
    HowMany, HowMuch, Ask, Who, When, Aggregate, Superlative, Compare, OrMore, DateCompare, Between, More, Than, Not, Or, And, Per, Distinct, Share, Difference,
    Number, Date, Unit, Column, Missing, Table, Value, Money, Spend, Event, Record, Only, Stated, Blank, Regardless, Stock, Period, Sign,
}

/// <summary>Some words of a question with what they mean; a question is read as a row of items.</summary>
/// <param name="Kind">What they do.</param>
/// <param name="Start">The first word.</param>
/// <param name="Length">How many.</param>
/// <param name="Score">How sure it is: the reading with most is taken.</param>
internal sealed record QuestionItem(ItemKind Kind, int Start, int Length, double Score)
{
    /// <summary>What the lexicon says: an aggregate, a comparison, a direction.</summary>
    public string Says { get; init; } = "";

    /// <summary>The column, of which a value was found, or whose missing values are meant.</summary>
    public ColumnRef Column { get; init; }

    /// <summary>The table: 0 for the main one, else one more than the number of the join.</summary>
    public int Table { get; init; }

    /// <summary>Values as they are stored.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Whether the value was found in spite of a typing error.</summary>
    public string Corrected { get; init; } = "";

    /// <summary>The number.</summary>
    public double Number { get; init; }

    /// <summary>The days.</summary>
    public DateSpan? Date { get; init; }

    /// <summary>One past the last word.</summary>
    public int End => Start + Length;
}
