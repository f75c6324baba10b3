using Assay.Retrieval.Storage;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Runs a query: the values first, then the rows they rest on.</summary>
/// <param name="tables">The tables that whoever asks may read.</param>
/// <param name="query">The query.</param>
internal sealed class TableExecution(TableSnapshot tables, TableQuery query)
{
    /// <summary>Most groups or values of an answer.</summary>
    public const int MostValues = 100;

    private const int MostRows = 1 << 20;
    private readonly QuestionScope scope = query.Scope;

    /// <summary>The values: what each is of, and a number or text.</summary>
    public List<(string? Of, object Value)> Values { get; private set; } = [];

    /// <summary>What the values are ranked by, one for each; empty where they are not ranked.</summary>
    public List<object> Ranks { get; private set; } = [];

    /// <summary>Row ids of the main table, and of the joined ones that were needed.</summary>
    public List<long> Rows { get; private set; } = [];

    /// <summary>The statement as it is shown.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>Runs the query.</summary>
    /// <returns>False when nothing is there to be worked out: no rows, no numbers among them, or more than an answer can hold.</returns>
    public bool Run()
    {
        if (query.Part.Length > 0) return Share();
        if (query.Sides is { } sides) return Difference(sides);
        if (query.Group is { } group) return Groups(group);
        if (query.Order is { } order) return Ranked(order);
        return query.Aggregate == Aggregate.None ? Listed() : Scalar();
    }

    private List<object?[]> Ask(Func<TableSql, string> write, int most = MostRows)
    {
        var sql = new TableSql(query, isShown: false);
        string statement = write(sql);
        if (Shown.Length == 0) Shown = write(new TableSql(query, isShown: true));
        return tables.Run(statement, sql.Parameters, most);
    }

    private void Find(params RowFilter[] more) => Rows = Ids(s => more.Select(s.Condition));

    private List<long> Ids(Func<TableSql, IEnumerable<string>> more)
    {
        string columns = string.Join(", ", TableQueryText.Used(query).Select(s => $"t{s}.id"));
        List<object?[]> rows = Ask(s => s.Select(columns, more(s), "ORDER BY t0.id"));
        return [.. rows.SelectMany(r => r).OfType<long>().Distinct()];
    }

    private bool Scalar()
    {
        if (query.Aggregate == Aggregate.Median) return Median();
        List<object?[]> found = Ask(s => s.Select(s.Aggregated(query.Aggregate, query.Target), []));
        if (found[0][0] is not { } value) return false;
        Values = [(null, value)];
        if (query.Aggregate is Aggregate.Least or Aggregate.Most) Find(new RowFilter(query.Target!.Value, value is string ? "in" : "=", [value]));
        else if (query.Target is { } target) Find(new RowFilter(target, "not null", []));
        else Find();
        return true;
    }

    private bool Median()
    {
        ColumnRef target = query.Target!.Value;
        List<object?[]> all = Ask(s => s.Select(s.Number(target), [$"{s.Number(target)} IS NOT NULL"], $"ORDER BY {s.Number(target)}"));
        if (all.Count == 0) return false;
        double low = Convert.ToDouble(all[(all.Count - 1) / 2][0], null), high = Convert.ToDouble(all[all.Count / 2][0], null);
        Values = [(null, (low + high) / 2)];
        Find(new RowFilter(target, "not null", []));
        return true;
    }

    private bool Share()
    {
        double Of(IEnumerable<RowFilter> filters) => Convert.ToDouble(Ask(s => s.Select(s.Aggregated(query.Aggregate, query.Target), filters.Select(s.Condition)))[0][0] ?? 0.0, null);
        double all = Of([]);
        Shown = "";
        double part = Of(query.Part);
        if (all == 0) return false;
        Values = [(null, 100.0 * part / all)];
        Find(query.Target is { } target ? [.. query.Part, new RowFilter(target, "not null", [])] : [.. query.Part]);
        return true;
    }

    private bool Difference((RowFilter First, RowFilter Second) sides)
    {
        double Side(RowFilter filter) => Convert.ToDouble(Ask(s => s.Select(s.Aggregated(query.Aggregate, query.Target), [s.Condition(filter)]))[0][0] ?? 0.0, null);
        double difference = Side(sides.First) - Side(sides.Second);
        Values = [(null, query.IsAbsolute ? Math.Abs(difference) : difference)];
        List<long> first = Ids(s => [s.Condition(sides.First)]), second = Ids(s => [s.Condition(sides.Second)]);
        Rows = [.. first.Concat(second).Distinct()];
        return Rows.Count > 0;
    }

    private bool Groups(ColumnRef group)
    {
        string direction = query.Descending ? "DESC" : "ASC";
        List<object?[]> found = Ask(s =>
        {
            string value = s.Aggregated(query.Aggregate, query.Target);
            string having = query.Having is { } h ? $"HAVING {value} {h.Operator} {s.Value(h.Number)} " : "";
            return s.Select($"{s.Grouped(group)}, {value}", [$"{s.Column(group)} IS NOT NULL"], $"GROUP BY {s.Grouped(group)} {having}ORDER BY {(query.Take > 0 ? $"{value} {direction}, " : "")}{s.Grouped(group)}");
        });
        found.RemoveAll(r => r[1] is null);
        if (query.Take > 0) found = First(found, query.Take, 1);
        if (query.CountsGroups) Values = [(null, (long)found.Count)];
        else if (found.Count == 0 || found.Count > MostValues) return false;
        else if (query.Take > 0 || query.Having is not null) Values = [.. found.Select(r => ((string?)null, r[0]!))];
        else Values = [.. found.Select(r => (Text(group, r[0]!), r[1]!))];
        if (query.Take > 0 && !query.CountsGroups) Ranks = [.. found.Select(r => r[1]!)];
        if (found.Count == 0) return true;
        RowFilter[] only = query.Take > 0 || query.Having is not null ? [new RowFilter(group, query.Period.Length > 0 ? "period" : "in", [.. found.Select(r => r[0]!)])] : [new RowFilter(group, "not null", [])];
        Find(query.Target is { } target && target != group ? [.. only, new RowFilter(target, "not null", [])] : only);
        return true;
    }

    private bool Ranked(ColumnRef order)
    {
        List<object?[]> found = Ask(s => s.Select($"{s.Column(query.Target!.Value)}, {s.Number(order)}, t0.id", [$"{s.Number(order)} IS NOT NULL"], $"ORDER BY {s.Number(order)} {(query.Descending ? "DESC" : "ASC")}, t0.id"), query.Take + MostValues);
        found = First(found, query.Take, 1);
        if (found.Count == 0 || found.Count > MostValues || found.Exists(r => r[0] is null)) return false;
        List<object?[]> first = [.. found.DistinctBy(r => r[0]!)];
        (Values, Ranks) = ([.. first.Select(r => ((string?)null, r[0]!))], [.. first.Select(r => r[1]!)]);
        Rows = [.. found.Select(r => (long)r[2]!)];
        return true;
    }

    private bool Listed()
    {
        ColumnRef target = query.Target!.Value;
        List<object?[]> found = Ask(s => s.Select($"DISTINCT {s.Column(target)}", [$"{s.Column(target)} IS NOT NULL"], $"ORDER BY {s.Column(target)}"), MostValues + 1);
        if (found.Count is 0 or > MostValues) return false;
        Values = [.. found.Select(r => ((string?)null, r[0]!))];
        Find(new RowFilter(target, "not null", []));
        return true;
    }

    // Those as good as the last one belong to it.
    private static List<object?[]> First(List<object?[]> rows, int count, int by)
    {
        if (rows.Count <= count) return rows;
        object? last = rows[count - 1][by];
        return [.. rows.Where((r, i) => i < count || Equals(r[by], last))];
    }

    private string Text(ColumnRef column, object value) => TableAnswerText.Shown(scope[column], value);
}
