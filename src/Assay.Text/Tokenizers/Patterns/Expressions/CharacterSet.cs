namespace Assay.Text.Tokenizers.Patterns.Expressions;

/// <summary>A set of characters: a bit for each of the first 65,536, a question for the others.</summary>
internal sealed class CharacterSet
{
    private readonly ulong[] _bits = new ulong[0x10000 / 64];
    private readonly Func<int, bool> _contains;

    /// <summary>A set.</summary>
    /// <param name="contains">Says whether a character is in it.</param>
    public CharacterSet(Func<int, bool> contains)
    {
        _contains = contains;
        for (int c = 0; c < 0x10000; c++)
        {
            if (!char.IsSurrogate((char)c) && contains(c)) _bits[c >> 6] |= 1UL << (c & 63);
        }
    }

    /// <summary>Whether a character is in it.</summary>
    public bool Contains(int scalar) => scalar < 0x10000 ? (_bits[scalar >> 6] >> (scalar & 63) & 1) != 0 : _contains(scalar);

    /// <summary>A question that does not care for case asks for every form of a character.</summary>
    public static Func<int, bool> IgnoringCase(Func<int, bool> contains) => c =>
    {
        if (contains(c)) return true;
        int lower = UnicodeText.ToLower(c), upper = UnicodeText.ToUpper(c);
        return contains(lower) || contains(upper) || (c is 's' or 'S' && contains(0x17F)) || (c == 0x17F && (contains('s') || contains('S'))) || (lower == 'k' && contains(0x212A)) || (lower == 0xE5 && contains(0x212B));
    };
}
