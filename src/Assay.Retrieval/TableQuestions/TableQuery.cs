using System.Collections.Immutable;

namespace Assay.Retrieval.TableQuestions;

/// <summary>How rows are summed up.</summary>
internal enum Aggregate
{
    None, Count, Distinct, Sum, Average, Least, Most, Median,
}

/// <summary>A condition on rows.</summary>
/// <param name="Column">The column.</param>
/// <param name="Operator"><c>in</c>, <c>not in</c>, <c>=</c>, <c>&lt;&gt;</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>, <c>between</c>, <c>within</c> (from the first value on, before the second), <c>spans</c> (the same with several pairs), <c>day</c> (of any year, <c>05-31</c>), <c>month</c>, <c>months</c>, <c>period</c> (the query's periods), <c>null</c>, <c>not null</c>.</param>
/// <param name="Values">Texts and numbers.</param>
internal sealed record RowFilter(ColumnRef Column, string Operator, ImmutableArray<object> Values)
{
    /// <summary>The column it is compared with instead of a value.</summary>
    public ColumnRef? Other { get; init; }

    /// <summary>As it is shown.</summary>
    public string Shown { get; init; } = "";
}

/// <summary>What a question asks of a scope: every part is a column or a number, none a text of the question.</summary>
internal sealed record TableQuery(QuestionScope Scope)
{
    /// <summary>What is worked out over the rows, or over those of each group.</summary>
    public Aggregate Aggregate { get; init; }

    /// <summary>The column it is worked out over, or that is shown; null for rows.</summary>
    public ColumnRef? Target { get; init; }

    /// <summary>Conditions, all of which hold.</summary>
    public ImmutableArray<RowFilter> Filters { get; init; } = [];

    /// <summary>One result for each of its values; null for one over all.</summary>
    public ColumnRef? Group { get; init; }

    /// <summary>What the days of <see cref="Group"/> are put together by: <c>month</c>, <c>quarter</c> or <c>year</c>; empty for its values as they are.</summary>
    public string Period { get; init; } = "";

    /// <summary>Only groups whose aggregate fulfils this: an operator and a number.</summary>
    public (string Operator, double Number)? Having { get; init; }

    /// <summary>How many groups there are, instead of which.</summary>
    public bool CountsGroups { get; init; }

    /// <summary>The column that rows are ranked by; null for groups, ranked by their aggregate.</summary>
    public ColumnRef? Order { get; init; }

    /// <summary>How many of the first are taken; 0 for all.</summary>
    public int Take { get; init; }

    /// <summary>Whether the largest come first.</summary>
    public bool Descending { get; init; }

    /// <summary>Conditions of the part, for a share of the rows in percent.</summary>
    public ImmutableArray<RowFilter> Part { get; init; } = [];

    /// <summary>Conditions of two sides, the second of which is taken from the first.</summary>
    public (RowFilter First, RowFilter Second)? Sides { get; init; }

    /// <summary>Whether the difference is shown without its sign.</summary>
    public bool IsAbsolute { get; init; }
}
