using System.Text;

namespace Assay.Text.Tokenizers;

/// <summary>Writes a new text beside an old one, character by character, and carries the places in the original over.</summary>
/// <remarks>
/// The rules are those of the Rust library, because offsets follow from them: a character that stands for an old one takes the old one's place,
/// an added one takes the place of the old character before it, and the place of a removed one is lost.
/// </remarks>
/// <param name="old">The text that is rewritten.</param>
internal sealed class TextRewrite(AlignedText old)
{
    private char[] _chars = new char[old.Length + 16];
    private int[] _starts = new int[old.Length + 16];
    private int[] _ends = new int[old.Length + 16];
    private int _count;
    private int _position;

    /// <summary>Units written.</summary>
    public int Count => _count;

    /// <summary>Units of the old text that are dealt with.</summary>
    public int Position => _position;

    /// <summary>Goes to another place of the old text; what is between is dropped.</summary>
    public void MoveTo(int unit) => _position = unit;

    /// <summary>Copies the next units of the old text.</summary>
    /// <param name="units">How many; whole characters.</param>
    public void Copy(int units)
    {
        Reserve(units);
        old.Chars.Span.Slice(_position, units).CopyTo(_chars.AsSpan(_count));
        for (int i = 0; i < units; i++)
        {
            (int start, int end) = Place(_position + i);
            (_starts[_count + i], _ends[_count + i]) = (start, end);
        }

        _count += units;
        _position += units;
    }

    /// <summary>Writes a character in the place of the next old one, and removes some that follow it.</summary>
    /// <param name="scalar">The new character.</param>
    /// <param name="removed">Old characters after the replaced one that go away.</param>
    public void Replace(int scalar, int removed = 0)
    {
        (int start, int end) = _position < old.Length ? Place(_position) : BeforePosition();
        Write(scalar, start, end);
        Skip(1 + removed);
    }

    /// <summary>Writes an added character.</summary>
    public void Insert(int scalar)
    {
        (int start, int end) = BeforePosition();
        Write(scalar, start, end);
    }

    /// <summary>Leaves out old characters.</summary>
    /// <param name="characters">How many.</param>
    public void Skip(int characters)
    {
        ReadOnlySpan<char> chars = old.Chars.Span;
        for (int i = 0; i < characters && _position < chars.Length; i++)
        {
            _position += UnicodeText.UnitsAt(chars, _position);
        }
    }

    /// <summary>Writes a character the way the decomposition of Unicode says: a change of 1 adds it, of 0 or less replaces one and removes as many more.</summary>
    public void Apply(int scalar, int change)
    {
        if (change > 0) Insert(scalar);
        else Replace(scalar, -change);
    }

    /// <summary>The new text.</summary>
    public AlignedText Finish() => new(_chars.AsMemory(0, _count), _starts, _ends);

    private (int Start, int End) Place(int unit)
    {
        ReadOnlySpan<char> chars = old.Chars.Span;
        int first = unit > 0 && char.IsLowSurrogate(chars[unit]) ? unit - 1 : unit;
        int last = unit + 1 < chars.Length && char.IsHighSurrogate(chars[unit]) ? unit + 1 : unit;
        return (old.StartOf(first), old.EndOf(last));
    }

    private (int Start, int End) BeforePosition()
    {
        if (_position > 0) return Place(_position - 1);
        int start = old.Length == 0 ? 0 : old.StartOf(0);
        return (start, start);
    }

    private void Write(int scalar, int start, int end)
    {
        Reserve(2);
        var rune = new Rune(scalar);
        int units = rune.EncodeToUtf16(_chars.AsSpan(_count));
        for (int i = 0; i < units; i++) (_starts[_count + i], _ends[_count + i]) = (start, end);
        _count += units;
    }

    private void Reserve(int units)
    {
        if (_count + units <= _chars.Length) return;
        int size = Math.Max(_count + units, _chars.Length * 2);
        Array.Resize(ref _chars, size);
        Array.Resize(ref _starts, size);
        Array.Resize(ref _ends, size);
    }
}
