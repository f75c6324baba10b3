using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Assay.Evaluation.Questions.Making;
using Assay.Tuning.Synthesis;

namespace Assay.QuestionMaking;

/// <summary>Drafts that one passage answers in words: headings that ask or announce instructions, pairs of question and answer, definitions, lists that say what they list.</summary>
internal static partial class SentenceFacts
{
    private const int LeastItems = 2, MostItems = 8, MostItem = 80, FewWords = 3;

    /// <summary>The drafts of passages.</summary>
    /// <param name="passages">In the order of the documents.</param>
    /// <returns>In that order.</returns>
    public static IEnumerable<MadeDraft> Of(ImmutableArray<SyntheticPassage> passages)
    {
        foreach (QuestionDraft draft in DocumentQuestions.Of(passages))
        {
            // Rows have questions of their own, and nobody asks what to know about a heading.
            if (draft.Template is QuestionTemplate.Row or QuestionTemplate.Opening || !Whole().IsMatch(draft.Answer) || PlainThing().IsMatch(draft.Question)) continue;
            if (draft.Template == QuestionTemplate.HowTo && Remark().IsMatch(draft.Answer)) continue;
            if (draft.Template == QuestionTemplate.Heading && !Asking().IsMatch(draft.Question)) continue;
            ImmutableArray<string> answers = draft.Template == QuestionTemplate.Definition && Predicate().Match(draft.Answer) is { Success: true } said
                ? [said.Groups["said"].Value.TrimEnd('.'), draft.Answer] : [draft.Answer];
            yield return new MadeDraft(MadeKind.Answerable, InContext(draft)) { Answers = answers, Parts = [new AnswerPart(draft.Passage, draft.Answer, draft.Answer)] };
        }

        foreach (MadeDraft list in passages.SelectMany(Lists)) yield return list;
    }

    // A heading is read below its title: without it "What is the cost?" asks for nothing in particular.
    private static string InContext(QuestionDraft draft)
    {
        if (draft.Template is not (QuestionTemplate.Heading or QuestionTemplate.HowTo) || draft.Passage.Title.Length == 0) return draft.Question;
        IReadOnlyList<string> words = QuestionWords.Of(draft.Question);
        return words.Count >= FewWords || QuestionWords.Of(draft.Passage.Title).Any(words.Contains) ? draft.Question : $"{TableFacts.TitleOf(draft.Passage)}: {TableFacts.LowerFirst(draft.Question)}";
    }

    private static IEnumerable<MadeDraft> Lists(SyntheticPassage passage)
    {
        string[] lines = passage.Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i + LeastItems < lines.Length; i++)
        {
            if (Announcement().Match(lines[i]) is not { Success: true } match) continue;
            string[] items = [.. lines.Skip(i + 1).TakeWhile(l => Item().IsMatch(l)).Select(l => Item().Replace(l, "").TrimEnd('.', ';', ','))];
            if (items.Length is < LeastItems or > MostItems || items.Any(t => t.Length is 0 or > MostItem)) continue;
            string what = match.Groups["what"].Value, question = match.Groups["verb"].Success && match.Groups["verb"].Value.Length > 0 ? $"Which {what} can you {match.Groups["verb"].Value}?" : $"Which {what} are there?";
            string context = passage.HeadingPath.Length == 0 ? passage.Title : passage.Heading;
            yield return new MadeDraft(MadeKind.Answerable, $"{question[..^1]} for \"{context}\"?")
            {
                Answers = [string.Join(", ", items)],
                Parts = [.. items.Select(item => new AnswerPart(passage, item, $"{lines[i]} {string.Join(' ', items)}"))],
            };
        }
    }

    // Under a heading that announces instructions these words begin what is said before the first step.
    [GeneratedRegex(@"^(?:you|if|the|this|these|that|when|in|a|an|some|your|it|there|by|for|at|because|as|to|after|before|many|most|all|each|we|with|on|once|while|although|business|\w+ing|\w*[^s\W]s) ", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Remark();

    // "Only quiet for the winter?" calls; it asks for nothing.
    [GeneratedRegex(@"^(?:what|how|why|when|where|which|who|whose|can|could|does|do|did|is|are|was|were|will|would|should|must|may|has|have)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Asking();

    // What a page puts in from elsewhere may be missing at the beginning.
    [GeneratedRegex(@"^[\p{L}\p{N}""“'‘($€£]", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    // "The cost is the same for all" defines nothing.
    [GeneratedRegex(@"^What (?:is|are) the \w+\?$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainThing();

    [GeneratedRegex(@"^.{2,60}? (?:is|are) (?<said>.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Predicate();

    [GeneratedRegex(@"^(?:You can (?<verb>[a-z]+) the following (?<what>[a-z -]{3,40})|The following (?<what>[a-z -]{3,40}?) (?:are|is) (?:available|supported|included|possible|required|needed)|The (?:available|supported|possible) (?<what>[a-z -]{3,40}) are):$", RegexOptions.CultureInvariant)]
    private static partial Regex Announcement();

    [GeneratedRegex(@"^(?:[-*•]|[0-9]{1,3}[.)])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Item();
}
