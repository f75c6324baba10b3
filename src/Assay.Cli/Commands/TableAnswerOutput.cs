using System.Globalization;
using Assay.Answering;
using Assay.Cli.Terminal;
using Assay.Retrieval.TableQuestions;
using Assay.Retrieval.Tracing;

namespace Assay.Cli.Commands;

/// <summary>Shows an answer that was worked out over tables, and keeps its trace.</summary>
internal static class TableAnswerOutput
{
    private const int ShownRows = 12;

    /// <summary>Shows it.</summary>
    /// <param name="host">Where to.</param>
    /// <param name="request">The question with the answer.</param>
    /// <param name="audit">Checks citations and keeps the trace.</param>
    /// <param name="generation">Last change of the documents.</param>
    /// <param name="options">Whether as JSON, and whether with the query and every row.</param>
    public static void Write(CommandHost host, AnswerRequest request, AnswerAudit audit, long generation, (bool Json, bool Explain) options)
    {
        ComputedAnswer computed = request.Computed!;
        TableAnswer table = computed.Table;
        AuditedAnswer audited = audit.Check(computed.Text, request);
        var trace = new TraceBuilder(request.Question, host.Time) { Generation = generation, Asker = AnswerAudit.Asker(request.Principal) };
        trace.Skipped("answer", $"worked out over tables: {table.Sql}");
        long kept = audit.Keep(audited, trace, computed: true);
        if (options.Json)
        {
            host.WriteJson(new
            {
                question = request.Question,
                answer = computed.Text,
                citations = audited.Check.Citations.Select(c => AskCommand.Shape(c, c.Citation.Passage is { } p ? Places(p.Places.Select(r => r.Name), p.Places.Length > ShownRows) : null)),
                sentences = Array.Empty<object>(),
                audited.Abstained,
                withheld = false,
                computed = new
                {
                    values = table.Values.Select(v => new { of = v.Of, value = v.Value }),
                    how = table.How,
                    sql = table.Sql,
                    rowCount = table.RowCount,
                    rows = table.Rows.Select(r => new { document = r.DocumentId, table = r.Table, row = r.Number, place = r.Place, cells = r.Cells }),
                },
                trace = kept,
            });
            return;
        }

        host.Out.WriteLine(computed.Text);
        foreach ((int number, IGrouping<(string, string), CitedRow> rows) in table.Rows.GroupBy(r => (r.DocumentId, r.Table)).Index())
        {
            string places = Places(rows.Select(r => r.Place), rows.Count() > ShownRows || table.RowCount > table.Rows.Length);
            host.Out.WriteLine($"  [{(number + 1).ToString(CultureInfo.InvariantCulture)}] {PlainWriter.Line($"{rows.Key.Item1}, {rows.Key.Item2}: {places}")}");
        }

        if (options.Explain) Explain(host, table);
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  trace {kept}"));
    }

    // The rows between them do not count: no range.
    private static string Places(IEnumerable<string> places, bool more) => string.Join(", ", places.Take(ShownRows)) + (more ? ", …" : "");

    private static void Explain(CommandHost host, TableAnswer table)
    {
        host.Out.WriteLine($"  query: {PlainWriter.Line(table.Sql)}");
        foreach (CitedRow row in table.Rows) host.Out.WriteLine($"  {PlainWriter.Line($"{row.DocumentId}, {row.Place}: {string.Join(", ", row.Cells)}")}");
        if (table.RowCount > table.Rows.Length) host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {table.RowCount - table.Rows.Length} more rows"));
    }
}
