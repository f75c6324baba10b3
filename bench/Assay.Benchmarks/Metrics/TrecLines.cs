using System.Globalization;
using Assay.Evaluation.Ranking;

namespace Assay.Benchmarks.Metrics;

/// <summary>Compares what trec_eval printed with what Assay computes.</summary>
internal sealed class TrecLines
{
    /// <summary>Values compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Values that trec_eval prints as "nan": nothing divided by nothing, and means over such a topic. Assay has 0 for the topic.</summary>
    public int Undefined { get; private set; }

    /// <summary>Names of the measures compared.</summary>
    public SortedSet<string> Families { get; } = new(StringComparer.Ordinal);

    /// <summary>What differs, as text; at most twenty.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>Values that differ.</summary>
    public int Different { get; private set; }

    /// <summary>Compares a whole output.</summary>
    /// <param name="printed">Lines of trec_eval: measure, topic, value.</param>
    /// <param name="result">Assay's.</param>
    /// <param name="perTopic">Whether topics were printed.</param>
    /// <param name="where">Names the case in the list of differences.</param>
    public void Compare(IEnumerable<string> printed, RankingResult result, bool perTopic, string where)
    {
        Dictionary<(string, string), double> ours = [];
        foreach (TopicMeasures topic in perTopic ? result.Topics : []) Put(ours, topic.Topic, topic.Measures);
        Put(ours, "all", result.All);
        foreach (string[] line in printed.Select(l => l.Split('\t')))
        {
            string name = line[0].TrimEnd();
            if (name == "runid" || name.StartsWith("relstring", StringComparison.Ordinal)) continue;
            if (!ours.Remove((line[1], name), out double value)) Differ($"{where}: {name} of {line[1]} is missing");
            else Compare(name, line, value, where);
        }

        foreach ((string topic, string name) in ours.Keys) Differ($"{where}: {name} of {topic} is not in trec_eval");
    }

    private void Compare(string name, string[] line, double value, string where)
    {
        Compared++;
        Families.Add(Family(name));
        if (line[2].EndsWith("nan", StringComparison.Ordinal))
        {
            Undefined++;
            if (value != 0 && line[1] != "all") Differ($"{where}: {name} of {line[1]} is {value}, undefined in trec_eval");
        }
        else if (Measures.Text(name, value) != line[2]) Differ(string.Create(CultureInfo.InvariantCulture, $"{where}: {name} of {line[1]} is {value:R}, {line[2]} in trec_eval"));
    }

    private void Differ(string text)
    {
        Different++;
        if (Differences.Count < 20) Differences.Add(text);
    }

    private static void Put(Dictionary<(string, string), double> into, string topic, Measures measures)
    {
        foreach ((string name, double value) in measures) into[(topic, name)] = value;
    }

    private static string Family(string name)
    {
        int end = name.LastIndexOf('_');
        return end > 0 && name[(end + 1)..].All(c => char.IsAsciiDigit(c) || c is '.' or '=' or ',' or '-') ? name[..end] : name;
    }
}
