using Assay.Tuning.Synthesis;

namespace Assay.Tuning.Examples.Checks;

/// <summary>Tells which documents a text quotes, by runs of eight words that no more than three of them share.</summary>
internal sealed class QuotedDocuments
{
    private const int Run = 8, LeastRuns = 3, MostHolders = 3;

    private readonly IReadOnlyList<SourceDocument> documents;
    private readonly Dictionary<ulong, List<int>> holders = [];

    public QuotedDocuments(IReadOnlyList<SourceDocument> documents)
    {
        this.documents = documents;
        for (int d = 0; d < documents.Count; d++)
        {
            foreach (ulong run in Runs(documents[d].Text))
            {
                if (!holders.TryGetValue(run, out List<int>? held)) holders[run] = held = new List<int>(1);
                if (held.Count <= MostHolders && (held.Count == 0 || held[^1] != d)) held.Add(d);
            }
        }
    }

    /// <summary>Ids of the documents of which a text has at least three different runs, in their order.</summary>
    public IEnumerable<string> In(string text)
    {
        SortedDictionary<int, int> counts = [];
        foreach (ulong run in Runs(text).Distinct())
        {
            if (!holders.TryGetValue(run, out List<int>? held) || held.Count > MostHolders) continue;
            foreach (int d in held) counts[d] = counts.GetValueOrDefault(d) + 1;
        }

        return counts.Where(c => c.Value >= LeastRuns).Select(c => documents[c.Key].Id);
    }

    /// <summary>
    /// The documents an example says it is made from and those its prompt quotes; of a made example with passages (RAFT) the former alone: what it quotes besides is there to be passed over,
    /// and would tie all such examples together.
    /// </summary>
    public IEnumerable<string> Of(ChatExample example) =>
        example.Documents.Concat(example.Making.Synthetic == SyntheticKind.Raft && example.Documents.Length > 0 ? [] : In(string.Join('\n', example.Messages.Where(m => m.Role != "assistant").Select(m => m.Content)))).Select(Whole).Distinct(StringComparer.Ordinal);

    /// <summary>A document without the part of it that an id names.</summary>
    public static string Whole(string id)
    {
        int part = id.IndexOf('#', StringComparison.Ordinal);
        return (part < 0 ? id : id[..part]).Replace('\\', '/').Trim();
    }

    private static IEnumerable<ulong> Runs(string text)
    {
        ulong[] words = [.. WordList.Hashes(text)];
        for (int i = 0; i + Run <= words.Length; i++) yield return WordList.Join(words.AsSpan(i, Run));
    }
}
