using System.Collections.Immutable;
using Assay.Retrieval.Keyword;
using Assay.Text.Analysis;
using Assay.Text.Languages;

namespace Assay.Retrieval.Search;

/// <summary>Makes terms for the keyword index of what a user typed.</summary>
public static class QueryParser
{
    /// <summary>Most terms of one query; the rest is not searched for.</summary>
    public const int MaxTerms = 64;

    /// <summary>Most words of a phrase in quotes.</summary>
    private const int MaxPhraseWords = 16;

    /// <summary>Longest query that is read, in characters.</summary>
    private const int MaxCharacters = 1 << 16;

    /// <summary>
    /// What is searched for: phrases in double quotes, whose words must stand side by side, and words. An identifier (<c>FL-4012</c>) is searched
    /// for as a whole and in its parts. Stop words are left out unless nothing else is left; repeats are left out. Nothing is an operator.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="languages">The languages of the documents, the commonest first: the query is taken to be in the likeliest of them. Empty for English.</param>
    /// <returns>At most <see cref="MaxTerms"/> terms, in the order of the query.</returns>
    public static KeywordQuery Parse(string text, ImmutableArray<Language> languages = default)
    {
        if (text.Length > MaxCharacters) text = text[..MaxCharacters];
        var terms = new TermList();
        string[] parts = text.Replace('“', '"').Replace('”', '"').Replace('„', '"').Split('"');
        Analyzer analyzer = Analyzer.For(languages.IsDefaultOrEmpty ? Language.English : LanguageDetector.Detect(text, languages.AsSpan()));
        for (int i = 0; i < parts.Length; i++)
        {
            // Odd parts stand between two quotes; a quote that is never closed is ignored.
            Words words = new();
            analyzer.Analyze(parts[i], words);
            if (i % 2 == 1 && i + 1 < parts.Length && words.Phrase.Count > 1) terms.Add([.. words.Phrase.Take(MaxPhraseWords)], isStopWord: false);
            else foreach ((string word, bool isStopWord) in words.All) terms.Add([word], isStopWord);
        }

        return new KeywordQuery([.. terms.Take()]);
    }

    /// <summary>Terms without repeats, stop words apart.</summary>
    private sealed class TermList
    {
        private readonly List<KeywordTerm> terms = [];
        private readonly List<KeywordTerm> stopWords = [];
        private readonly HashSet<string> seen = new(StringComparer.Ordinal);

        public void Add(ImmutableArray<string> words, bool isStopWord)
        {
            var term = new KeywordTerm(words);
            if (seen.Add(term.Text)) (isStopWord ? stopWords : terms).Add(term);
        }

        public IEnumerable<KeywordTerm> Take() => (terms.Count > 0 ? terms : stopWords).Take(MaxTerms);
    }

    /// <summary>The words of a part of a query, and the one of each position that makes a phrase of them.</summary>
    private sealed class Words : ITermSink
    {
        public List<(string Word, bool IsStopWord)> All { get; } = [];

        public List<string> Phrase { get; } = [];

        public void Add(in Term term)
        {
            string word = term.Text.ToString();
            All.Add((word, term.IsStopWord));

            // Wholes come before the parts that stand at the same positions.
            while (Phrase.Count > term.Position) Phrase.RemoveAt(Phrase.Count - 1);
            Phrase.Add(word);
        }
    }
}
