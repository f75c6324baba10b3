using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Benchmarks.Models;

/// <summary>The documents of a source as tokens of at most 16 bits, in one array on disk and in memory.</summary>
internal sealed class TokenCorpus
{
    private const uint Mark = 0x314B4F54;
    private readonly ushort[] tokens;

    private TokenCorpus(ushort[] tokens, IReadOnlyList<(int Start, int Length)> learned, IReadOnlyList<(int Start, int Length)> heldOut) => (this.tokens, Learned, HeldOut) = (tokens, learned, heldOut);

    /// <summary>Where the documents are that are learned.</summary>
    public IReadOnlyList<(int Start, int Length)> Learned { get; }

    /// <summary>Where those are that are held out.</summary>
    public IReadOnlyList<(int Start, int Length)> HeldOut { get; }

    /// <summary>Tokens of the documents that are learned.</summary>
    public long LearnedTokens => Learned.Sum(d => (long)d.Length);

    /// <summary>The tokens of a stretch.</summary>
    public int[] Slice(int start, int length)
    {
        int[] slice = new int[length];
        for (int i = 0; i < length; i++) slice[i] = tokens[start + i];
        return slice;
    }

    /// <summary>A corpus of documents.</summary>
    public static TokenCorpus Of(IEnumerable<(bool HeldOut, ImmutableArray<int> Tokens)> documents)
    {
        var all = new List<ushort>();
        List<(int, int)> learned = [], heldOut = [];
        foreach ((bool isHeldOut, ImmutableArray<int> ids) in documents)
        {
            (isHeldOut ? heldOut : learned).Add((all.Count, ids.Length));
            foreach (int id in ids) all.Add(checked((ushort)id));
        }

        return new TokenCorpus([.. all], learned, heldOut);
    }

    /// <summary>Writes it.</summary>
    public void Write(string path)
    {
        using (var writer = new BinaryWriter(File.Create(path + ".tmp")))
        {
            writer.Write(Mark);
            writer.Write(tokens.Length);
            foreach (IReadOnlyList<(int Start, int Length)> part in new[] { Learned, HeldOut })
            {
                writer.Write(part.Count);
                foreach ((int start, int length) in part)
                {
                    writer.Write(start);
                    writer.Write(length);
                }
            }

            foreach (ushort token in tokens) writer.Write(token);
        }

        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Reads one that was written.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static TokenCorpus Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        if (reader.ReadUInt32() != Mark) throw new InputException(new Problem(path, null, "is no file of tokens. Remove it, and it is made again."));
        ushort[] tokens = new ushort[reader.ReadInt32()];
        (int, int)[] Part() => [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => (reader.ReadInt32(), reader.ReadInt32()))];
        (int, int)[] learned = Part(), heldOut = Part();
        for (int i = 0; i < tokens.Length; i++) tokens[i] = reader.ReadUInt16();
        return new TokenCorpus(tokens, learned, heldOut);
    }
}
