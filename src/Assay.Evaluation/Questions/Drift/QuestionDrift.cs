using System.Collections.Immutable;
using Assay.Evaluation.Questions.Making;
using Assay.Evaluation.Statistics;
using Assay.Text.Segmentation;

namespace Assay.Evaluation.Questions.Drift;

/// <summary>Compares live traffic with a question set: what is asked that the set does not ask, topic by topic.</summary>
public static class QuestionDrift
{
    private const int NameWords = 3, FewestTopics = 2;

    /// <summary>Compares.</summary>
    /// <param name="set">The texts of the set's questions.</param>
    /// <param name="traffic">The questions of traffic, one an asking.</param>
    /// <param name="isNear">Whether two texts are near by meaning too; null where nothing tells.</param>
    /// <param name="options">Thresholds; null for the defaults.</param>
    /// <returns>The report.</returns>
    public static DriftReport Of(IReadOnlyList<string> set, IReadOnlyList<TrafficQuestion> traffic, Func<string, string, bool>? isNear = null, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(traffic);
        options ??= new DriftOptions();
        (TrafficQuestion First, int Count)[] asked = [.. traffic.GroupBy(t => QuestionWords.Normal(t.Text), StringComparer.Ordinal).Select(g => (g.First(), g.Count()))];
        var report = new DriftReport(traffic.Count, asked.Length, set.Count) { IsEnough = asked.Length >= options.LeastTraffic, Least = options.LeastTraffic };
        if (!report.IsEnough) return report;
        string[] texts = [.. set, .. asked.Select(a => a.First.Text)];
        var vectors = new WordVectors(texts);
        bool[] far = [.. asked.Select((a, i) => !set.Where((s, j) => vectors.IsNear(j, set.Count + i, options.NearWords) || (isNear?.Invoke(a.First.Text, s) ?? false)).Any())];
        int topics = Math.Clamp((int)Math.Sqrt(texts.Length / 2.0), FewestTopics, Math.Max(FewestTopics, options.MostTopics));
        (int[] group, double[][] centres) = TopicClusters.Of(vectors, topics, options.Seed);
        Dictionary<string, string> surfaces = Surfaces(texts);
        (DriftTopic Topic, int[] Far)[] found =
        [
            .. Enumerable.Range(0, centres.Length).Select(c => Topic(c, [.. Enumerable.Range(0, set.Count).Where(r => group[r] == c)], [.. Enumerable.Range(0, asked.Length).Where(a => group[set.Count + a] == c)]))
                .OrderByDescending(t => t.Topic.TrafficShare - t.Topic.SetShare).ThenBy(t => t.Topic.Name, StringComparer.Ordinal),
        ];
        int farAsked = asked.Where((_, i) => far[i]).Sum(a => a.Count);
        return report with
        {
            Far = farAsked,
            FarShare = (double)farAsked / traffic.Count,
            FarInterval = Wilson.Of(far.Count(f => f), far.Length),
            Topics = [.. found.Select(t => t.Topic).Where(t => t.Asked + t.Evaluated > 0)],
            Proposed = Proposed(found.Select(t => t.Far), asked, options.MostProposed),
        };

        (DriftTopic Topic, int[] Far) Topic(int c, int[] evaluated, int[] places)
        {
            int count = places.Sum(p => asked[p].Count);
            string name = string.Join(", ", Enumerable.Range(0, vectors.Size).Where(w => centres[c][w] > 0).OrderByDescending(w => centres[c][w]).ThenBy(w => vectors.Word(w), StringComparer.Ordinal).Take(NameWords).Select(w => surfaces.GetValueOrDefault(vectors.Word(w), vectors.Word(w))));
            var topic = new DriftTopic(name, count, evaluated.Length, places.Where(p => far[p]).Sum(p => asked[p].Count))
            {
                TrafficShare = (double)count / traffic.Count, SetShare = set.Count == 0 ? 0 : (double)evaluated.Length / set.Count, Difference = Difference(count, traffic.Count, evaluated.Length, set.Count),
            };
            return (topic, [.. places.Where(p => far[p]).OrderByDescending(p => asked[p].Count).ThenByDescending(p => vectors.Dot(set.Count + p, centres[c])).ThenBy(p => p)]);
        }
    }

    // Topics take turns, so that the one that lacks most does not fill the list alone.
    private static ImmutableArray<string> Proposed(IEnumerable<int[]> topics, (TrafficQuestion First, int Count)[] asked, int most)
    {
        var near = new NearQuestions();
        var proposed = ImmutableArray.CreateBuilder<string>();
        foreach (int place in topics.SelectMany((t, order) => t.Select((p, turn) => (Place: p, Turn: turn, Order: order))).OrderBy(p => p.Turn).ThenBy(p => p.Order).Select(p => p.Place))
        {
            if (proposed.Count == most) break;
            TrafficQuestion question = asked[place].First;
            if (near.Find(question.Text) is not null) continue;
            near.Add(question.Id, question.Text);
            proposed.Add(question.Id);
        }

        return proposed.ToImmutable();
    }

    // The hybrid score interval of a difference of shares (Newcombe 1998, method 10).
    private static Interval? Difference(int first, int of, int second, int against)
    {
        if (Wilson.Of(first, of) is not { } a || Wilson.Of(second, against) is not { } b) return null;
        double p = (double)first / of, q = (double)second / against;
        return new Interval(p - q - Math.Sqrt(((p - a.Low) * (p - a.Low)) + ((b.High - q) * (b.High - q))), p - q + Math.Sqrt(((a.High - p) * (a.High - p)) + ((q - b.Low) * (q - b.Low))));
    }

    // The form in which a stem is written most.
    private static Dictionary<string, string> Surfaces(IEnumerable<string> texts) => texts.SelectMany(t => WordSegmenter.Segment(t).Select(w => w.Normal)).GroupBy(w => w, StringComparer.Ordinal)
        .Select(g => (Word: g.Key, Count: g.Count(), Stem: QuestionWords.Of(g.Key) is [var stem, ..] ? stem : "")).Where(w => w.Stem.Length > 0)
        .GroupBy(w => w.Stem, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderByDescending(w => w.Count).ThenBy(w => w.Word, StringComparer.Ordinal).First().Word, StringComparer.Ordinal);
}
