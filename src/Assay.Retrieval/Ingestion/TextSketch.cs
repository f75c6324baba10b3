using System.Buffers.Binary;
using System.Text;

namespace Assay.Retrieval.Ingestion;

/// <summary>
/// A short summary of a text by which texts with mostly the same wording are found: of all sequences of five words the least hash in each of 128 classes of hashes.
/// The share of equal classes estimates the share of sequences that two texts have in common (Jaccard), with a standard error of at most 4.4 points.
/// </summary>
/// <remarks>One-permutation MinHash (Li, Owen and Zhang 2012). Capitals, punctuation and layout do not count; a character of Chinese, Japanese or Korean counts as a word.</remarks>
internal sealed class TextSketch
{
    /// <summary>Classes of hashes.</summary>
    public const int Classes = 128;

    /// <summary>Sequences that a text must have for its sketch to say something.</summary>
    public const int FewestSequences = 16;

    private const int Words = 5;
    private const uint Empty = uint.MaxValue;
    private const ulong Prime = 0x100000001B3, Start = 0xCBF29CE484222325;
    private readonly uint[] least;

    private TextSketch(uint[] least) => this.least = least;

    /// <summary>Whether the text was too short for a sketch.</summary>
    public bool IsEmpty => least.Length == 0;

    /// <summary>The sketch of a text.</summary>
    /// <param name="texts">Its pieces in order.</param>
    public static TextSketch Of(IEnumerable<string> texts)
    {
        uint[] least = new uint[Classes];
        Array.Fill(least, Empty);
        ulong[] last = new ulong[Words];
        int words = 0;
        foreach (string text in texts)
        {
            ulong word = Start;
            bool open = false;
            foreach (Rune rune in text.EnumerateRunes())
            {
                bool single = rune.Value is >= 0x3040 and <= 0x9FFF or >= 0xAC00 and <= 0xD7A3 or >= 0x20000;
                if (Rune.IsLetterOrDigit(rune) && !single)
                {
                    word = unchecked((word ^ (ulong)Rune.ToLowerInvariant(rune).Value) * Prime);
                    open = true;
                    continue;
                }

                if (open) Add(least, last, ref words, word);
                if (single) Add(least, last, ref words, unchecked((Start ^ (ulong)rune.Value) * Prime));
                (word, open) = (Start, false);
            }

            if (open) Add(least, last, ref words, word);
        }

        return new TextSketch(words - Words + 1 < FewestSequences ? [] : least);
    }

    /// <summary>How much of two texts is the same, 0 to 1.</summary>
    public double Same(TextSketch other)
    {
        if (IsEmpty || other.IsEmpty) return 0;
        int same = 0, filled = 0;
        for (int i = 0; i < Classes; i++)
        {
            if (least[i] == Empty && other.least[i] == Empty) continue;
            filled++;
            if (least[i] == other.least[i]) same++;
        }

        return filled == 0 ? 0 : (double)same / filled;
    }

    /// <summary>Keys of which two texts with much in common share at least one, nearly for certain.</summary>
    /// <param name="rows">Classes in each key.</param>
    public IEnumerable<(int Band, ulong Key)> Bands(int rows)
    {
        for (int band = 0; !IsEmpty && band < Classes / rows; band++)
        {
            ulong key = Start;
            int filled = 0;
            for (int i = band * rows; i < (band + 1) * rows; i++)
            {
                key = unchecked((key ^ least[i]) * Prime);
                if (least[i] != Empty) filled++;
            }

            if (filled * 2 >= rows) yield return (band, key);
        }
    }

    /// <summary>The sketch as bytes; none for an empty one.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[least.Length * sizeof(uint)];
        for (int i = 0; i < least.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), least[i]);
        return bytes;
    }

    /// <summary>The sketch of <see cref="ToBytes"/>; an empty one for other bytes.</summary>
    public static TextSketch FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Classes * sizeof(uint)) return new TextSketch([]);
        uint[] least = new uint[Classes];
        for (int i = 0; i < least.Length; i++) least[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
        return new TextSketch(least);
    }

    private static void Add(uint[] least, ulong[] last, ref int words, ulong word)
    {
        last[words % Words] = word;
        if (++words < Words) return;
        ulong hash = Start;
        for (int i = 0; i < Words; i++) hash = unchecked((hash ^ last[(words + i) % Words]) * 0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
        hash = unchecked(hash * 0xBF58476D1CE4E5B9);
        hash ^= hash >> 32;
        int of = (int)(hash % Classes);
        uint value = (uint)((hash >> 16) & 0xFFFFFFFE);
        if (value < least[of]) least[of] = value;
    }
}
