using System.Collections.Immutable;
using Assay.Retrieval.Context;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tables;
using Assay.Text;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Answers questions about counts, sums and rows by running them over the stored tables; stays silent unless a question can be read in one way only.</summary>
/// <remarks>Needs no model and gives the same answer for the same documents. Tables that whoever asks may not read are neither looked at nor queried.</remarks>
/// <param name="store">The store.</param>
/// <param name="clock">Measures queries.</param>
public sealed class TableAnswerer(KnowledgeStore store, TimeProvider clock)
{
    private const int MostScopes = 40, PassageRows = 20;
    private const double Clear = 0.05;

    /// <summary>Longest time of one question, reading it included; it is left to the passages after that.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>Null when it is not about rows, or not in one way only.</returns>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public TableAnswer? Answer(string question, Principal? principal) =>
        Whole(question, "", principal) ?? (QuestionPreamble.Without(question) is var (rest, before) ? Whole(rest, before, principal) : null);

    /// <summary>Whether a question is about several rows of a table, answered or not: then no row alone answers it.</summary>
    /// <param name="question">The question.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public bool IsOverRows(string question, Principal? principal) => Over(question, principal, (_, tables, words) =>
    {
        var linker = new SchemaLinker(tables, words);
        return tables.Tables.Any(t => t.Rows > 0 && QuestionForm.IsOverRows(words, linker, new QuestionScope(t, []))) || Readings(tables, words).Exists(r => QuestionForm.IsOverRows(r.Query));
    }, late: true, isRule: false);

    /// <summary>Whether cells are the names of the columns of a table: then they answer nothing.</summary>
    /// <param name="cells">The cells of a row.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public bool IsHeader(IReadOnlyList<string> cells, Principal? principal)
    {
        string[] names = [.. HeaderNames.Of(cells).Select(n => n.Name)];
        return store.Snapshot(snapshot => new TableSnapshot(snapshot, principal, clock, Limit).Tables.Any(t => names.Length > 1 && t.Columns.Select(c => c.Name).SequenceEqual(names, StringComparer.OrdinalIgnoreCase)));
    }

    private TableAnswer? Whole(string question, string before, Principal? principal) =>
        Over(question, principal, (snapshot, tables, words) => (before.Length == 0 || !QuestionPreamble.MayBeCondition(before, tables)) && Read(tables, words) is var (query, corrected) ? Run(snapshot, tables, query, corrected) : null, late: null, isRule: true);

    private T? Over<T>(string question, Principal? principal, Func<StoreSnapshot, TableSnapshot, List<QuestionWord>, T?> read, T? late, bool isRule)
    {
        List<QuestionWord> words = QuestionWords.Of(question);
        if (words.Count < 2 || (isRule && AsksWhatMayBe(words))) return default;
        return store.Snapshot(snapshot =>
        {
            try
            {
                var tables = new TableSnapshot(snapshot, principal, clock, Limit);
                return tables.Tables.Length == 0 ? default : read(snapshot, tables, words);
            }
            catch (TimeoutException)
            {
                return late;
            }
        });
    }

    // "How many players can a team have" is about a rule, which rows do not tell; "can you tell me" is about nothing.
    private static bool AsksWhatMayBe(List<QuestionWord> words) => words.Index().Any(w => w.Item is { Lower: "may", IsCapital: false } || (w.Index > 0 && w.Item.Lower is "can" or "could" && words.ElementAtOrDefault(w.Index + 1)?.Lower != "you"));

    private static (TableQuery, string)? Read(TableSnapshot tables, List<QuestionWord> words)
    {
        List<(TableQuery Query, double Score, string Corrected, bool IsOne)> readings = Readings(tables, words);
        var asked = new AskedMeasure(words, tables.Tables);
        readings.RemoveAll(r => !asked.IsNamed(r.Query));
        readings.Sort((x, y) => y.Score.CompareTo(x.Score));

        // What can be read in two ways over one table is not taken for something worse over another.
        return readings.Count == 0 || !readings[0].IsOne || (readings.Count > 1 && readings[0].Score - readings[1].Score < Clear) || !asked.Fits(readings[0].Query) ? null : (readings[0].Query, readings[0].Corrected);
    }

    private static List<(TableQuery Query, double Score, string Corrected, bool IsOne)> Readings(TableSnapshot tables, List<QuestionWord> words)
    {
        var linker = new SchemaLinker(tables, words);
        var parser = new QuestionParser(linker, words);
        StoredTable[] touched = [.. tables.Tables.Where(t => t.Rows > 0).Select(t => (Table: t, Words: linker.Touched(new QuestionScope(t, [])))).OrderByDescending(t => t.Words).Take(MostScopes).Select(t => t.Table)];
        var readings = new List<(TableQuery Query, double Score, string Corrected, bool IsOne)>();
        foreach (StoredTable table in touched)
        {
            if (parser.Read(new QuestionScope(table, TableJoins.Of(tables, table, tables.Tables))) is { } reading) readings.Add(reading);
        }

        return readings;
    }

    private static TableAnswer? Run(StoreSnapshot snapshot, TableSnapshot tables, TableQuery query, string corrected)
    {
        var execution = new TableExecution(tables, query);
        if (!execution.Run()) return null;
        ImmutableArray<(CitedRow Row, TextSpan Span, string Text)> cited = [.. execution.Rows.Take(TableAnswer.MostRows).Select(id => Cite(tables, query, id))];
        string how = TableQueryText.How(query, execution.Rows.Count) + (corrected.Length > 0 ? $" Read {corrected}." : "");
        return new TableAnswer(
            [.. execution.Values.Select((v, i) => new TableValue(v.Of, v.Value, i < execution.Ranks.Count ? execution.Ranks[i] : null))], TableAnswerText.Of(query, execution.Values, execution.Ranks), how, execution.Shown, [.. cited.Select(c => c.Row)], execution.Rows.Count)
        {
            Passages = [.. cited.GroupBy(c => (c.Row.DocumentId, c.Row.Table)).Select((g, i) => Passage(snapshot, query, i + 1, [.. g]))],
        };
    }

    private static (CitedRow, TextSpan, string) Cite(TableSnapshot tables, TableQuery query, long id)
    {
        int source = TableQueryText.Used(query).First(s => query.Scope.Table(s).Key == id >> TableWriter.RowBits);
        StoredTable table = query.Scope.Table(source);
        string columns = string.Concat(table.Columns.Select((_, i) => ", c" + i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        object?[] row = tables.Run($"SELECT place, sheet_left, span_start, span_end{columns} FROM data_rows WHERE id = $p0", [id], 1)[0];
        int number = (int)(id & ((1 << TableWriter.RowBits) - 1));
        var place = new RowPlace((string)row[0]!, (int)(long)row[1]!, number);
        ColumnRef[] counted = [.. query.Filters.Concat(query.Part).Select(f => f.Column).Concat(new[] { query.Target, query.Group, query.Order, query.Sides?.First.Column }.OfType<ColumnRef>()).Where(c => c.Source == source).Distinct()];
        string text = tables.Shown(id) ?? string.Join(" | ", table.Columns.Select((c, i) => row[4 + i] is { } value ? TableAnswerText.Shown(c, value) : ""));
        return (new CitedRow(table.DocumentId, table.Name, number, place.Shown, [.. counted.Select(c => place.Cell(c.Index, table.Columns[c.Index].Name))]), new TextSpan((int)(long)row[2]!, (int)(long)row[3]!), text);
    }

    private static ContextPassage Passage(StoreSnapshot snapshot, TableQuery query, int number, ImmutableArray<(CitedRow Row, TextSpan Span, string Text)> rows)
    {
        StoredTable table = TableQueryText.Used(query).Select(query.Scope.Table).First(t => t.DocumentId == rows[0].Row.DocumentId && t.Name == rows[0].Row.Table);
        StoredDocument document = snapshot.Document(table.Document)!;
        string text = string.Join('\n', rows.Take(PassageRows).Select(r => r.Text).Prepend(string.Join(" | ", table.Columns.Select(c => c.Unit.Length > 0 ? $"{c.Name} ({c.Unit})" : c.Name))));
        var span = new TextSpan(rows.Min(r => r.Span.Start), rows.Max(r => r.Span.End));
        return new ContextPassage(number, document.Id, document.Title, table.Name, "", text, new SourceMap([]), span, 1) { ContentHash = document.ContentHash, Places = [.. rows.Select(r => new Place(r.Row.Place, r.Span))] };
    }
}
