using System.Globalization;
using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Values of answers as they are shown.</summary>
internal static class TableAnswerText
{
    /// <summary>A value of a column.</summary>
    public static string Shown(TableColumn? column, object value) => value switch
    {
        string text => text,
        double number when column?.Type == ColumnType.Boolean => number != 0 ? "yes" : "no",
        _ => TableQueryText.Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
    };

    // Of numbers that a division made, most digits say nothing.
    private static string Shown(TableQuery query, TableColumn? column, object value) =>
        value is double mean && (query.Part.Length > 0 || (query.Aggregate == Aggregate.Average && query.Take == 0 && query.Having is null)) ? TableQueryText.Rounded(mean) : Shown(column, value);

    /// <summary>All values of an answer, with their unit; of several that are ranked, what each is ranked by.</summary>
    public static string Of(TableQuery query, List<(string? Of, object Value)> values, List<object> ranks)
    {
        bool counts = query.Aggregate is Aggregate.Count or Aggregate.Distinct || query.CountsGroups;
        TableColumn? column = query.Take > 0 && query.Group is { } top || (query.Having is not null && query.Group is { } && (top = query.Group.Value) == top) ? query.Scope[top] : query.Target is { } target ? query.Scope[target] : null;
        string unit = query.Part.Length > 0 ? "%" : counts && query.Take == 0 && query.Having is null ? "" : Unit(column?.Unit ?? "");
        return string.Join(", ", values.Select((v, i) => (v.Of is null ? "" : v.Of + ": ") + Shown(query, counts ? null : column, v.Value) + (v.Value is string || unit.Length == 0 ? "" : unit == "%" ? " %" : " " + unit) + (query.Take > 1 && ranks.Count > i ? $" ({Rank(query, ranks[i])})" : "")));
    }

    private static string Rank(TableQuery query, object rank)
    {
        TableColumn? column = (query.Order ?? query.Target) is { } by && (query.Order is not null || query.Aggregate is not (Aggregate.Count or Aggregate.Distinct)) ? query.Scope[by] : null;
        string number = query.Aggregate == Aggregate.Average && rank is double mean ? TableQueryText.Rounded(mean) : Shown(column, rank), unit = Unit(column?.Unit ?? "");
        return rank is string || unit.Length == 0 ? number : number + " " + unit;
    }

    private static string Unit(string unit) => NumberCells.IsMoney(unit) ? NumberCells.IsScaled(unit) ? unit[..(unit.IndexOf(' ', StringComparison.Ordinal) + 1)] + unit[(unit.IndexOf(' ', StringComparison.Ordinal) + 1)..].ToUpperInvariant() : unit.ToUpperInvariant() : unit == "kwh" ? "kWh" : unit;
}
