using System.Collections.Immutable;
using Assay.Retrieval.Context;

namespace Assay.Retrieval.TableQuestions;

/// <summary>An answer that was worked out over rows.</summary>
/// <param name="Values">What was asked for: texts, or numbers in their column's unit; for each group where there are several.</param>
/// <param name="Text">The answer as it is shown, without how it was worked out.</param>
/// <param name="How">How it was worked out, a sentence.</param>
/// <param name="Sql">The query over the tables by their own names.</param>
/// <param name="Rows">The rows it rests on, at most <see cref="MostRows"/>.</param>
/// <param name="RowCount">How many rows it rests on.</param>
public sealed record TableAnswer(ImmutableArray<TableValue> Values, string Text, string How, string Sql, ImmutableArray<CitedRow> Rows, int RowCount)
{
    /// <summary>Most rows that are cited one by one.</summary>
    public const int MostRows = 200;

    /// <summary>A passage for each table, with its header and the first of its cited rows, numbered from 1.</summary>
    public ImmutableArray<ContextPassage> Passages { get; init; } = [];
}

/// <summary>A value of an answer.</summary>
/// <param name="Of">The group it is of; null for the only one.</param>
/// <param name="Value">A text, a <see cref="double"/> or a <see cref="long"/>.</param>
/// <param name="By">What it was ranked by, of the first or the most of something; else null.</param>
public sealed record TableValue(string? Of, object Value, object? By = null);

/// <summary>A row that an answer rests on.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Table">Name of the table.</param>
/// <param name="Number">1 for the first row under the header.</param>
/// <param name="Place">Where it stands in the file: <c>row 5</c>, <c>Sheet1!A5:D5</c>; <c>row 4 of the table</c> where the format has no names for places.</param>
/// <param name="Cells">The cells that count, by their addresses (<c>Sheet1!C5</c>) in spreadsheets and their columns elsewhere.</param>
public sealed record CitedRow(string DocumentId, string Table, int Number, string Place, ImmutableArray<string> Cells);
