using System.Collections.Immutable;

namespace Assay.Tuning.Examples.Checks;

/// <summary>Looks for the questions of an evaluation in the training data.</summary>
/// <remarks>
/// A question is compared with every message of the user, with every line of it, and with what stands behind a colon; besides, it is near when 70% of its runs of three words stand
/// in a message. Which questions are compared is told by the pairs of words they share with the message.
/// </remarks>
public sealed class LeakFinder
{
    private const double LeastSimilarity = 0.6, LeastShare = 0.7;
    private const int LeastWordsInside = 6, MostSameDocument = 10_000;

    private readonly IReadOnlyList<EvaluationQuestion> questions;
    private readonly Asked[] asked;
    private readonly Dictionary<ulong, List<int>> byPair = [];
    private readonly Dictionary<ulong, List<int>> byKey = [];
    private readonly Dictionary<string, List<int>> byDocument = new(StringComparer.Ordinal);
    private readonly QuotedDocuments quoted;

    /// <summary>Prepares the questions.</summary>
    /// <param name="questions">The evaluation's.</param>
    /// <param name="documents">The project's documents, to find prompts that quote them; may be empty.</param>
    public LeakFinder(IReadOnlyList<EvaluationQuestion> questions, IReadOnlyList<SourceDocument>? documents = null)
    {
        ArgumentNullException.ThrowIfNull(questions);
        this.questions = questions;
        quoted = new QuotedDocuments(documents ?? []);
        asked = [.. questions.Select(q => new Asked(q))];
        for (int q = 0; q < asked.Length; q++)
        {
            foreach (ulong pair in asked[q].Pairs) Add(byPair, pair, q);
            if (asked[q].Words.Length > 0) Add(byKey, asked[q].Key, q);
            foreach (string document in questions[q].Documents.Select(QuotedDocuments.Whole).Distinct(StringComparer.Ordinal)) Add(byDocument, document, q);
        }
    }

    /// <summary>Looks through examples.</summary>
    /// <param name="examples">The training data.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>What was found.</returns>
    public LeakReport Find(IReadOnlyList<ChatExample> examples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        List<LeakPair> pairs = [];
        HashSet<string> sameDocument = new(StringComparer.Ordinal);
        long documentPairs = 0;
        foreach (ChatExample example in examples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string said = $" {WordList.Normal(string.Join('\n', example.Messages.Where(m => m.Role == "assistant").Select(m => m.Content)))} ";
            SortedDictionary<int, double> similar = Similar(example);
            foreach ((int q, double similarity) in similar)
            {
                pairs.Add(new LeakPair(example.Line, questions[q].Id, similarity == 1 ? LeakKind.Exact : LeakKind.Near, similarity, asked[q].AnsweredIn(said)));
            }

            foreach (int q in quoted.Of(example).SelectMany(d => byDocument.GetValueOrDefault(d) ?? []).Distinct().Where(q => !similar.ContainsKey(q)).Order())
            {
                sameDocument.Add(questions[q].Id);
                if (documentPairs++ < MostSameDocument) pairs.Add(new LeakPair(example.Line, questions[q].Id, LeakKind.SameDocument, 1, asked[q].AnsweredIn(said)));
            }
        }

        sameDocument.ExceptWith(pairs.Where(p => p.Kind != LeakKind.SameDocument).Select(p => p.QuestionId));
        return new LeakReport(questions.Count, [.. pairs], documentPairs) { SameDocumentSuspects = [.. sameDocument] };
    }

    private SortedDictionary<int, double> Similar(ChatExample example)
    {
        SortedDictionary<int, double> best = [];
        foreach (ExampleMessage message in example.Messages.Where(m => m.Role == "user"))
        {
            List<ulong[]> units = Units(message.Content);
            foreach (ulong[] unit in units)
            {
                foreach (int q in byKey.GetValueOrDefault(WordList.Join(unit)) ?? []) best[q] = 1;
            }

            Dictionary<int, int> shared = [];
            HashSet<ulong> pairs = [.. Pairs(units[0])];
            foreach (ulong pair in pairs)
            {
                foreach (int q in byPair.GetValueOrDefault(pair) ?? []) shared[q] = shared.GetValueOrDefault(q) + 1;
            }

            HashSet<ulong>? triples = null;
            List<ulong[]>? features = null;
            foreach ((int q, int count) in shared)
            {
                if (2 * count < asked[q].Pairs.Length || best.GetValueOrDefault(q) == 1) continue;
                features ??= [.. units.Select(u => WordFeatures.Of([.. u]))];
                triples ??= [.. Triples(units[0])];
                double similarity = Math.Min(0.9999, features.Max(f => WordFeatures.Similarity(f, asked[q].Features)));
                double inside = asked[q].Words.Length < LeastWordsInside ? 0 : Math.Min(0.9999, (double)asked[q].Triples.Count(triples.Contains) / asked[q].Triples.Length);
                if (similarity >= LeastSimilarity || inside >= LeastShare) best[q] = Math.Max(best.GetValueOrDefault(q), Math.Max(similarity, inside));
            }
        }

        return best;
    }

    /// <summary>A message as words, then each of its lines, and each line without what stands before its first colon.</summary>
    private static List<ulong[]> Units(string text)
    {
        List<ulong[]> units = [[.. WordList.Hashes(text)]];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            units.Add([.. WordList.Hashes(line)]);
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon is > 0 and < 40) units.Add([.. WordList.Hashes(line.AsSpan(colon + 1))]);
        }

        return units;
    }

    private static IEnumerable<ulong> Pairs(ulong[] words) => Enumerable.Range(0, Math.Max(0, words.Length - 1)).Select(i => WordList.Join(words.AsSpan(i, 2)));

    private static IEnumerable<ulong> Triples(ulong[] words) => Enumerable.Range(0, Math.Max(0, words.Length - 2)).Select(i => WordList.Join(words.AsSpan(i, 3)));

    private static void Add<T>(Dictionary<T, List<int>> index, T key, int value)
        where T : notnull
    {
        if (!index.TryGetValue(key, out List<int>? values)) index[key] = values = new List<int>(1);
        values.Add(value);
    }

    private sealed class Asked
    {
        private readonly string[] answers;

        public Asked(EvaluationQuestion question)
        {
            Words = [.. WordList.Hashes(question.Text)];
            Key = WordList.Join(Words);
            Pairs = [.. LeakFinder.Pairs(Words).Distinct()];
            Triples = [.. LeakFinder.Triples(Words).Distinct()];
            Features = WordFeatures.Of([.. Words]);
            answers = [.. question.Answers.Select(a => WordList.Normal(a)).Where(a => a.Length > 0).Select(a => $" {a} ")];
        }

        public ulong[] Words { get; }

        public ulong Key { get; }

        public ulong[] Pairs { get; }

        public ulong[] Triples { get; }

        public ulong[] Features { get; }

        public bool AnsweredIn(string said) => answers.Any(a => said.Contains(a, StringComparison.Ordinal));
    }
}
