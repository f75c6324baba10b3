using System.Collections.Immutable;

namespace Assay.Text.Support;

/// <summary>Whether some texts support a sentence, by rules and without a model.</summary>
/// <remarks>
/// A sentence is supported when it stands in a text word for word, or when the mean of two shares is at least <see cref="Threshold"/>: of its content
/// words (stemmed) that stand in the texts, and of its neighbouring words that are neighbours there. Whatever the share, every figure of it must stand
/// there (<c>7th</c>, <c>seven</c> and <c>7</c> are the same) and every quotation of three words or more must stand there word for word. What this
/// cannot see: a relation turned round, a claim in other words than the text's. Keeps nothing between calls; safe to call concurrently.
/// </remarks>
/// <param name="Share">How far the texts cover it, 0 to 1; 1 for a sentence that stands there.</param>
/// <param name="IsSupported">Whether that is enough.</param>
public sealed record SentenceSupport(double Share, bool IsSupported)
{
    /// <summary>Least share of a supported sentence.</summary>
    /// <value>0.5: chosen on BEGIN's development part so that about 95 of 100 marks are right, see <c>docs/design/citations.md</c>.</value>
    public const double Threshold = 0.5;

    private const int LeastContentWords = 2;

    /// <summary>Words and figures of the sentence that stand in none of the texts, in order.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Whether it says something that can be held against a text: two content words, a figure or a quotation.</summary>
    public bool SaysSomething { get; init; }

    /// <summary>Holds a sentence against texts.</summary>
    /// <param name="sentence">The sentence, without citation markers.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="headings">Titles and headings of the texts, whose words count as theirs; null for none.</param>
    /// <returns>What was found.</returns>
    public static SentenceSupport Of(string sentence, IReadOnlyList<string> texts, IReadOnlyList<string>? headings = null)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        ArgumentNullException.ThrowIfNull(texts);
        SupportWords words = SupportWords.Of(sentence, new TextSpan(0, sentence.Length));
        (double share, ImmutableArray<string> missing, int content) = new SupportMeasure([.. texts, .. headings ?? []]).Of(words);
        string[] quotes = [.. Quotations.Find(sentence).Select(q => q.Of(sentence).ToString())];
        bool verbatim = texts.Any(t => new VerbatimText(t).Find(sentence) is not null);
        bool quoted = quotes.All(q => texts.Any(t => Quotations.FindIn(q, t) is not null));
        return new SentenceSupport(verbatim ? 1 : share, texts.Count > 0 && quoted && (verbatim || (share >= Threshold && !missing.Any(SupportWords.IsFigure))))
        {
            Missing = verbatim ? [] : missing,
            SaysSomething = content >= LeastContentWords || quotes.Length > 0 || words.Stems.Any(SupportWords.IsFigure),
        };
    }
}
