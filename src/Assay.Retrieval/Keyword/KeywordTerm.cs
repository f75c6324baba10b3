using System.Collections.Immutable;

namespace Assay.Retrieval.Keyword;

/// <summary>One term of a query: an analysed word, or a phrase of several that must stand side by side in one field.</summary>
/// <param name="Words">The words as the analyzer gives them; one, or the words of a phrase in order. An empty word in a phrase stands for any word.</param>
/// <param name="Weight">What the term counts compared with others; more than 0, 1 for a word the user typed.</param>
public sealed record KeywordTerm(ImmutableArray<string> Words, double Weight = 1)
{
    /// <summary>A single word.</summary>
    /// <param name="word">The word as the analyzer gives it.</param>
    /// <param name="weight">See <see cref="Weight"/>.</param>
    public KeywordTerm(string word, double weight = 1)
        : this([word], weight)
    {
    }

    /// <summary>The words with a space between them: the name of the term in traces.</summary>
    public string Text => string.Join(' ', Words);
}
