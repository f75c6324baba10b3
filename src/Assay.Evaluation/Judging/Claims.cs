using System.Collections.Immutable;
using Assay.Text;
using Assay.Text.Citations;
using Assay.Text.Support;

namespace Assay.Evaluation.Judging;

/// <summary>What a text claims: its sentences that say something.</summary>
/// <remarks>
/// A sentence says something when it has two content words, a figure or a quotation ("Sure, here you are!" has none of these). Where no sentence does, a text with one content word ("Paris") is one claim as a whole.
/// Sentences are not broken up further: that needs a model, and verdicts of different judges could then not be compared.
/// </remarks>
public static class Claims
{
    /// <summary>Most claims of a text that are judged; longer ones are refused as a whole rather than judged in part.</summary>
    public const int Most = 200;

    private const int LeastContentWords = 2;

    /// <summary>The sentences of a text that claim something.</summary>
    /// <param name="text">An answer or a reference answer; citation markers are not part of a claim.</param>
    /// <returns>In reading order; empty for a text that claims nothing.</returns>
    public static ImmutableArray<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ImmutableArray<string> sentences = [.. CitedSentence.Of(text).Select(s => s.Text.Trim())];
        ImmutableArray<string> claims = [.. sentences.Where(s => Content(s) >= LeastContentWords || SaysFigure(s) || Quotations.Find(s).Any())];
        return !claims.IsEmpty || sentences.All(s => Content(s) == 0) ? claims : [CitationMarkers.Strip(text).Trim()];
    }

    private static int Content(string text)
    {
        SupportWords words = Words(text);
        return Enumerable.Range(0, words.Stems.Count).Count(words.IsContent);
    }

    private static bool SaysFigure(string text) => Words(text).Stems.Any(SupportWords.IsFigure);

    private static SupportWords Words(string text) => SupportWords.Of(text, new TextSpan(0, text.Length));
}
