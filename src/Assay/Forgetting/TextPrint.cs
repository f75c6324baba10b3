using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Assay.Text.Segmentation;

namespace Assay.Forgetting;

/// <summary>
/// Recognises text of a document in other texts: by runs of words that it shares with them. Holds hashes of the runs, so that it can be kept while the text is
/// removed; it is deleted with the last copy.
/// </summary>
/// <param name="salt">Makes the hashes of this print unlike those of others.</param>
internal sealed class TextPrint(byte[] salt)
{
    /// <summary>Words of one run. Shorter runs are everyday phrases; a copied sentence has a longer one.</summary>
    private const int Run = 6;

    /// <summary>Fewest words of a text that counts when it stands in the document whole: one or two words are a coincidence.</summary>
    private const int Least = 3;

    private readonly HashSet<ulong> runs = [];

    /// <summary>Number of runs; 0 when the document's text is not at hand.</summary>
    public int Count => runs.Count;

    /// <summary>Adds texts of the document.</summary>
    public void Add(IEnumerable<string> texts)
    {
        foreach (ulong run in texts.SelectMany(Runs)) runs.Add(run);
    }

    /// <summary>Takes out what is no document's own: a page that quotes such a text is not recognised by it.</summary>
    /// <param name="texts">What answers consist of without any document.</param>
    public void Except(IEnumerable<string> texts) => runs.ExceptWith(texts.SelectMany(Runs));

    /// <summary>Whether a text shares a run of six words with the document, or is itself shorter and stands in it whole.</summary>
    /// <param name="text">Any text.</param>
    public bool IsIn(string text)
    {
        if (runs.Count == 0) return false;
        string[] words = Words(text);
        if (words.Length < Run) return words.Length >= Least && runs.Contains(Hash(words, 0, words.Length));
        for (int i = 0; i + Run <= words.Length; i++)
        {
            if (runs.Contains(Hash(words, i, Run))) return true;
        }

        return false;
    }

    /// <summary>The hashes, 8 bytes each, in order.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[runs.Count * sizeof(ulong)];
        int at = 0;
        foreach (ulong run in runs.Order()) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at++ * sizeof(ulong)), run);
        return bytes;
    }

    /// <summary>Adds hashes that <see cref="ToBytes"/> gave for the same salt.</summary>
    public void AddBytes(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) runs.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }

    private IEnumerable<ulong> Runs(string text)
    {
        string[] words = Words(text);
        for (int length = Least; length <= Run; length++)
        {
            for (int i = 0; i + length <= words.Length; i++) yield return Hash(words, i, length);
        }
    }

    private ulong Hash(string[] words, int start, int count)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Join(' ', words, start, count));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(salt, text, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private static string[] Words(string text) => [.. WordSegmenter.Segment(text).Select(w => w.Normal)];
}
