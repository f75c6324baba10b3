using System.Collections.Immutable;

namespace Assay.Evaluation.Ranking;

/// <summary>What a system retrieved for each topic.</summary>
public sealed class RankedRun
{
    private readonly Dictionary<string, ImmutableArray<ScoredDocument>> documents;

    private RankedRun(string name, Dictionary<string, ImmutableArray<ScoredDocument>> documents)
    {
        Name = name;
        this.documents = documents;
        Topics = [.. documents.Keys.Order(CodePointOrder.Instance)];
    }

    /// <summary>The run's tag, last column of a TREC run file.</summary>
    public string Name { get; }

    /// <summary>Topics with at least one retrieved document, ordered by the bytes of their ids.</summary>
    public ImmutableArray<string> Topics { get; }

    /// <summary>A run from memory.</summary>
    /// <param name="name">Tag of the run.</param>
    /// <param name="retrieved">Topic and document, in any order.</param>
    /// <returns>The run by topic.</returns>
    /// <exception cref="ArgumentException">A document occurs twice in a topic, or a score is not finite.</exception>
    public static RankedRun Create(string name, IEnumerable<(string Topic, ScoredDocument Document)> retrieved)
    {
        ArgumentNullException.ThrowIfNull(retrieved);
        Dictionary<string, List<ScoredDocument>> topics = new(StringComparer.Ordinal);
        HashSet<(string, string)> seen = [];
        foreach ((string topic, ScoredDocument document) in retrieved)
        {
            if (!double.IsFinite(document.Score)) throw new ArgumentException($"The score of '{document.Document}' in topic '{topic}' is not finite.", nameof(retrieved));
            if (!seen.Add((topic, document.Document))) throw new ArgumentException($"Document '{document.Document}' occurs twice in topic '{topic}'.", nameof(retrieved));
            if (!topics.TryGetValue(topic, out List<ScoredDocument>? list)) topics.Add(topic, list = []);
            list.Add(document);
        }

        return FromDistinct(name, topics);
    }

    /// <summary>A run whose documents are known to be distinct within their topic, with finite scores.</summary>
    /// <param name="name">Tag of the run.</param>
    /// <param name="topics">Documents by topic.</param>
    /// <returns>The run.</returns>
    internal static RankedRun FromDistinct(string name, Dictionary<string, List<ScoredDocument>> topics) =>
        new(name, topics.ToDictionary(t => t.Key, t => t.Value.ToImmutableArray(), StringComparer.Ordinal));

    /// <summary>The documents retrieved for a topic, in the order they were given, which means nothing: scores decide.</summary>
    /// <param name="topic">Id of the topic.</param>
    /// <returns>Empty when nothing was retrieved for it.</returns>
    public ImmutableArray<ScoredDocument> Of(string topic) => documents.TryGetValue(topic, out ImmutableArray<ScoredDocument> found) ? found : [];
}
