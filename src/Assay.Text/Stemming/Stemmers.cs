using Assay.Text.Languages;

namespace Assay.Text.Stemming;

/// <summary>Finds the Snowball stemmer of a language.</summary>
public static class Stemmers
{
    /// <summary>The stemmer of <paramref name="language"/>.</summary>
    /// <param name="language">Any language.</param>
    /// <returns>A function, or null for a language whose words are not stemmed.</returns>
    public static StemFunction? For(Language language) => language switch
    {
        Language.English => EnglishStemmer.Stem,
        Language.German => GermanStemmer.Stem,
        Language.Spanish => SpanishStemmer.Stem,
        Language.French => FrenchStemmer.Stem,
        Language.Italian => ItalianStemmer.Stem,
        _ => null,
    };
}
