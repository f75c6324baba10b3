using System.Collections.Immutable;
using Assay.Text.Citations;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Examples.Facts;

namespace Assay.Tuning.Synthesis;

/// <summary>What a passage must say to hold the answer to a question.</summary>
/// <remarks>
/// A passage holds an answer that stands in it word for word, or when it has all the particulars of the answer (numbers, names) that the question does not have and 60% of the words that
/// carry the answer's sense; without particulars 75% of these words, when there are three or more. It goes by words: an answer put otherwise is not found.
/// </remarks>
public sealed class AnswerEvidence
{
    private const double WithParticulars = 0.6, WithoutParticulars = 0.75, Doubtful = 0.5;
    private const int LeastWords = 3, MostParticulars = 16;

    private readonly ImmutableArray<Variant> _variants;

    private AnswerEvidence(ImmutableArray<Variant> variants) => _variants = variants;

    /// <summary>The evidence for any of some answers.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answers">Texts that are said, citations included or not.</param>
    /// <returns>The evidence.</returns>
    public static AnswerEvidence Of(string question, IEnumerable<string> answers)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answers);
        HashSet<string> asked = [.. ContentWords.All(question)];
        return new AnswerEvidence([.. answers.Select(a => Variant.Of(CitationMarkers.Strip(a), asked)).Where(v => v.Words.Count > 0)]);
    }

    /// <summary>Whether a passage holds an answer.</summary>
    /// <param name="passage">Its text with what stands above it.</param>
    /// <returns>False for a passage that says it in other words.</returns>
    public bool HeldBy(string passage)
    {
        var text = new Said(passage);
        return _variants.Any(v => v.StandsIn(text) || (v.Share(text) >= (v.Particulars.Count > 0 ? WithParticulars : WithoutParticulars) && (v.Particulars.Count > 0 ? v.Particulars.IsSubsetOf(text.Words) : v.New.Count >= LeastWords)));
    }

    /// <summary>Whether a passage may hold an answer, so that it is no example of one that does not.</summary>
    /// <param name="passage">Its text.</param>
    /// <returns>True when in doubt.</returns>
    public bool MayBeIn(string passage)
    {
        var text = new Said(passage);
        return _variants.Any(v => v.StandsIn(text) || (v.Particulars.Count > 0 && v.Particulars.IsSubsetOf(text.Words)) || (v.New.Count > 0 && v.Share(text) >= Doubtful));
    }

    /// <summary>Whether another answer says the same: it has the particulars and three quarters of the words that the question does not have.</summary>
    /// <param name="answer">The other answer.</param>
    /// <returns>False when it says it in other words.</returns>
    public bool AgreesWith(string answer)
    {
        var text = new Said(answer);
        return _variants.Any(v => v.StandsIn(text) || (v.Share(text) >= WithoutParticulars && v.Particulars.IsSubsetOf(text.Words)));
    }

    /// <summary>How much of the best answer's words a passage has.</summary>
    /// <param name="passage">Its text.</param>
    /// <returns>0 to 1.</returns>
    public double Share(string passage)
    {
        var text = new Said(passage);
        return _variants.Select(v => v.StandsIn(text) ? 1 : v.Share(text)).DefaultIfEmpty(0).Max();
    }

    private sealed class Said(string text)
    {
        public HashSet<string> Words { get; } = [.. ContentWords.All(text)];

        public string Normal { get; } = $" {WordList.Normal(text)} ";
    }

    private sealed record Variant(string Normal, HashSet<string> Words, HashSet<string> New, HashSet<string> Particulars)
    {
        public static Variant Of(string answer, HashSet<string> asked)
        {
            HashSet<string> words = [.. ContentWords.Of(answer)], particulars = [];
            IEnumerable<string> found = AnswerStatements.Particulars(answer, AnswerStatements.Calculated(answer), AnswerStatements.CapitalsMarkNames(answer));
            particulars.UnionWith(found.Select(p => ContentWords.Form(p.ToLowerInvariant())).Where(p => !asked.Contains(p)).Take(MostParticulars));
            return new Variant(WordList.Normal(answer), words, [.. words.Where(w => !asked.Contains(w))], particulars);
        }

        // A single common word is everywhere.
        public bool StandsIn(Said text) => New.Count > 0 && text.Normal.Contains($" {Normal} ", StringComparison.Ordinal);

        public double Share(Said text) => New.Count == 0 ? 0 : (double)New.Count(text.Words.Contains) / New.Count;
    }
}
