namespace Assay.Text.Tokenizers.Subwords;

/// <summary>The longest token that a word starts with, then the longest continuing one, and so on; a word that cannot be spelled so is unknown.</summary>
/// <remarks>Wu et al. 2016, as BERT uses it.</remarks>
internal sealed class WordPieceModel : SubwordModel
{
    private readonly string _prefix;
    private readonly int _longestWord;
    private readonly int _longestToken;
    private readonly string _unknownToken;
    private readonly int _unknown;

    /// <summary>A model.</summary>
    /// <param name="vocabulary">Tokens and ids.</param>
    /// <param name="unknownToken">Token for words that cannot be spelled.</param>
    /// <param name="prefix">What continuing tokens start with.</param>
    /// <param name="longestWord">Words with more characters are unknown.</param>
    public WordPieceModel(Vocabulary vocabulary, string unknownToken, string prefix, int longestWord) : base(vocabulary)
    {
        (_prefix, _longestWord, _unknownToken, _unknown) = (prefix, longestWord, unknownToken, vocabulary.IdOf(unknownToken));
        _longestToken = vocabulary.Ids.Count == 0 ? 0 : vocabulary.Ids.Keys.Max(t => t.Length);
    }

    /// <inheritdoc/>
    protected override void WorkOut(ReadOnlySpan<char> piece, bool asBytes, List<PlacedToken> found)
    {
        if (IsTooLong(piece) || !Spell(piece, found))
        {
            if (_unknown < 0) throw new InputException(new Problem("", null, $"The vocabulary has no token '{_unknownToken}' for words that it cannot spell. Add it to the vocabulary, or name another as unk_token."));
            found.Clear();
            found.Add(new PlacedToken(_unknown, 0, piece.Length));
        }
    }

    private bool IsTooLong(ReadOnlySpan<char> piece)
    {
        if (piece.Length <= _longestWord) return false;
        int characters = 0;
        for (int at = 0; at < piece.Length; at += UnicodeText.UnitsAt(piece, at)) characters++;
        return characters > _longestWord;
    }

    // What was before a continuing token is not needed any more, so the prefix is written over it.
    private bool Spell(ReadOnlySpan<char> piece, List<PlacedToken> found)
    {
        char[] buffer = new char[_prefix.Length + piece.Length];
        piece.CopyTo(buffer.AsSpan(_prefix.Length));
        for (int start = 0; start < piece.Length;)
        {
            int from = start == 0 ? _prefix.Length : start;
            if (start > 0) _prefix.CopyTo(buffer.AsSpan(start));
            int end = (int)Math.Min(piece.Length, (long)start + _longestToken);
            if (end < piece.Length && char.IsLowSurrogate(piece[end])) end--;
            int id = -1;
            while (end > start && (id = Vocabulary.IdOf(buffer.AsSpan(from..(_prefix.Length + end)))) < 0)
            {
                UnicodeText.ScalarBefore(piece, end, out int units);
                end -= units;
            }

            if (end <= start) return false;
            found.Add(new PlacedToken(id, start, end));
            start = end;
        }

        return true;
    }
}
