using System.Collections.Immutable;
using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>A column of a scope.</summary>
/// <param name="Source">0 for the main table, else one more than the number of the join.</param>
/// <param name="Index">Its place in the table.</param>
internal readonly record struct ColumnRef(int Source, int Index);

/// <summary>A table that each row of the main table has at most one row of.</summary>
/// <param name="Column">The column of the main table that names the row.</param>
/// <param name="Table">The other table.</param>
/// <param name="Key">Its column that holds the names, each once.</param>
internal sealed record TableJoin(int Column, StoredTable Table, int Key);

/// <summary>A table with those that its rows refer to: what one question is read over.</summary>
/// <param name="Main">The table whose rows are counted.</param>
/// <param name="Joins">The others.</param>
internal sealed record QuestionScope(StoredTable Main, ImmutableArray<TableJoin> Joins)
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "name", "titl", "label", "fullnam" };
    private static readonly HashSet<string> s_firms = [.. new[] { "company", "organisation", "organization", "firm", "business" }.Select(TableWords.Stem)], s_partners = [.. new[] { "customer", "client", "supplier", "vendor", "partner", "account" }.Select(TableWords.Stem)];
    private static readonly HashSet<string> s_numbered = [.. new[] { "invoice", "order", "ticket", "contract", "job", "case", "project", "booking", "employee", "customer", "client", "supplier", "item", "article", "product", "part", "shipment", "delivery", "claim", "request", "account", "member", "policy", "receipt", "voucher", "machine", "vehicle", "room", "student", "patient", "row", "position", "line", "batch", "lot", "asset" }.Select(TableWords.Stem)];
    private static readonly HashSet<string> s_measures = [.. new[] { "salary", "wage", "price", "cost", "fee", "rate", "payment", "expense", "revenue", "budget", "amount", "hour", "score", "rating", "reading", "temperature", "weight", "donation" }.Select(TableWords.Stem)];
    private static readonly HashSet<string> s_codes = new(StringComparer.Ordinal) { "id", "no", "number", "nr", "code", "key", "num" };

    /// <summary>A table of the scope.</summary>
    public StoredTable Table(int source) => source == 0 ? Main : Joins[source - 1].Table;

    /// <summary>A column of the scope.</summary>
    public TableColumn this[ColumnRef column] => Table(column.Source).Columns[column.Index];

    /// <summary>All columns; a key of a joined table is the column that refers to it, and left out.</summary>
    public IEnumerable<ColumnRef> Columns => Main.Columns.Select((_, i) => new ColumnRef(0, i)).Concat(Joins.SelectMany((j, s) => j.Table.Columns.Select((_, i) => new ColumnRef(s + 1, i)).Where(c => c.Index != j.Key)));

    /// <summary>The column that names the rows of a table best: a name that no two rows share (of customers and suppliers, also that of the company), else what is called like the table, else the first that no two rows share.</summary>
    /// <returns>Null when no column tells all rows apart.</returns>
    public ColumnRef? Identity(int source)
    {
        StoredTable table = Table(source);
        int[] unique = [.. Enumerable.Range(0, table.Columns.Length).Where(i => table.Columns[i].IsUnique)];
        HashSet<string> called = [.. TableWords.Of(table.Name).Select(TableWords.Stem)];
        int[] ranked = [.. unique.OrderBy(i => Words(table.Columns[i].Name) is var words && (words.Exists(s_names.Contains) || (words.Exists(s_firms.Contains) && called.Overlaps(s_partners))) && !words.Exists(s_codes.Contains) ? 0 : words.Exists(called.Contains) && (table.Columns[i].Type == ColumnType.Text || words.Exists(s_codes.Contains)) ? 1 : table.Columns[i].Type == ColumnType.Text ? 2 : 3).ThenBy(i => i)];
        return ranked.Length == 0 ? null : new ColumnRef(source, ranked[0]);
    }

    /// <summary>Whether a column tells all rows of its table apart.</summary>
    public bool IsKey(ColumnRef column) => this[column].IsUnique && this[column].Type is ColumnType.Text or ColumnType.Number && (this[column].Type == ColumnType.Text || IsCode(column));

    /// <summary>Whether a column holds numbers that only name things: it is called a number or code, or as one of the rows is (column Order of the table orders), or comes first and is called like something that is numbered, or counts the rows.</summary>
    public bool IsCode(ColumnRef column) => Words(this[column].Name).Exists(s_codes.Contains) || CallsRows(this[column], Table(column.Source)) || (column.Index == 0 && NumbersRows(this[column]));

    /// <summary>Whether a stem says that something is only named by a number or code.</summary>
    public static bool IsCodeWord(string stem) => s_codes.Contains(stem);

    private static bool NumbersRows(TableColumn column) => column is { Type: ColumnType.Number, IsUnique: true, Unit.Length: 0 } && column.Least == Math.Floor(column.Least) && column.Most == Math.Floor(column.Most)
        && (column.Most - column.Least == column.Distinct - 1 || Words(column.Name) is [var one] && s_numbered.Contains(one));

    // "Sales" of the table sales is what was sold, and so is "Salary" of the table salaries.
    private static bool CallsRows(TableColumn column, StoredTable table)
    {
        if (column is not { Type: ColumnType.Number, IsUnique: true, Unit.Length: 0 } || TableWords.Of(column.Name) is not [var one] || s_measures.Contains(TableWords.Stem(one))) return false;
        return table.OtherNames.Prepend(table.Name).Any(n => TableWords.Of(HeaderNames.Words(n)) is [.., var rows] && rows != one && TableWords.Stem(rows) == TableWords.Stem(one) && rows.Length > one.Length);
    }

    /// <summary>The columns whose numbers measure something.</summary>
    public IEnumerable<ColumnRef> Measures(int source) => Table(source).Columns.Index().Where(c => c.Item.Type == ColumnType.Number).Select(c => new ColumnRef(source, c.Index)).Where(c => !IsCode(c));

    /// <summary>The stems of a header's words.</summary>
    public static List<string> Words(string name) => [.. TableWords.Of(HeaderNames.Words(name)).Select(TableWords.Stem)];
}
