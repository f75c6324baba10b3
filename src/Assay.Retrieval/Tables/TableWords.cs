using System.Globalization;
using System.Text;
using Assay.Text.Stemming;

namespace Assay.Retrieval.Tables;

/// <summary>Words of names, values and questions in the form in which they are compared: lower case, without accents and signs.</summary>
internal static class TableWords
{
    /// <summary>The words of a text: stretches of letters and digits.</summary>
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (char c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (word.Length > 0 && c is not ('\'' or '’'))
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    /// <summary>The stem of a word; of one with digits the word itself.</summary>
    public static string Stem(string word) => word.AsSpan().ContainsAnyInRange('0', '9') ? word : EnglishStem.Of(word);

    /// <summary>The stems of a text with spaces between them, by which values are looked up.</summary>
    public static string Key(string text) => string.Join(' ', Of(text).Select(Stem));
}
