namespace Assay.Text.Tokenizers;

/// <summary>Cuts a piece of text into smaller ones.</summary>
/// <param name="piece">The piece.</param>
/// <param name="offset">Where it starts in the text; to be added to what is put out.</param>
/// <param name="into">Takes the parts, in order; what is left out is dropped.</param>
internal delegate void PieceCutter(ReadOnlySpan<char> piece, int offset, List<(int Start, int End)> into);

/// <summary>A text and the pieces it is cut into so far; what is between pieces is dropped.</summary>
internal sealed class PieceList
{
    private List<(int Start, int End)> _spare = [];

    /// <summary>A text in one piece.</summary>
    public PieceList(AlignedText text)
    {
        Text = text;
        if (text.Length > 0) Pieces.Add((0, text.Length));
    }

    /// <summary>The text that the pieces are ranges of.</summary>
    public AlignedText Text { get; private set; }

    /// <summary>The pieces, in order, none of them empty.</summary>
    public List<(int Start, int End)> Pieces { get; private set; } = [];

    /// <summary>Cuts every piece further.</summary>
    public void Split(PieceCutter cut)
    {
        ReadOnlySpan<char> text = Text.Chars.Span;
        _spare.Clear();
        foreach ((int start, int end) in Pieces) cut(text[start..end], start, _spare);
        (Pieces, _spare) = (_spare, Pieces);
    }

    /// <summary>Rewrites the pieces one after the other into a new text.</summary>
    /// <param name="rewrite">Rewrites one piece, from its first unit to its last, which are its second and third argument.</param>
    public void Rewrite(Action<TextRewrite, int, int> rewrite)
    {
        var writer = new TextRewrite(Text);
        _spare.Clear();
        foreach ((int start, int end) in Pieces)
        {
            writer.MoveTo(start);
            int first = writer.Count;
            rewrite(writer, start, end);
            if (writer.Count > first) _spare.Add((first, writer.Count));
        }

        Text = writer.Finish();
        (Pieces, _spare) = (_spare, Pieces);
    }
}
