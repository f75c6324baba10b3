using System.Collections.Immutable;
using Assay.Text.Citations;

namespace Assay.Evaluation.Answers;

/// <summary>Citation precision and recall of ALCE (Gao et al. 2023, arXiv 2305.14627, section 4): do citations support what they stand behind?</summary>
/// <remarks>
/// Recall: share of statements that the passages cited with them support together; a statement without citations, or with one that points nowhere, is not supported. Precision: share of
/// citations that are needed: the statement is supported, and the passage supports it alone or the others do not without it. Statements are sentences; markers behind a sentence's end belong to it.
/// </remarks>
/// <param name="Statements">Sentences of the answer that say something.</param>
/// <param name="Supported">Statements that their citations support.</param>
/// <param name="Citations">Citations, each passage once a statement.</param>
/// <param name="Precise">Citations that are needed.</param>
public sealed record CitationSupport(int Statements, int Supported, int Citations, int Precise)
{
    private const int MostCitations = 10;

    /// <summary>Share of statements that are supported; null without statements.</summary>
    public double? Recall => Statements == 0 ? null : (double)Supported / Statements;

    /// <summary>Share of citations that are needed; null without citations.</summary>
    public double? Precision => Citations == 0 ? null : (double)Precise / Citations;

    /// <summary>Harmonic mean of both; null where one is, 0 where both are 0.</summary>
    public double? F1 => Recall is { } r && Precision is { } p ? (r + p == 0 ? 0 : 2 * r * p / (r + p)) : null;

    /// <summary>Measures an answer. At most 10 citations of a statement are looked at.</summary>
    /// <param name="answer">Text with markers such as <c>[1]</c>.</param>
    /// <param name="passages">How many passages there are: numbers beyond point nowhere.</param>
    /// <param name="entails">Whether the passages of some numbers together support the statement of an index; asked for what <see cref="Asked"/> lists.</param>
    /// <returns>Counts.</returns>
    public static CitationSupport Of(string answer, int passages, Func<int, ImmutableArray<int>, bool> entails)
    {
        ArgumentNullException.ThrowIfNull(entails);
        (int statements, int supported, int citations, int precise) = (0, 0, 0, 0);
        foreach ((_, ImmutableArray<int> cited) in Said(answer))
        {
            int statement = statements++;
            citations += cited.Length;
            if (!PointsSomewhere(cited, passages) || !entails(statement, cited)) continue;
            supported++;
            precise += cited.Count(n => cited.Length == 1 || entails(statement, [n]) || !entails(statement, cited.Remove(n)));
        }

        return new CitationSupport(statements, supported, citations, precise);
    }

    /// <summary>What a judge must be asked for the measure.</summary>
    /// <param name="answer">Text with markers.</param>
    /// <param name="passages">How many passages there are.</param>
    /// <returns>Index and words of a statement, and numbers of the passages that may support it: all it cites, each alone, and all but each.</returns>
    public static IEnumerable<(int Index, string Statement, ImmutableArray<int> Cited)> Asked(string answer, int passages)
    {
        int index = 0;
        foreach ((string statement, ImmutableArray<int> cited) in Said(answer))
        {
            if (PointsSomewhere(cited, passages))
            {
                IEnumerable<ImmutableArray<int>> sets = cited.Length == 1 ? [cited] : [cited, .. cited.SelectMany(n => new ImmutableArray<int>[] { [n], cited.Remove(n) })];
                foreach (ImmutableArray<int> set in sets.DistinctBy(s => string.Join('+', s))) yield return (index, statement, set);
            }

            index++;
        }
    }

    private static bool PointsSomewhere(ImmutableArray<int> cited, int passages) => !cited.IsEmpty && cited.All(n => n >= 1 && n <= passages);

    // Text without any letter or digit is no statement.
    private static IEnumerable<(string Statement, ImmutableArray<int> Cited)> Said(string answer) =>
        CitedSentence.Of(answer).Where(s => s.Text.Any(char.IsLetterOrDigit)).Select(s => (s.Text, (ImmutableArray<int>)[.. s.Cited.Take(MostCitations)]));
}
