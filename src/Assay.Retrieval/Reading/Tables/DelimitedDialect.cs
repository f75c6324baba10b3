namespace Assay.Retrieval.Reading.Tables;

/// <summary>How the cells of a delimited text are told apart.</summary>
/// <param name="Delimiter">What stands between cells.</param>
/// <param name="Quote">What may stand around a cell that holds delimiters or line ends; it is doubled inside.</param>
/// <param name="Start">Where the records begin: behind a line <c>sep=;</c> as Excel writes it.</param>
internal sealed record DelimitedDialect(char Delimiter, char Quote, int Start)
{
    private const int SampleChars = 64 * 1024;
    private const int SampleRecords = 200;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>The dialect of a text: the delimiter that gives the most records one and the same number of cells.</summary>
    /// <param name="source">The whole text.</param>
    /// <param name="preferred">The delimiter that the file's ending promises; wins a draw.</param>
    public static DelimitedDialect Of(string source, char preferred)
    {
        if (Stated(source) is { } stated) return stated;
        DelimitedDialect best = new(preferred, '"', 0);
        double bestScore = Score(source, best);
        foreach (char delimiter in Delimiters.Where(d => d != preferred))
        {
            Try(best with { Delimiter = delimiter });
        }

        // Apostrophes stand in prose; they quote only where cells begin with them and no cell begins with a quotation mark.
        if (Begins(source, best.Delimiter, '\'') > 0 && Begins(source, best.Delimiter, '"') == 0) Try(best with { Quote = '\'' });
        return best;

        void Try(DelimitedDialect dialect)
        {
            double score = Score(source, dialect);
            if (score > bestScore) (best, bestScore) = (dialect, score);
        }
    }

    private static DelimitedDialect? Stated(string source)
    {
        if (!source.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) || source.Length < 6 || source[5] is not ('\r' or '\n')) return null;
        return new DelimitedDialect(source[4], '"', source.AsSpan(5).StartsWith("\r\n") ? 7 : 6);
    }

    // Share of the sampled records that have the commonest number of cells, times how much is gained by the cells; 0 where there is one cell a record.
    private static double Score(string source, DelimitedDialect dialect)
    {
        string sample = source.Length <= SampleChars ? source : source[..SampleChars];
        var records = new DelimitedRecords(sample, dialect);
        var counts = new Dictionary<int, int>();
        int all = 0;
        while (all < SampleRecords && records.Next())
        {
            // The record at the end of the sample may be cut.
            if (records.IsBlank || (all > 0 && sample.Length < source.Length && records.Position >= sample.Length)) continue;
            counts[records.Cells.Count] = counts.GetValueOrDefault(records.Cells.Count) + 1;
            all++;
        }

        return counts.Where(c => c.Key > 1).Select(c => (double)c.Value / all * (1 + Math.Log2(c.Key))).DefaultIfEmpty(0).Max();
    }

    private static int Begins(string source, char delimiter, char quote)
    {
        ReadOnlySpan<char> sample = source.AsSpan(0, Math.Min(source.Length, SampleChars));
        int found = 0;
        for (int at = sample.IndexOf(quote); at >= 0; at = Next(sample, quote, at))
        {
            if (at == 0 || sample[at - 1] == delimiter || sample[at - 1] == '\n') found++;
        }

        return found;
    }

    private static int Next(ReadOnlySpan<char> text, char sought, int after) => text[(after + 1)..].IndexOf(sought) is >= 0 and int found ? after + 1 + found : -1;
}
