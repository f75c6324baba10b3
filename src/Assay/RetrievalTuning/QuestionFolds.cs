using System.Collections.Immutable;

namespace Assay.RetrievalTuning;

/// <summary>Parts of a question set for cross-validation: what is chosen on some questions is measured on others.</summary>
/// <param name="Fold">Fold of each question, in the order of the questions.</param>
/// <param name="Count">Number of folds.</param>
/// <param name="ByDocument">Whether no relevant document has questions in two folds.</param>
public sealed record QuestionFolds(ImmutableArray<int> Fold, int Count, bool ByDocument)
{
    /// <summary>A part may be this many times the even share before questions are no longer kept together by document.</summary>
    private const double LargestPart = 1.5;

    /// <summary>
    /// Folds of about equal size. Questions that share a relevant document, directly or over others, stay together; where that ties so many together that
    /// folds become uneven (as in collections that judge many documents a question), questions are dealt out one by one.
    /// </summary>
    /// <param name="questions">The questions.</param>
    /// <param name="count">Number of folds; 2 or more. Fewer are made when there are fewer questions.</param>
    /// <returns>The folds; they depend on ids and grades only, not on the order of the questions.</returns>
    public static QuestionFolds Of(IReadOnlyList<JudgedQuestion> questions, int count)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        count = Math.Min(count, questions.Count);
        List<int>[] groups = Groups(questions);
        bool byDocument = groups.Length >= count && groups.Max(g => g.Count) <= Math.Ceiling(LargestPart * questions.Count / count);
        if (!byDocument) groups = [.. Enumerable.Range(0, questions.Count).OrderBy(i => questions[i].Id, StringComparer.Ordinal).Select(i => new List<int> { i })];
        int[] fold = new int[questions.Count], size = new int[Math.Max(1, count)];
        foreach (List<int> group in groups.OrderByDescending(g => g.Count).ThenBy(g => questions[g[0]].Id, StringComparer.Ordinal))
        {
            int smallest = Array.IndexOf(size, size.Min());
            foreach (int question in group) fold[question] = smallest;
            size[smallest] += group.Count;
        }

        return new QuestionFolds([.. fold], count, byDocument);
    }

    /// <summary>The questions of one fold.</summary>
    /// <param name="fold">0 to <see cref="Count"/> − 1.</param>
    /// <returns>Places of the questions, ascending.</returns>
    public int[] Inside(int fold) => [.. Enumerable.Range(0, Fold.Length).Where(i => Fold[i] == fold)];

    /// <summary>The questions of all other folds.</summary>
    /// <param name="fold">0 to <see cref="Count"/> − 1.</param>
    /// <returns>Places of the questions, ascending.</returns>
    public int[] Outside(int fold) => [.. Enumerable.Range(0, Fold.Length).Where(i => Fold[i] != fold)];

    // Connected parts of the graph of questions and relevant documents; each ordered by id.
    private static List<int>[] Groups(IReadOnlyList<JudgedQuestion> questions)
    {
        int[] parent = [.. Enumerable.Range(0, questions.Count)];
        int Root(int i)
        {
            while (parent[i] != i) i = parent[i] = parent[parent[i]];
            return i;
        }

        var firstWith = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < questions.Count; i++)
        {
            foreach (string document in questions[i].Grades.Where(g => g.Value > 0).Select(g => g.Key))
            {
                if (firstWith.TryGetValue(document, out int other)) parent[Root(i)] = Root(other);
                else firstWith[document] = i;
            }
        }

        return [.. Enumerable.Range(0, questions.Count).GroupBy(Root).Select(g => g.OrderBy(i => questions[i].Id, StringComparer.Ordinal).ToList())];
    }
}
