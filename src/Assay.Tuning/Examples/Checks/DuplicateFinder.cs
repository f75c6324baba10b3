namespace Assay.Tuning.Examples.Checks;

/// <summary>Finds examples that repeat others, and examples with the same question and another answer.</summary>
/// <remarks>
/// Exact repetitions by a hash of the normalised messages; near ones by MinHash over words and pairs of words with banded hashing, each candidate then compared exactly.
/// Prompts are compared as wholes and, besides, without the lines that many rows share, so that two questions about the same passages are not taken for one.
/// Deterministic.
/// </remarks>
public static class DuplicateFinder
{
    private const int ShortWords = 6;
    private const double ShortRelief = 0.1;

    /// <summary>Looks through examples.</summary>
    /// <param name="examples">In the order of the file.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>What was found.</returns>
    public static DuplicateReport Find(IReadOnlyList<ChatExample> examples, DuplicateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        options ??= new DuplicateOptions();
        options.Check();
        return new Run(options).Find(examples, cancellationToken);
    }

    /// <summary>All pairs of rows with near prompts, for splitting: by place, not by line.</summary>
    internal static IEnumerable<(int First, int Second)> Near(IReadOnlyList<ComparedExample> rows, DuplicateOptions options, CancellationToken cancellationToken)
    {
        HashSet<ulong> common = ComparedExample.Common(rows.DistinctBy(r => r.WholeKey), options.FrameRows);
        foreach (ComparedExample row in rows) row.LeaveOut(common);
        foreach (IGrouping<ulong, int> same in Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].QuestionKey))
        {
            foreach (int other in same.Skip(1)) yield return (same.First(), other);
        }

        foreach ((int first, int second) in CandidatePairs.Find([.. rows.Select(r => r.OwnFeatures)], cancellationToken))
        {
            if (PromptSimilarity(rows[first], rows[second]) >= Least(rows[first], rows[second], options)) yield return (first, second);
        }
    }

    private static double PromptSimilarity(ComparedExample a, ComparedExample b) =>
        Math.Min(WordFeatures.Similarity(a.OwnFeatures, b.OwnFeatures), WordFeatures.Similarity(a.PromptFeatures, b.PromptFeatures));

    // One word more in a prompt of four makes two fifths of its words and pairs others.
    private static double Least(ComparedExample a, ComparedExample b, DuplicateOptions options) =>
        Math.Min(a.OwnWords.Length, b.OwnWords.Length) <= ShortWords ? options.LeastSimilarity - ShortRelief : options.LeastSimilarity;

    private static bool OtherFigures(ComparedExample a, ComparedExample b) => !AnswerDifference.Figures(a.Prompt).SetEquals(AnswerDifference.Figures(b.Prompt));

    private static bool SameSystem(ComparedExample a, ComparedExample b) =>
        a.Example.Messages.Where(m => m.Role == "system").Select(m => m.Content).SequenceEqual(b.Example.Messages.Where(m => m.Role == "system").Select(m => m.Content));

    private sealed class Run(DuplicateOptions options)
    {
        private readonly List<DuplicatePair> pairs = [];
        private readonly List<Contradiction> contradictions = [];
        private readonly List<ComparedExample> rows = [];
        private readonly HashSet<int> repeated = [], disputed = [];

        public DuplicateReport Find(IReadOnlyList<ChatExample> examples, CancellationToken cancellationToken)
        {
            Distinct(examples, cancellationToken);
            HashSet<ulong> common = ComparedExample.Common(rows, options.FrameRows);
            foreach (ComparedExample row in rows) row.LeaveOut(common);
            SamePrompt();
            foreach ((int first, int second) in CandidatePairs.Find([.. rows.Select(r => r.OwnFeatures)], cancellationToken))
            {
                if (rows[first].QuestionKey != rows[second].QuestionKey) Judge(first, second);
            }

            return new DuplicateReport([.. pairs.OrderBy(p => p.Second).ThenBy(p => p.First)], [.. contradictions.OrderBy(c => c.Second).ThenBy(c => c.First)]);
        }

        private void Distinct(IReadOnlyList<ChatExample> examples, CancellationToken cancellationToken)
        {
            Dictionary<ulong, int> seen = new(examples.Count);
            foreach (ChatExample example in examples)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ComparedExample row = new(example);
                if (seen.TryAdd(row.WholeKey, example.Line)) rows.Add(row);
                else pairs.Add(new DuplicatePair(seen[row.WholeKey], example.Line, DuplicateKind.Exact, 1));
            }
        }

        // The rows here differ in a system message, a weight, or the answer.
        private void SamePrompt()
        {
            foreach (IGrouping<ulong, int> same in Enumerable.Range(0, rows.Count).Where(i => rows[i].PromptFeatures.Length > 0).GroupBy(i => rows[i].QuestionKey))
            {
                ComparedExample first = rows[same.First()];
                foreach (int other in same.Skip(1))
                {
                    ComparedExample row = rows[other];
                    if (first.AnswerKey == row.AnswerKey)
                    {
                        if (repeated.Add(other)) pairs.Add(new DuplicatePair(first.Example.Line, row.Example.Line, DuplicateKind.Near, 1));
                    }
                    else if (SameSystem(first, row) && disputed.Add(other))
                    {
                        // Another system message may well ask for another answer.
                        contradictions.Add(new Contradiction(first.Example.Line, row.Example.Line, AnswerDifference.Kind(first, row)));
                    }
                }
            }
        }

        private void Judge(int first, int second)
        {
            (ComparedExample a, ComparedExample b) = (rows[first], rows[second]);
            double similarity = PromptSimilarity(a, b);
            if (similarity < Least(a, b, options)) return;
            if (a.AnswerKey != b.AnswerKey && SameSystem(a, b) && AnswerDifference.SameQuestion(a, b))
            {
                if (disputed.Add(second)) contradictions.Add(new Contradiction(a.Example.Line, b.Example.Line, AnswerDifference.Kind(a, b)));
                return;
            }

            bool sameAnswer = AnswerDifference.Similarity(a, b) >= options.LeastSimilarity && !AnswerDifference.OtherFigures(a, b);
            if (sameAnswer && !OtherFigures(a, b) && repeated.Add(second)) pairs.Add(new DuplicatePair(a.Example.Line, b.Example.Line, DuplicateKind.Near, similarity));
        }
    }
}
