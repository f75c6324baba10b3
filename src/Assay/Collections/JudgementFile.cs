using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Collections;

/// <summary>Reads relevance judgements: TREC qrels (query, iteration, document, grade) and BEIR tables (query, document, grade, with a header row).</summary>
internal static class JudgementFile
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>The judgements of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="beir">Whether the columns are BEIR's, separated by tabs, rather than TREC's, separated by white space.</param>
    /// <returns>In the order of the file, a repeated row once.</returns>
    /// <exception cref="InputException">A row has the wrong number of columns or no whole number for a grade, or a pair has two grades.</exception>
    public static ImmutableArray<(string QueryId, string DocumentId, int Grade)> Read(string path, bool beir)
    {
        ImmutableArray<(string, string, int)>.Builder judgements = ImmutableArray.CreateBuilder<(string, string, int)>();
        var grades = new Dictionary<(string, string), int>();
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            string[] columns = beir ? text.Split('\t', StringSplitOptions.TrimEntries) : text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (columns.Length != (beir ? 3 : 4))
            {
                throw new InputException(new Problem(path, line, beir
                    ? $"expected 3 columns separated by tabs (query-id, corpus-id, score); found {columns.Length}."
                    : $"expected 4 columns (query, iteration, document, grade); found {columns.Length}."));
            }

            if (!int.TryParse(columns[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int grade))
            {
                if (beir && line == 1) continue;
                throw new InputException(new Problem(path, line, $"expected a whole number as the grade; found \"{columns[^1]}\"."));
            }

            (string Query, string Document) pair = (columns[0], columns[^2]);
            if (grades.TryAdd(pair, grade)) judgements.Add((pair.Query, pair.Document, grade));
            else if (grades[pair] != grade)
            {
                throw new InputException(new Problem(path, line, $"query {pair.Query} and document {pair.Document} were judged {grades[pair]} before and are judged {grade} here; keep one."));
            }
        }

        return judgements.ToImmutable();
    }
}
