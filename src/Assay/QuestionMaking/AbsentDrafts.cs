using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Assay.Evaluation.Questions.Making;

namespace Assay.QuestionMaking;

/// <summary>Plausible questions that the documents do not answer: a known thing asked for what is said of other things only, and names put together of known names that stand nowhere.</summary>
internal static partial class AbsentDrafts
{
    private const int TriesEach = 8, LeastModifier = 4;

    // What anything has says nothing of what is asked for.
    private static readonly HashSet<string> s_empty = new(StringComparer.OrdinalIgnoreCase) { "value", "meaning", "type", "result", "status", "format", "default", "range", "number" };

    /// <summary>The drafts of facts.</summary>
    /// <param name="facts">What the documents say.</param>
    /// <param name="index">What stands together somewhere.</param>
    /// <param name="seed">Draws them.</param>
    /// <returns>At most two a fact.</returns>
    public static IEnumerable<MadeDraft> Of(ImmutableArray<Fact> facts, PassageIndex index, ulong seed)
    {
        ILookup<string, Fact> attributed = facts.Where(f => f.Attribute.Length > 0 && TableFacts.IsSort(f.Sort) && !s_empty.Contains(f.Attribute)).ToLookup(f => f.Sort, StringComparer.OrdinalIgnoreCase);
        ILookup<string, string> names = facts.Where(f => TableFacts.IsSort(f.Sort)).SelectMany(f => f.Subjects.Where(IsName).Select(n => (f.Sort, Name: n))).Distinct().ToLookup(n => n.Sort, n => n.Name, StringComparer.OrdinalIgnoreCase);
        foreach (Fact fact in facts)
        {
            var lot = new SeededLot(seed, fact.Question);
            if (fact.Attribute.Length > 0 && attributed[fact.Sort].Any() && Missing(fact, [.. attributed[fact.Sort]], index, lot) is { } missing) yield return missing;
            if (Unknown(fact, [.. names[fact.Sort].Order(StringComparer.Ordinal)], index, lot) is { } unknown) yield return unknown;
        }
    }

    /// <summary>Things that the documents tell how to do something with, and what they never say of them.</summary>
    /// <param name="drafts">Drafts, of which those that ask how to do something are taken.</param>
    /// <param name="index">What stands together somewhere.</param>
    /// <param name="seed">Draws the verbs.</param>
    /// <returns>At most one a draft.</returns>
    public static IEnumerable<MadeDraft> OfInstructions(IEnumerable<MadeDraft> drafts, PassageIndex index, ulong seed)
    {
        foreach (MadeDraft draft in drafts)
        {
            if (Instruction().Match(draft.Text) is not { Success: true } match) continue;
            string thing = match.Groups["thing"].Value;
            var lot = new SeededLot(seed, draft.Text);
            if (s_verbs.OrderBy(_ => lot.Next(1 << 20)).FirstOrDefault(v => !index.StandTogether(QuestionWords.Of($"{v} {thing}"))) is { } verb)
            {
                yield return new MadeDraft(MadeKind.Unanswerable, $"How do I {verb} {thing}?") { Parts = [new AnswerPart(draft.Parts[0].Passage, "", draft.Parts[0].Sentence)] };
            }
        }
    }

    // What is said of other things of the same sort can be asked of this one.
    private static MadeDraft? Missing(Fact fact, Fact[] others, PassageIndex index, SeededLot lot)
    {
        string subject = fact.Subjects[0];
        for (int i = 0; i < TriesEach; i++)
        {
            Fact other = others[lot.Next(others.Length)];
            if (other.Passage.DocumentId == fact.Passage.DocumentId || other.Attribute == fact.Attribute || index.StandTogether(QuestionWords.Of($"{other.Attribute} {subject}"))) continue;
            return new MadeDraft(MadeKind.Unanswerable, $"{TableFacts.Is(other.Attribute)} for {subject}{TableFacts.Place(fact.Passage, subject)}?") { Parts = [new AnswerPart(fact.Passage, "", fact.Sentence)] };
        }

        return null;
    }

    // Only a head that is known with several modifiers takes another one, and only that of a thing of the same sort.
    private static MadeDraft? Unknown(Fact fact, string[] names, PassageIndex index, SeededLot lot)
    {
        if (fact.Subjects.FirstOrDefault(IsName) is not { } subject || fact.Question.Contains('"', StringComparison.Ordinal) || !names.Any(n => !n.Equals(subject, StringComparison.OrdinalIgnoreCase) && Head(n).Equals(Head(subject), StringComparison.OrdinalIgnoreCase))) return null;
        for (int i = 0; i < TriesEach; i++)
        {
            string other = Modifier(names[lot.Next(names.Length)]), old = Modifier(subject);
            string made = $"{(char.IsUpper(old[0]) ? char.ToUpperInvariant(other[0]) : char.ToLowerInvariant(other[0]))}{other[1..]} {Head(subject)}";
            if (other.Length < LeastModifier || other.Equals(old, StringComparison.OrdinalIgnoreCase) || QuestionWords.Of(made).Count < 2 || index.StandTogether(QuestionWords.Of(made))) continue;
            string text = fact.Question.Replace(subject, made, StringComparison.Ordinal);
            if (text != fact.Question) return new MadeDraft(MadeKind.Unanswerable, text) { Parts = [new AnswerPart(fact.Passage, "", fact.Sentence)] };
        }

        return null;
    }

    private static readonly string[] s_verbs = ["export", "rename", "archive", "share", "merge", "print", "restore", "schedule", "duplicate", "lock"];

    [GeneratedRegex(@"^How do I (?:set up|\w+) (?<thing>(?:(?:a|an|the|my|your) )?[\w-]+(?: [\w-]+){0,3})\?$", RegexOptions.CultureInvariant)]
    private static partial Regex Instruction();

    private static string Head(string name) => name[(name.LastIndexOf(' ') + 1)..];

    private static string Modifier(string name) => name.Split(' ')[^2];

    // Two words of letters: then their parts can be put together anew.
    private static bool IsName(string subject) => subject.Split(' ') is { Length: 2 } words && words.All(w => w.Length > 0 && w.All(c => char.IsLetter(c) || c == '-'));
}
