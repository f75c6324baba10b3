using System.Collections.Immutable;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Finds which tables refer to which: a column whose values are keys of another table of the same workbook or folder, and whose header says so.</summary>
internal static class TableJoins
{
    private const int MostNeighbours = 12;
    private const double Contained = 0.9;
    private static readonly HashSet<string> s_keys = new(StringComparer.Ordinal) { "id", "name", "code", "no", "nr", "number", "key" };

    /// <summary>The tables that the rows of a table refer to.</summary>
    /// <param name="tables">Runs the check of the values.</param>
    /// <param name="main">The table.</param>
    /// <param name="others">All tables that may be read.</param>
    public static ImmutableArray<TableJoin> Of(TableSnapshot tables, StoredTable main, IEnumerable<StoredTable> others)
    {
        var joins = ImmutableArray.CreateBuilder<TableJoin>();
        foreach (StoredTable other in others.Where(t => t.Key != main.Key && IsNear(main, t)).Take(MostNeighbours))
        {
            if (Find(tables, main, other) is { } join) joins.Add(join);
        }

        return joins.ToImmutable();
    }

    private static bool IsNear(StoredTable one, StoredTable other) => one.Document == other.Document || (Folder(one.DocumentId) == Folder(other.DocumentId) && IsData(one.DocumentId) && IsData(other.DocumentId));

    private static string Folder(string id) => id[..(id.LastIndexOf('/') + 1)];

    private static bool IsData(string id) => Path.GetExtension(id).ToUpperInvariant() is ".CSV" or ".TSV" or ".JSON" or ".JSONL" or ".XLSX";

    private static TableJoin? Find(TableSnapshot tables, StoredTable main, StoredTable other)
    {
        for (int key = 0; key < other.Columns.Length; key++)
        {
            TableColumn named = other.Columns[key];
            if (!named.IsUnique || named.Type is not (ColumnType.Text or ColumnType.Number) || other.Rows < 2) continue;
            for (int column = 0; column < main.Columns.Length; column++)
            {
                TableColumn refers = main.Columns[column];
                if (refers.Type == named.Type && refers.Distinct > 1 && !refers.IsUnique && refers.Distinct <= other.Rows && Says(refers.Name, named.Name, other.Name) && AreKeys(tables, (main, column, refers), (other, key))) return new TableJoin(column, other, key);
            }
        }

        return null;
    }

    // "Department" refers to Department of Departments, "Customer ID" to Customer ID or ID of Customers, "Featured beer" to Code of Beers.
    private static bool Says(string column, string key, string table)
    {
        List<string> refers = QuestionScope.Words(column), named = QuestionScope.Words(key), called = QuestionScope.Words(table);
        return refers.SequenceEqual(named) || (refers.Intersect(called).Any() && (named.Intersect(refers).Any() || named.Exists(s_keys.Contains)));
    }

    private static bool AreKeys(TableSnapshot tables, (StoredTable Table, int Column, TableColumn Described) refers, (StoredTable Table, int Column) key)
    {
        string Range(StoredTable table) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"id BETWEEN {table.Key << TableWriter.RowBits} AND {((table.Key + 1) << TableWriter.RowBits) - 1} AND is_total = 0");
        object found = tables.Run($"SELECT count(*) FROM data_rows WHERE {Range(refers.Table)} AND c{refers.Column} IN (SELECT c{key.Column} FROM data_rows WHERE {Range(key.Table)})", [], 1)[0][0]!;
        return (long)found >= refers.Described.Filled * Contained;
    }
}
