namespace Assay.Text.Tokenizers;

/// <summary>Tokens of one text as they are found.</summary>
/// <param name="units">Units of the text, from which the number of tokens is guessed.</param>
internal sealed class TokenBuffer(int units)
{
    private AlignedText _text = new(ReadOnlyMemory<char>.Empty, 0);
    private int _pieceStart;

    /// <summary>Ids; the first <see cref="Count"/> count.</summary>
    public int[] Ids { get; private set; } = new int[16 + (units / 4)];

    /// <summary>Places in the original text.</summary>
    public TextSpan[] Offsets { get; private set; } = new TextSpan[16 + (units / 4)];

    /// <summary>Number of the piece of text that a token came from.</summary>
    public int[] Words { get; private set; } = new int[16 + (units / 4)];

    /// <summary>Tokens so far.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the piece that is tokenized now.</summary>
    public int Word { get; private set; } = -1;

    /// <summary>Blanks at both ends of added tokens that took in the space around them, by the place of the token in here.</summary>
    public Dictionary<int, (int Leading, int Trailing)> Blanks { get; } = [];

    /// <summary>Starts the next piece.</summary>
    /// <param name="text">The text that it is a part of.</param>
    /// <param name="start">Its first unit.</param>
    public void Begin(AlignedText text, int start) => (_text, _pieceStart, Word) = (text, start, Word + 1);

    /// <summary>Forgets the tokens of the current piece.</summary>
    /// <param name="count">Tokens before it.</param>
    public void CutBack(int count) => (Count, Word) = (count, Word - 1);

    /// <summary>Adds a token of the current piece.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="start">Where it starts in the piece.</param>
    /// <param name="end">Where it ends in the piece.</param>
    public void Add(int id, int start, int end)
    {
        if (Count == Ids.Length) Grow();
        (Ids[Count], Offsets[Count], Words[Count]) = (id, _text.OriginOf(_pieceStart + start, _pieceStart + end), Word);
        Count++;
    }

    private void Grow()
    {
        int[] ids = Ids, words = Words;
        TextSpan[] offsets = Offsets;
        Array.Resize(ref ids, ids.Length * 2);
        Array.Resize(ref words, words.Length * 2);
        Array.Resize(ref offsets, offsets.Length * 2);
        (Ids, Words, Offsets) = (ids, words, offsets);
    }
}
