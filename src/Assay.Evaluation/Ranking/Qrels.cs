using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Assay.Evaluation.Ranking;

/// <summary>Relevance judgements: what should have been retrieved.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Qrels is what the field calls them.")]
public sealed class Qrels
{
    private readonly Dictionary<string, Dictionary<string, int>> grades;

    private Qrels(Dictionary<string, Dictionary<string, int>> grades)
    {
        this.grades = grades;
        Topics = [.. grades.Keys.Order(CodePointOrder.Instance)];
    }

    /// <summary>Judged topics, ordered by the bytes of their ids.</summary>
    public ImmutableArray<string> Topics { get; }

    /// <summary>Judgements from memory.</summary>
    /// <param name="judgements">In any order.</param>
    /// <returns>The judgements by topic.</returns>
    /// <exception cref="ArgumentException">A document is judged twice for a topic.</exception>
    public static Qrels Create(IEnumerable<Judgement> judgements)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        Dictionary<string, Dictionary<string, int>> grades = new(StringComparer.Ordinal);
        foreach (Judgement judgement in judgements)
        {
            if (!grades.TryGetValue(judgement.Topic, out Dictionary<string, int>? topic))
            {
                grades.Add(judgement.Topic, topic = new(StringComparer.Ordinal));
            }

            if (!topic.TryAdd(judgement.Document, judgement.Grade))
            {
                throw new ArgumentException($"Document '{judgement.Document}' is judged twice for topic '{judgement.Topic}'.", nameof(judgements));
            }
        }

        return new Qrels(grades);
    }

    /// <summary>The judged documents of a topic and their grades.</summary>
    /// <param name="topic">Id of the topic.</param>
    /// <returns>Empty when the topic is not judged.</returns>
    public IReadOnlyDictionary<string, int> Of(string topic) =>
        grades.TryGetValue(topic, out Dictionary<string, int>? found) ? found : ImmutableDictionary<string, int>.Empty;
}
