using System.Globalization;

namespace Assay.Evaluation.Ranking;

/// <summary>Writes the measures of topics as CSV.</summary>
public static class RankingTable
{
    private const string Quoted = ",\"\r\n";

    /// <summary>Writes a row per topic under a header <c>topic,map,...</c>, then the row <c>all</c>; numbers read back exactly.</summary>
    /// <param name="writer">Receives the rows.</param>
    /// <param name="result">The measures. Those that exist only over topics are empty in the rows of topics.</param>
    public static void Write(TextWriter writer, RankingResult result)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(result);
        writer.Write($"topic,{string.Join(',', result.All.Names.Select(Field))}\n");
        foreach (TopicMeasures topic in result.Topics)
        {
            HashSet<string> known = new(topic.Measures.Names, StringComparer.Ordinal);
            writer.Write($"{Field(topic.Topic)},{string.Join(',', result.All.Names.Select(n => known.Contains(n) ? Number(topic.Measures[n]) : ""))}\n");
        }

        writer.Write($"all,{string.Join(',', result.All.Select(m => Number(m.Value)))}\n");
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Field(string text) => text.AsSpan().IndexOfAny(Quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
