using System.Collections.Immutable;

namespace Assay.Reporting;

/// <summary>What the names of measures and outcomes in results mean, in words.</summary>
internal static class MeasureNames
{
    private static readonly ImmutableArray<Entry> Parts =
    [
        new("facts", "Facts", "the answer says what an accepted answer says"),
        new("exact_match", "Exact match", "the whole answer equals an accepted one, spelling and articles aside"),
        new("f1", "Token F1", "overlap of the answer's words with an accepted answer"),
        new("containment", "Contains the answer", "a short answer that has an accepted one in it"),
        new("behaviour", "Behaviour", "expected fields (label, escalation and the like) that are right"),
        new("contract", "Contract", "answers that keep to the required form"),
        new("citations", "Valid citations", "citations that point to a passage the model was given"),
        new("abstained_answerable", "Abstained though answerable", "declined where the documents do answer; lower is better"),
        new("abstained_unanswerable", "Abstained when unanswerable", "declined where the documents do not answer; higher is better"),
    ];

    private static readonly ImmutableArray<Entry> Outcomes =
    [
        new("scored", "answered", "an answer came and was scored"),
        new("abstained", "abstained", "declined to answer: right on an unanswerable question, 0 on any other"),
        new("invalid", "unusable", "empty, cut off or not text; scored 0"),
        new("over_context", "prompt too long", "did not fit the model's window; scored 0"),
        new("timed_out", "timed out", "no complete answer in the time allowed; no score"),
        new("provider_failed", "provider failed", "no answer after all retries; no score"),
        new("judge_failed", "judge failed", "the judge gave no mark; no score"),
        new("not_applicable", "not scored", "no accepted answer to compare with; counts for retrieval only"),
    ];

    /// <summary>A name in results with its words.</summary>
    /// <param name="Key">As in results.</param>
    /// <param name="Name">Short.</param>
    /// <param name="Meaning">Completes "this is: ".</param>
    internal sealed record Entry(string Key, string Name, string Meaning);

    /// <summary>Parts of a score in the order to read them; keys that this version does not know come last.</summary>
    public static IEnumerable<Entry> PartsOf(IEnumerable<string> keys) => InOrder(Parts, keys);

    /// <summary>Outcomes in the order to read them; keys that this version does not know come last.</summary>
    public static IEnumerable<Entry> OutcomesOf(IEnumerable<string> keys) => InOrder(Outcomes, keys);

    /// <summary>A measure of retrieval in words.</summary>
    /// <param name="key">For example <c>recall@8</c>.</param>
    /// <returns>The key with its meaning.</returns>
    public static Entry Retrieval(string key) => key.Split('@') switch
    {
        ["recall", var depth] => new Entry(key, key, $"share of the relevant documents among the first {depth}"),
        ["ndcg", var depth] => new Entry(key, $"nDCG@{depth}", $"relevant documents among the first {depth}, worth more the higher they stand; 1 is perfect"),
        ["mrr"] => new Entry(key, "MRR", "1 divided by the rank of the first relevant document"),
        _ => new Entry(key, key, ""),
    };

    private static IEnumerable<Entry> InOrder(ImmutableArray<Entry> known, IEnumerable<string> keys)
    {
        HashSet<string> wanted = [.. keys];
        IEnumerable<string> unknown = wanted.Except(known.Select(e => e.Key)).Order(StringComparer.Ordinal);
        return known.Where(e => wanted.Contains(e.Key)).Concat(unknown.Select(k => new Entry(k, k.Replace('_', ' '), "")));
    }
}
