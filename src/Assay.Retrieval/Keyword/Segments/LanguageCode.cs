using Assay.Text.Languages;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Two-letter codes of the languages whose words are known.</summary>
internal static class LanguageCode
{
    /// <summary>The language of a code.</summary>
    /// <param name="code">Two letters; empty when nothing is known.</param>
    /// <returns>Null for the empty code and for languages whose words are not known.</returns>
    public static Language? Parse(string code) => code switch
    {
        "" => null,
        "en" => Language.English,
        "de" => Language.German,
        "es" => Language.Spanish,
        "fr" => Language.French,
        "it" => Language.Italian,
        "zh" => Language.Chinese,
        "ja" => Language.Japanese,
        "ko" => Language.Korean,
        _ => null,
    };
}
