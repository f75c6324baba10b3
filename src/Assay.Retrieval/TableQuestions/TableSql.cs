using System.Globalization;
using System.Text;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Writes queries as SQL: over the store, where every name is the store's own and every value a parameter, or to be read, with the names of the tables.</summary>
/// <param name="query">The query.</param>
/// <param name="isShown">Whether it is only to be read.</param>
internal sealed class TableSql(TableQuery query, bool isShown)
{
    private readonly QuestionScope scope = query.Scope;

    /// <summary>The parameters, in the order of their numbers.</summary>
    public List<object> Parameters { get; } = [];

    /// <summary>A SELECT of everything that fulfils the query's conditions and others.</summary>
    /// <param name="columns">What is selected.</param>
    /// <param name="more">Further conditions.</param>
    /// <param name="rest">What follows the conditions.</param>
    public string Select(string columns, IEnumerable<string> more, string rest = "")
    {
        string[] conditions = [.. (isShown ? [] : (string[])[Range("t0", scope.Main), "t0.is_total = 0"]), .. query.Filters.Select(Condition), .. more];
        string from = From();
        return $"SELECT {columns} FROM {from}{(conditions.Length == 0 ? "" : " WHERE " + string.Join(" AND ", conditions))}{(rest.Length == 0 ? "" : " " + rest)}";
    }

    /// <summary>A column.</summary>
    public string Column(ColumnRef column) => isShown ? $"{Quoted(scope.Table(column.Source).Name)}.{Quoted(scope[column].Name)}" : string.Create(CultureInfo.InvariantCulture, $"t{column.Source}.c{column.Index}");

    /// <summary>A column of numbers; what is no number there is nothing.</summary>
    public string Number(ColumnRef column) => isShown || scope[column].Type != ColumnType.Number ? Column(column) : $"CASE WHEN typeof({Column(column)}) IN ('integer', 'real') THEN {Column(column)} END";

    /// <summary>What rows are grouped by: a column, or the months, quarters or years of its days (<c>2025-03</c>, <c>2025-Q1</c>, <c>2025</c>).</summary>
    public string Grouped(ColumnRef group) => query.Period switch
    {
        "month" => $"substr({Column(group)}, 1, 7)",
        "quarter" => $"substr({Column(group)}, 1, 4) || '-Q' || ((CAST(substr({Column(group)}, 6, 2) AS INTEGER) + 2) / 3)",
        "year" => $"substr({Column(group)}, 1, 4)",
        _ => Column(group),
    };

    /// <summary>What a query works out.</summary>
    public string Aggregated(Aggregate aggregate, ColumnRef? target) => aggregate switch
    {
        Aggregate.Distinct => $"count(DISTINCT {Column(target!.Value)})",
        Aggregate.Sum => $"sum({Number(target!.Value)})",
        Aggregate.Average => $"avg({Number(target!.Value)})",
        Aggregate.Least => $"min({Number(target!.Value)})",
        Aggregate.Most => $"max({Number(target!.Value)})",
        _ => "count(*)",
    };

    /// <summary>A value.</summary>
    public string Value(object value)
    {
        if (isShown) return value is string text ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
        Parameters.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"$p{Parameters.Count - 1}");
    }

    /// <summary>A condition.</summary>
    public string Condition(RowFilter filter)
    {
        if (filter.Other is { } other) return $"{Number(filter.Column)} {filter.Operator} {Number(other)}";
        string column = filter.Operator is "in" or "not in" or "null" or "not null" or "day" or "month" or "months" or "period" or "within" or "spans" ? Column(filter.Column) : Number(filter.Column);
        return filter.Operator switch
        {
            "in" => $"{column} IN ({string.Join(", ", filter.Values.Select(Value))})",
            "not in" => $"({column} IS NULL OR {column} NOT IN ({string.Join(", ", filter.Values.Select(Value))}))",
            "period" => $"{Grouped(filter.Column)} IN ({string.Join(", ", filter.Values.Select(Value))})",
            "between" => $"{column} BETWEEN {Value(filter.Values[0])} AND {Value(filter.Values[1])}",
            "within" => $"{column} >= {Value(filter.Values[0])} AND {column} < {Value(filter.Values[1])}",
            "spans" => "(" + string.Join(" OR ", filter.Values.Chunk(2).Select(s => $"{column} >= {Value(s[0])} AND {column} < {Value(s[1])}")) + ")",
            "months" => $"substr({column}, 6, 2) IN ({string.Join(", ", filter.Values.Select(Value))})",
            "day" => $"substr({column}, 6, 5) = {Value(filter.Values[0])}",
            "month" => $"substr({column}, 6, 2) = {Value(filter.Values[0])}",
            "null" => $"{column} IS NULL",
            "not null" => $"{column} IS NOT NULL",
            "<" or "<=" or ">" or ">=" or "=" => $"{column} {filter.Operator} {Value(filter.Values[0])}",
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.Operator, "Not an operator."),
        };
    }

    private string From()
    {
        if (isShown)
        {
            var shown = new StringBuilder(Quoted(scope.Main.Name));
            foreach (int source in TableQueryText.Used(query).Where(s => s > 0))
            {
                TableJoin join = scope.Joins[source - 1];
                shown.Append(CultureInfo.InvariantCulture, $" JOIN {Quoted(join.Table.Name)} ON {Quoted(join.Table.Name)}.{Quoted(join.Table.Columns[join.Key].Name)} = {Column(new ColumnRef(0, join.Column))}");
            }

            return shown.ToString();
        }

        // LIMIT -1 keeps the planner from flattening the subquery, so that it makes an index of its own over it.
        var from = new StringBuilder("data_rows t0");
        foreach (int source in TableQueryText.Used(query).Where(s => s > 0))
        {
            TableJoin join = scope.Joins[source - 1];
            from.Append(CultureInfo.InvariantCulture, $" JOIN (SELECT id, {string.Join(", ", join.Table.Columns.Select((_, i) => "c" + i.ToString(CultureInfo.InvariantCulture)))} FROM data_rows WHERE {Range("data_rows", join.Table)} AND is_total = 0 LIMIT -1) t{source} ON t{source}.c{join.Key} = t0.c{join.Column}");
        }

        return from.ToString();
    }

    private static string Range(string alias, StoredTable table) => string.Create(CultureInfo.InvariantCulture, $"{alias}.id BETWEEN {table.Key << TableWriter.RowBits} AND {((table.Key + 1) << TableWriter.RowBits) - 1}");

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
