namespace Assay.Text.Tokenizers.Subwords;

/// <summary>How a piece of text becomes tokens of a vocabulary. Safe to use from several threads.</summary>
/// <param name="vocabulary">The vocabulary.</param>
internal abstract class SubwordModel(Vocabulary vocabulary)
{
    /// <summary>The mark that SentencePiece writes for a space.</summary>
    public const char Space = '\u2581';

    private readonly WordMemory _memory = new();
    private readonly WordMemory _byteMemory = new();

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; } = vocabulary;

    /// <summary>Whether pieces may be given as they are where a byte-level step would write them in the byte alphabet: the model then does it itself.</summary>
    public virtual bool TakesBytes => false;

    /// <summary>Whether no token goes on over the mark of a space, so that a text in one piece can be worked on word by word.</summary>
    public virtual bool CutsAtSpaces => false;

    /// <summary>Tokenizes a piece.</summary>
    /// <param name="piece">Not empty.</param>
    /// <param name="asBytes">Take its UTF-8 bytes; only where <see cref="TakesBytes"/>.</param>
    /// <param name="into">Takes the tokens with their places in the piece.</param>
    /// <exception cref="InputException">The piece has something unknown and the vocabulary has no token for it.</exception>
    public void Tokenize(ReadOnlySpan<char> piece, bool asBytes, TokenBuffer into)
    {
        if (piece.Length <= WordMemory.LongestWord || asBytes || !CutsAtSpaces)
        {
            TokenizeWord(piece, 0, asBytes, into);
            return;
        }

        for (int start = 0; start < piece.Length;)
        {
            int end = start + piece[start..].IndexOfAnyExcept(Space);
            int next = end < start ? -1 : piece[end..].IndexOf(Space);
            end = next < 0 ? piece.Length : end + next;
            TokenizeWord(piece[start..end], start, asBytes, into);
            start = end;
        }
    }

    private void TokenizeWord(ReadOnlySpan<char> word, int offset, bool asBytes, TokenBuffer into)
    {
        bool remembers = word.Length <= WordMemory.LongestWord;
        WordMemory memory = asBytes ? _byteMemory : _memory;
        uint hash = remembers ? WordMemory.Hash(word) : 0;
        WordMemory.Entry? known = remembers ? memory.Find(word, hash) : null;
        if (known is null)
        {
            var found = new List<PlacedToken>();
            WorkOut(word, asBytes, found);
            foreach (PlacedToken token in found) into.Add(token.Id, token.Start + offset, token.End + offset);
            if (remembers) memory.Add(hash, new WordMemory.Entry(word.ToString(), [.. found]));
            return;
        }

        foreach (PlacedToken token in known.Tokens) into.Add(token.Id, token.Start + offset, token.End + offset);
    }

    /// <summary>Tokenizes a piece that is not remembered.</summary>
    protected abstract void WorkOut(ReadOnlySpan<char> piece, bool asBytes, List<PlacedToken> found);
}

/// <summary>A token and its place in a piece of text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Start">First unit.</param>
/// <param name="End">One past the last unit.</param>
internal readonly record struct PlacedToken(int Id, int Start, int End);
