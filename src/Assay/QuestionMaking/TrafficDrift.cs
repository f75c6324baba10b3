using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Drift;
using Assay.Evaluation.Questions.Making;
using Assay.Knowledge;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Text;

namespace Assay.QuestionMaking;

/// <summary>The traffic of a project against its questions, and the real questions to add.</summary>
/// <param name="Report">The comparison.</param>
/// <param name="Questions">What is proposed, with the documents that the answers cited, to be reviewed.</param>
public sealed record TrafficDrift(DriftReport Report, ImmutableArray<Question> Questions)
{
    private const int MostPairs = 4000;
    private const double UnrelatedShare = 0.95;

    /// <summary>The tag of a question that comes from traffic.</summary>
    public const string Tag = "traffic";

    /// <summary>From which cosine of their vectors on two questions were near by meaning: 95% of the set's questions that share no word are below. Null without an embedder, or with too few such pairs.</summary>
    public double? NearMeaning { get; init; }

    /// <summary>Compares.</summary>
    /// <param name="knowledge">Holds the traces; its embedder tells meanings where it is open.</param>
    /// <param name="set">The project's questions.</param>
    /// <param name="from">Traces from this time on.</param>
    /// <param name="options">Thresholds.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="AssayException">The embedder failed.</exception>
    public static async Task<TrafficDrift> OfAsync(KnowledgeBase knowledge, ImmutableArray<Question> set, DateTimeOffset from, DriftOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        TraceStore traces = knowledge.Traces(timeProvider);
        TrafficQuestion[] traffic = [.. traces.Asked(from).Select(a => new TrafficQuestion(a.Trace.ToString(CultureInfo.InvariantCulture), a.Text))];
        string[] texts = [.. set.Select(q => q.Text)];
        await knowledge.PrepareAsync(texts.Concat(traffic.Select(t => t.Text)), cancellationToken).ConfigureAwait(false);
        double? near = Threshold(knowledge, texts, options.Seed);
        DriftReport report = QuestionDrift.Of(texts, traffic, near is { } least ? (a, b) => Cosine(knowledge, a, b) > least : null, options);
        return new TrafficDrift(report, [.. report.Proposed.Select(id => traces.Find(long.Parse(id, CultureInfo.InvariantCulture))).OfType<StoredTrace>().Select(Of)]) { NearMeaning = near };
    }

    // An answer that nobody has looked at is no accepted one: the passages it cited say where to look.
    private static Question Of(StoredTrace stored)
    {
        SearchTrace trace = stored.Trace;
        ImmutableArray<string> cited = [.. (trace.Context?.Passages.Where(p => trace.Answer?.Cited.Contains(p.Number) ?? false) ?? []).Select(p => p.Slug.Length == 0 ? p.DocumentId : $"{p.DocumentId}#{p.Slug}").Distinct(StringComparer.Ordinal)];
        return new Question
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"traffic-{stored.Id}"), Text = trace.Query.Trim(), Documents = cited, Answerable = !cited.IsEmpty,
            As = trace.Asker.Length == 0 ? null : trace.Asker, Source = string.Create(CultureInfo.InvariantCulture, $"trace:{stored.Id}"), Tags = [MadeKinds.Tag, Tag],
        };
    }

    private static double? Threshold(KnowledgeBase knowledge, string[] texts, ulong seed)
    {
        const int Fewest = 20;
        if (texts.Length < 2 || knowledge.QueryVector(texts[0]) is null) return null;
        IReadOnlyList<string>[] words = [.. texts.Select(QuestionWords.Of)];
        var lot = new SeededLot(seed, "pairs");
        var cosines = new List<double>();
        for (int i = 0; i < MostPairs; i++)
        {
            int a = lot.Next(texts.Length), b = lot.Next(texts.Length);
            if (a != b && !words[a].Intersect(words[b]).Any()) cosines.Add(Cosine(knowledge, texts[a], texts[b]));
        }

        cosines.Sort();
        return cosines.Count < Fewest ? null : cosines[(int)(UnrelatedShare * cosines.Count)];
    }

    private static double Cosine(KnowledgeBase knowledge, string a, string b)
    {
        ReadOnlySpan<float> x = knowledge.QueryVector(a)!.Value.Span, y = knowledge.QueryVector(b)!.Value.Span;
        double dot = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            dot += (double)x[i] * y[i];
            xx += (double)x[i] * x[i];
            yy += (double)y[i] * y[i];
        }

        return xx == 0 || yy == 0 ? 0 : dot / Math.Sqrt(xx * yy);
    }
}
