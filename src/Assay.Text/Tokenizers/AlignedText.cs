namespace Assay.Text.Tokenizers;

/// <summary>A text on its way to tokens, with the place in the original text of each of its code units.</summary>
/// <remarks>Units of one character always share their place, so that a token that is a part of a character still names the whole character.</remarks>
internal sealed class AlignedText
{
    private readonly int[]? _starts;
    private readonly int[]? _ends;
    private readonly int _shift;

    /// <summary>A part of the original text, unchanged.</summary>
    /// <param name="chars">The part.</param>
    /// <param name="shift">Where it starts in the original.</param>
    public AlignedText(ReadOnlyMemory<char> chars, int shift) => (Chars, _shift) = (chars, shift);

    /// <summary>A changed text.</summary>
    /// <param name="chars">What it is now.</param>
    /// <param name="starts">For every unit, where its origin starts in the original.</param>
    /// <param name="ends">For every unit, where its origin ends.</param>
    public AlignedText(ReadOnlyMemory<char> chars, int[] starts, int[] ends) => (Chars, _starts, _ends) = (chars, starts, ends);

    /// <summary>The text as it is now.</summary>
    public ReadOnlyMemory<char> Chars { get; }

    /// <summary>Units of the text as it is now.</summary>
    public int Length => Chars.Length;

    /// <summary>Where the origin of a unit starts; of an unchanged text, the start of the unit itself, which is a character's when the unit is its first.</summary>
    public int StartOf(int unit) => _starts is null ? _shift + unit : _starts[unit];

    /// <summary>Where the origin of a unit ends.</summary>
    public int EndOf(int unit) => _ends is null ? _shift + unit + 1 : _ends[unit];

    /// <summary>The original of a range of units that starts and ends between characters.</summary>
    public TextSpan OriginOf(int start, int end)
    {
        if (_starts is null || _ends is null) return new TextSpan(_shift + start, _shift + end);
        return start == end ? new TextSpan(start, start) : new TextSpan(_starts[start], _ends[end - 1]);
    }

    /// <summary>The same places with other characters.</summary>
    /// <param name="chars">As many units as there are.</param>
    public AlignedText With(char[] chars) => _starts is null || _ends is null ? new AlignedText(chars, _shift) : new AlignedText(chars, _starts, _ends);

    /// <summary>A part of this text.</summary>
    public AlignedText Slice(int start, int end)
    {
        if (start == 0 && end == Length) return this;
        ReadOnlyMemory<char> part = Chars[start..end];
        return _starts is null || _ends is null ? new AlignedText(part, _shift + start) : new AlignedText(part, _starts[start..end], _ends[start..end]);
    }
}
