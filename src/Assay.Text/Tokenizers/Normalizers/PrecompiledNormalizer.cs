using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Assay.Text.Tokenizers.Normalizers;

/// <summary>The character map of a SentencePiece model: a double-array trie over UTF-8 bytes whose values are places in a list of replacements.</summary>
/// <remarks>
/// The layout is SentencePiece's: length of the trie in bytes, the trie in 32-bit units, then replacements that end in NUL. Like SentencePiece, a short
/// grapheme is looked up as a whole and else by character, and the shortest key that it starts with counts.
/// </remarks>
internal sealed class PrecompiledNormalizer : Normalizer
{
    private const int LongestGrapheme = 5;
    private readonly uint[] _trie;
    private readonly byte[] _replacements;
    private readonly bool _changesAscii;

    /// <summary>Reads a map; an empty one changes nothing.</summary>
    /// <exception cref="FormatException">It is not one; the message says why.</exception>
    public PrecompiledNormalizer(byte[] map)
    {
        uint size = map.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(map) : 0;
        if (map.Length > 0 && (size > map.Length - 4 || size % 4 != 0 || size == 0)) throw new FormatException($"the trie is said to have {size} bytes, and the map has {map.Length}");
        _trie = new uint[size / 4];
        for (int i = 0; i < _trie.Length; i++) _trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(map.AsSpan(4 + (i * 4)));
        _replacements = map.Length == 0 ? [] : map[(int)(4 + size)..];
        _changesAscii = Enumerable.Range(0x20, 0x5F).Any(c => Find([(byte)c]) is not null);
    }

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        ReadOnlySpan<char> chars = text.Chars.Span;
        if (_trie.Length == 0 || (!_changesAscii && chars.IndexOfAnyExceptInRange(' ', '~') < 0)) return text;
        var changes = new List<(int Scalar, int Change)>(chars.Length);
        bool modified = false;
        int length;
        for (int at = 0; at < chars.Length; at += length)
        {
            length = 1;
            bool alone = !_changesAscii && chars[at] is >= ' ' and <= '~' && (at + 1 == chars.Length || chars[at + 1] < 0x300);
            if (alone)
            {
                changes.Add((chars[at], 0));
                continue;
            }

            length = StringInfo.GetNextTextElementLength(chars[at..]);
            modified |= Write(chars.Slice(at, length), changes);
        }

        if (!modified) return text;
        var rewrite = new TextRewrite(text);
        foreach ((int scalar, int change) in changes) rewrite.Apply(scalar, change);
        return rewrite.Finish();
    }

    private bool Write(ReadOnlySpan<char> grapheme, List<(int Scalar, int Change)> changes)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (Encoding.UTF8.GetByteCount(grapheme) <= LongestGrapheme && Find(bytes[..Encoding.UTF8.GetBytes(grapheme, bytes)]) is { } whole)
        {
            Replace(changes, grapheme, whole);
            return true;
        }

        bool modified = false;
        int units;
        for (int at = 0; at < grapheme.Length; at += units)
        {
            int scalar = UnicodeText.ScalarAt(grapheme, at, out units);
            ReadOnlySpan<char> character = grapheme.Slice(at, units);
            if (Find(bytes[..new Rune(scalar).EncodeToUtf8(bytes)]) is { } by)
            {
                Replace(changes, character, by);
                modified = true;
            }
            else
            {
                changes.Add((scalar, 0));
            }
        }

        return modified;
    }

    // The notes of what stands for what are made as the Rust library makes them, which at the start of a text forgets characters that vanish.
    private static void Replace(List<(int Scalar, int Change)> changes, ReadOnlySpan<char> old, string by)
    {
        int oldCount = 0, newCount = 0;
        foreach (Rune _ in old.EnumerateRunes()) oldCount++;
        foreach (Rune rune in by.EnumerateRunes())
        {
            changes.Add((rune.Value, 0));
            newCount++;
        }

        for (int i = 0; i < newCount - oldCount; i++) changes[^(i + 1)] = (changes[^(i + 1)].Scalar, 1);
        if (newCount < oldCount && changes.Count > 0) changes[^1] = (changes[^1].Scalar, changes[^1].Change + newCount - oldCount);
    }

    private string? Find(ReadOnlySpan<byte> key)
    {
        long node = Offset(_trie[0]);
        foreach (byte b in key)
        {
            node ^= b;
            if (b == 0 || node >= _trie.Length) return null;
            uint unit = _trie[node];
            if ((unit & 0x800000FFU) != b) return null;
            node ^= Offset(unit);
            if ((unit & 0x100) == 0) continue;
            return node < _trie.Length ? At(_trie[node] & 0x7FFFFFFFU) : null;
        }

        return null;
    }

    private string? At(uint start)
    {
        if (start > _replacements.Length) return null;
        ReadOnlySpan<byte> rest = _replacements.AsSpan((int)start);
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
