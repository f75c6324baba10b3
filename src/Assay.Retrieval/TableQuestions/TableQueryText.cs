using System.Globalization;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Queries in words.</summary>
internal static class TableQueryText
{
    private const int MostZeros = 6;

    /// <summary>Equal for queries that ask for the same.</summary>
    public static string Key(TableQuery query) => string.Join('|',
        query.Scope.Main.Key, query.Aggregate, query.Target, string.Join(';', query.Filters.Select(Key).Order(StringComparer.Ordinal)), query.Group, query.Period, query.Having, query.CountsGroups, query.Order, query.Take, query.Descending,
        string.Join(';', query.Part.Select(Key).Order(StringComparer.Ordinal)), query.Sides is { } sides ? Key(sides.First) + "/" + Key(sides.Second) : "", query.IsAbsolute);

    /// <summary>How the answer was worked out, as a sentence.</summary>
    /// <param name="query">The query.</param>
    /// <param name="rows">Rows that it rests on.</param>
    public static string How(TableQuery query, int rows)
    {
        QuestionScope scope = query.Scope;
        string where = query.Filters.Length == 0 ? "" : " where " + string.Join(" and ", query.Filters.Select(f => Filter(scope, f)));
        string target = query.Target is { } t ? Name(scope, t) : "", of = query.Aggregate switch
        {
            Aggregate.Count => "number of rows",
            Aggregate.Distinct => $"number of different values of {target}",
            Aggregate.Sum => $"sum of {target}",
            Aggregate.Average => $"mean of {target}",
            Aggregate.Median => $"median of {target}",
            Aggregate.Least => $"smallest {target}",
            Aggregate.Most => $"largest {target}",
            _ => target,
        };
        string what = query.Part.Length > 0 ? $"share of {(target.Length > 0 ? of : "the rows")} where {string.Join(" and ", query.Part.Select(f => Filter(scope, f)))}"
            : query.Sides is { } sides ? $"{of} where {Filter(scope, sides.First)}, less that where {Filter(scope, sides.Second)}"
            : query.Group is { } group ? $"{of} for each {(query.Period.Length > 0 ? query.Period + " of " : "")}{Name(scope, group)}{Rank(query)}"
            : query.Order is { } order ? $"{target} of the row{(query.Take > 1 ? "s" : "")} with the {(query.Descending ? "largest" : "smallest")} {Name(scope, order)}" : of;
        string tables = string.Join(" and ", Used(query).Select(s => $"'{scope.Table(s).Name}'"));
        string sums = scope.Main.TotalRows > 0 ? ", total rows left out" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(what[0])}{what[1..]} in {tables}{where}, over {rows} row{(rows == 1 ? "" : "s")}{sums}.");
    }

    /// <summary>The tables that a query needs.</summary>
    public static IEnumerable<int> Used(TableQuery query) => query.Filters.Concat(query.Part).SelectMany(f => f.Other is { } other ? new[] { f.Column, other } : [f.Column])
        .Concat(new[] { query.Target, query.Group, query.Order, query.Sides?.First.Column }.OfType<ColumnRef>()).Select(c => c.Source).Append(0).Distinct().Order();

    /// <summary>A number as it is shown, without separators for thousands.</summary>
    public static string Number(double number) => Math.Round(number, 6).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A mean or share as it is shown: two decimals, and three digits of one smaller than 1.</summary>
    public static string Rounded(double number)
    {
        int leading = number == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(number)));
        return Number(leading >= 0 ? Math.Round(number, 2) : leading < -MostZeros ? number : Math.Round(number, Math.Min(15, 2 - leading)));
    }

    private static string Rank(TableQuery query) => query.Having is { } having ? $" that is {having.Operator} {Number(having.Number)}" : query.Take > 0 ? $", of which the {(query.Descending ? "largest" : "smallest")}" : "";

    private static string Filter(QuestionScope scope, RowFilter filter) => $"{Name(scope, filter.Column)} {filter.Shown}";

    private static string Name(QuestionScope scope, ColumnRef column) => scope[column].Name;

    private static string Key(RowFilter filter) => $"{filter.Column} {filter.Operator} {filter.Other} {string.Join(',', filter.Values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)))}";
}
