using System.Collections.Immutable;
using Assay.Evaluation.Questions.Making;
using Assay.Tuning.Synthesis;

namespace Assay.QuestionMaking;

/// <summary>Questions that take two pages: facts of different documents that are joined by a name both say something of.</summary>
internal static class JointDrafts
{
    private const int MostPerName = 12, LeastName = 3;

    /// <summary>The drafts of facts.</summary>
    /// <param name="facts">What the documents say.</param>
    /// <param name="seed">Draws the pairs.</param>
    /// <returns>By name, at most a dozen each.</returns>
    public static IEnumerable<MadeDraft> Of(ImmutableArray<Fact> facts, ulong seed)
    {
        foreach ((string name, Fact[] said) in ByName(facts))
        {
            Fact[] drawn = [.. said.OrderBy(f => SyntheticAnswers.Lot(seed, f.Question)).ThenBy(f => f.Question, StringComparer.Ordinal)];
            int made = 0;
            for (int i = 0; i < drawn.Length && made < MostPerName; i++)
            {
                // Each first part once, with the first partner of another page.
                if (drawn.Skip(i + 1).FirstOrDefault(f => f.Passage.DocumentId != drawn[i].Passage.DocumentId && f.Attribute != drawn[i].Attribute) is not { } other) continue;
                made++;
                yield return Join(drawn[i], other);
            }
        }
    }

    /// <summary>Pairs of passages of different documents that say something of one name, for a model to ask about.</summary>
    /// <param name="facts">What the documents say.</param>
    /// <param name="seed">Draws them.</param>
    /// <returns>One pair a name.</returns>
    public static IEnumerable<(SyntheticPassage First, SyntheticPassage Second, string Name)> Pairs(ImmutableArray<Fact> facts, ulong seed)
    {
        foreach ((string name, Fact[] said) in ByName(facts).OrderBy(n => SyntheticAnswers.Lot(seed, n.Name)))
        {
            SyntheticPassage first = said[0].Passage;
            if (said.FirstOrDefault(f => f.Passage.DocumentId != first.DocumentId) is { } other) yield return (first, other.Passage, name);
        }
    }

    private static IEnumerable<(string Name, Fact[] Said)> ByName(ImmutableArray<Fact> facts) => facts.Where(f => !f.Question.Contains('"', StringComparison.Ordinal) && (f.Sort.Length == 0 || TableFacts.IsSort(f.Sort))).SelectMany(f => f.Subjects.Select(s => (Name: QuestionWords.Normal(Bare(s)).Trim(), Fact: f)))
        .Where(n => n.Name.Length >= LeastName && n.Name.Any(char.IsLetter)).GroupBy(n => n.Name, n => n.Fact, StringComparer.Ordinal)
        .Where(g => g.Select(f => f.Passage.DocumentId).Distinct(StringComparer.Ordinal).Skip(1).Any()).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.ToArray()));

    private static MadeDraft Join(Fact first, Fact second) => new(MadeKind.MultiPage, $"{first.Question.TrimEnd('?')}, and {TableFacts.LowerFirst(second.Question)}")
    {
        Answers = [$"{first.Value} and {second.Value}", $"{first.Value}; {second.Value}"],
        Parts = [new AnswerPart(first.Passage, first.Value, first.Sentence), new AnswerPart(second.Passage, second.Value, second.Sentence)],
    };

    private static string Bare(string subject) => subject.StartsWith("the ", StringComparison.OrdinalIgnoreCase) ? subject[4..] : subject.StartsWith("a ", StringComparison.OrdinalIgnoreCase) ? subject[2..] : subject;
}
