using System.Globalization;
using System.Text;

namespace Assay.Benchmarks.Collections;

/// <summary>The Cranfield collection (Cleverdon 1967) in SMART format.</summary>
/// <remarks>
/// Judgements number queries by position, not by their <c>.I</c>; code 1 is the best answer and 4 the least. The split <c>test</c> counts all four
/// alike, as published figures do; <c>graded</c> has 5 minus the code. Rows with −1 are left out.
/// </remarks>
internal static class Cranfield
{
    private const int LeastCode = 4;

    /// <summary>Converts documents, queries and judgements.</summary>
    public static string Convert(string source, string target)
    {
        BeirWriter.Entry[] corpus = [.. Items(Path.Combine(source, "cran.all.1400")).Select(i => new BeirWriter.Entry(i.Id, i.Of('T'), i.Of('W')))];
        BeirWriter.Query[] queries = [.. Items(Path.Combine(source, "cran.qry")).Select((i, at) => new BeirWriter.Query((at + 1).ToString(CultureInfo.InvariantCulture), i.Of('W')))];
        BeirWriter.Row[] rows =
        [
            .. File.ReadLines(Path.Combine(source, "cranqrel")).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(f => f.Length == 3)
                .Select(f => new BeirWriter.Row(f[0], f[1], LeastCode + 1 - int.Parse(f[2], CultureInfo.InvariantCulture))).Where(r => r.Grade is >= 1 and <= LeastCode),
        ];
        BeirWriter.Write(target, corpus, queries);
        BeirWriter.WriteQrels(target, "test", rows.Select(r => r with { Grade = 1 }));
        BeirWriter.WriteQrels(target, "graded", rows);
        return string.Create(CultureInfo.InvariantCulture, $"{corpus.Length} documents, {queries.Length} queries, {rows.Length} relevant");
    }

    private sealed record Item(string Id, Dictionary<char, StringBuilder> Fields)
    {
        public string Of(char field) => Fields.TryGetValue(field, out StringBuilder? text) ? text.ToString().Trim() : "";
    }

    private static IEnumerable<Item> Items(string path)
    {
        Item? item = null;
        char field = 'I';
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith(".I ", StringComparison.Ordinal))
            {
                if (item is not null) yield return item;
                (item, field) = (new Item(line[3..].Trim(), []), 'I');
            }
            else if (line.Length == 2 && line[0] == '.' && char.IsAsciiLetterUpper(line[1])) field = line[1];
            else if (item is not null)
            {
                if (!item.Fields.TryGetValue(field, out StringBuilder? text)) item.Fields[field] = text = new StringBuilder();
                text.Append(line).Append('\n');
            }
        }

        if (item is not null) yield return item;
    }
}
