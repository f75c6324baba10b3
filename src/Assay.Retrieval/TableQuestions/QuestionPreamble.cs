using System.Text.RegularExpressions;
using Assay.Retrieval.Storage;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Cuts off what people say before they ask: <c>I am writing a report and need …</c>, <c>Stock has been a worry of mine, so: …</c>.</summary>
/// <remarks>Only what tells of the people themselves is cut off, and only where nothing in it could be a name, a number, a value or a comparison: those may be conditions.</remarks>
internal static partial class QuestionPreamble
{
    /// <summary>A question without what stands before and behind it.</summary>
    /// <param name="question">The question.</param>
    /// <returns>The question, and what was cut off before it; null when nothing can be.</returns>
    public static (string Question, string Before)? Without(string question)
    {
        string before = "", rest = Courtesy().Replace(question.Trim(), m => m.Groups["sum"].Success ? " added up" : "").Trim();
        foreach (Match end in Ends().Matches(rest))
        {
            if (end.Index + end.Length >= rest.Length || !IsTalk(rest[..end.Index])) continue;
            (before, rest) = (rest[..end.Index], rest[(end.Index + end.Length)..].TrimStart());
            break;
        }

        Match wish = Wish().Match(rest);
        if (wish.Success && IsTalk(wish.Value)) (before, rest) = ($"{before} {wish.Value}", (AsksItself().IsMatch(rest[wish.Length..]) ? "" : "What is ") + rest[wish.Length..].TrimStart());
        return rest.Length > 0 && rest != question.Trim() ? (rest, before) : null;
    }

    /// <summary>Whether something that was cut off may say which rows are meant.</summary>
    /// <param name="before">What was cut off.</param>
    /// <param name="tables">Where values are looked up.</param>
    public static bool MayBeCondition(string before, TableSnapshot tables)
    {
        List<QuestionWord> words = QuestionWords.Of(before);
        var linker = new SchemaLinker(tables, words);
        for (int at = 0; at < words.Count; at++)
        {
            if (QuestionLexicon.IsState(words[at].Lower) || QuestionLexicon.Find(words[at].Lower).Any(f => f.Kind is ItemKind.Compare or ItemKind.Not or ItemKind.Superlative or ItemKind.Distinct or ItemKind.Blank)) return true;
            if (!QuestionLexicon.IsHarmless(words[at].Lower) && tables.Tables.Any(t => linker.At(new QuestionScope(t, []), at).Any(i => i.Kind is ItemKind.Value or ItemKind.Missing))) return true;
        }

        return false;
    }

    // A greeting tells of nothing. The first word has its capital from where it stands.
    private static bool IsTalk(string text) => Speaker().IsMatch(text) && !Name().IsMatch(text);

    [GeneratedRegex(@"(?:,|;|\.|-|–|—)?\s*(?:please\s+)?(?:(?:could|can|would|will) you (?:please )?(?:(?<sum>(?:add|sum) (?:it|them|that|this|those) up)|help|(?:tell|show) me|check|look (?:it|that|this) up|work (?:it|that|this) out)(?: for (?:me|us))?(?: please)?|thanks(?: a lot)?|thank you|please)\s*[?.!]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Courtesy();

    [GeneratedRegex(@"(?:[.!:;–—]|\s-(?=\s)|,? so[,:]|(?<=^(?:I|We)\b[^,]*),\s*(?=how many\b|how much\b|what\b|which\b|who\b))\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ends();

    [GeneratedRegex(@"^.*?\b(?:need|want|like|looking for|interested in|wonder|wondering|asking)(?: to (?:know|see|have|find out))?(?: about)?\s+(?!how many\b|how much\b|what\b|which\b|who\b)(?=the\b|a\b|an\b|our\b|all\b)|^.*?\b(?:need|want|like|wonder|wondering|asking)(?: to (?:know|see|find out))?\s+(?=how many\b|how much\b|what\b|which\b|who\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wish();

    [GeneratedRegex(@"^(?:how many|how much|what|which|who)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AsksItself();

    [GeneratedRegex(@"^(?!(?:of|in|on|at|among|from|with|within|across|by|when|if|where|while|during|out)\b).*\b(?:I|my|mine|we)\b|^(?:hi|hello|hey|good morning|quick (?:one|question))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Speaker();

    [GeneratedRegex(@"\d|(?<=\S\s+)(?!I\b)\p{Lu}", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
