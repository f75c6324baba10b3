using System.Collections.Immutable;
using Assay.Text;
using Assay.Text.Citations;
using Assay.Text.Segmentation;

namespace Assay.Evaluation.Answers;

/// <summary>Says whether a text supports a statement: any model or person behind one question.</summary>
/// <param name="premise">One or more passages, joined by line breaks.</param>
/// <param name="statement">A sentence without citation markers.</param>
/// <param name="cancellationToken">Stops the question.</param>
/// <returns>True when the statement follows from the premise.</returns>
public delegate ValueTask<bool> Entailment(string premise, string statement, CancellationToken cancellationToken);

/// <summary>Citation precision and recall of ALCE (Gao et al. 2023, section 4): do citations support what they stand behind?</summary>
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

    /// <summary>Judges an answer. At most 10 citations of a statement are looked at; each statement asks once, and up to twice more a citation.</summary>
    /// <param name="answer">Text with markers such as <c>[1]</c>.</param>
    /// <param name="passages">What the numbers mean: 1 is the first.</param>
    /// <param name="entails">The judge.</param>
    /// <param name="cancellationToken">Stops between questions to the judge.</param>
    /// <returns>Counts.</returns>
    public static async Task<CitationSupport> MeasureAsync(string answer, ImmutableArray<string> passages, Entailment entails, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(entails);
        (int statements, int supported, int citations, int precise) = (0, 0, 0, 0);
        foreach ((string statement, ImmutableArray<int> cited) in Split(answer))
        {
            statements++;
            citations += cited.Length;
            if (cited.IsEmpty || cited.Any(n => n < 1 || n > passages.Length)) continue;
            string Joined(IEnumerable<int> numbers) => string.Join('\n', numbers.Select(n => passages[n - 1]));
            if (!await entails(Joined(cited), statement, cancellationToken).ConfigureAwait(false)) continue;
            supported++;
            foreach (int number in cited)
            {
                bool needed = cited.Length == 1
                    || await entails(passages[number - 1], statement, cancellationToken).ConfigureAwait(false)
                    || !await entails(Joined(cited.Where(n => n != number)), statement, cancellationToken).ConfigureAwait(false);
                if (needed) precise++;
            }
        }

        return new CitationSupport(statements, supported, citations, precise);
    }

    /// <summary>The statements of an answer and the passages cited with each.</summary>
    /// <param name="answer">Text with markers.</param>
    /// <returns>In order; text without any letter or digit is no statement.</returns>
    internal static IEnumerable<(string Statement, ImmutableArray<int> Cited)> Split(string answer)
    {
        ImmutableArray<(TextSpan Marker, int Number)> markers = CitationMarkers.Find(answer);

        // Blanks in place of markers keep every place, and leave the end of a sentence visible before a marker.
        char[] blank = answer.ToCharArray();
        foreach (TextSpan marker in markers.Select(m => m.Marker).Distinct()) Array.Fill(blank, ' ', marker.Start, marker.End - marker.Start);
        string text = new(blank);
        TextSpan[] sentences = [.. SentenceSegmenter.Segment(text).Where(s => text.AsSpan(s.Start, s.End - s.Start).IndexOfAnyExcept(' ', '\n') >= 0 && HasWord(text, s))];
        for (int i = 0; i < sentences.Length; i++)
        {
            int from = i == 0 ? 0 : sentences[i].Start, to = i + 1 < sentences.Length ? sentences[i + 1].Start : answer.Length;
            int[] cited = [.. markers.Where(m => m.Marker.Start >= from && m.Marker.Start < to).Select(m => m.Number).Distinct().Take(MostCitations)];
            yield return (Words(text.AsSpan(sentences[i].Start, sentences[i].End - sentences[i].Start).ToString()), [.. cited]);
        }
    }

    private static bool HasWord(string text, TextSpan sentence)
    {
        for (int i = sentence.Start; i < sentence.End; i++)
        {
            if (char.IsLetterOrDigit(text[i])) return true;
        }

        return false;
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(" .", ".", StringComparison.Ordinal);
}
