namespace Assay.Text.Stemming;

/// <summary>Reduces a word to its stem where it stands; allocates nothing, safe to call from many threads.</summary>
/// <param name="buffer">The word at the start: lower case, composed characters (NFC). What follows it may be overwritten.</param>
/// <param name="length">Number of characters of the word, at most the length of <paramref name="buffer"/>.</param>
/// <returns>Number of characters of the stem, now at the start of <paramref name="buffer"/>; it may be a character longer than the word (ß).</returns>
public delegate int StemFunction(Span<char> buffer, int length);
