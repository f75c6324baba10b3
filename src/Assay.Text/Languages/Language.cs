namespace Assay.Text.Languages;

/// <summary>The languages whose words are known: stemmed, or cut into bigrams where words are not spaced.</summary>
public enum Language
{
    /// <summary>None of the others, or too little text to say; words are taken as they are.</summary>
    Unknown,

    /// <summary>English.</summary>
    English,

    /// <summary>German.</summary>
    German,

    /// <summary>Spanish.</summary>
    Spanish,

    /// <summary>French.</summary>
    French,

    /// <summary>Italian.</summary>
    Italian,

    /// <summary>Chinese, simplified or traditional.</summary>
    Chinese,

    /// <summary>Japanese.</summary>
    Japanese,

    /// <summary>Korean.</summary>
    Korean,
}
