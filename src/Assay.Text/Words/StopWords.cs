using System.Collections.Frozen;

namespace Assay.Text.Words;

/// <summary>English words that carry no topic: articles, pronouns, prepositions, auxiliaries, question words.</summary>
public static class StopWords
{
    private static readonly FrozenSet<string> s_english =
        ("a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its may me might more most must my no not of on or our " +
         "shall she should so some such than that the their them then there these they this those to up us was we were what when where which while who whom whose why will with would you your " +
         "about also any because being both each get had here him itself just many much now only other out over same very am don't doesn't didn't isn't wasn't i'm it's")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether <paramref name="word"/> is on the list.</summary>
    /// <param name="word">A lower-case word, not stemmed.</param>
    /// <returns>True for about 120 of the commonest English words.</returns>
    public static bool Contains(string word) => s_english.Contains(word);
}
