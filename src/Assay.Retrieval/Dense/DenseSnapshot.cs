using System.Security.Cryptography;
using System.Text;
using Assay.Text;

namespace Assay.Retrieval.Dense;

/// <summary>
/// A dense index in a file: written beside its place and renamed into it, so that a reader finds the old or the new one whole; checked by SHA-256 and by a
/// tag that says what it was made from before anything of it is believed.
/// </summary>
/// <remarks>
/// Form, little-endian: 8 bytes "ASSAYDV1", SHA-256 of what follows, tag, options, rows (chunk, access class, negative for removed ones,
/// values), lists of neighbours. Rounded values are computed again.
/// </remarks>
public static class DenseSnapshot
{
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("ASSAYDV1");

    /// <summary>Writes an index.</summary>
    /// <param name="index">The index; it can be searched meanwhile.</param>
    /// <param name="path">The file, replaced when it exists.</param>
    /// <param name="tag">What the index was made from; asked for again by <see cref="Load"/>.</param>
    /// <exception cref="AssayException">The file cannot be written; an older one is as it was.</exception>
    public static void Save(DenseIndex index, string path, string tag)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tag);
        string temporary = path + ".new";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                file.Write(Magic);
                file.Write(new byte[SHA256.HashSizeInBytes]);
                using var hash = SHA256.Create();
                using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
                using (var buffered = new BufferedStream(hashed, 1 << 20))
                using (var writer = new BinaryWriter(buffered))
                {
                    index.Reading(() =>
                    {
                        Write(index, writer, tag);
                        return 0;
                    });
                }

                file.Position = Magic.Length;
                file.Write(hash.Hash!);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            DeleteQuietly(temporary);
            throw new AssayException($"The index '{path}' cannot be written: {error.Message} Free some disk space or make the folder writable; without it the index is built anew each time.", error);
        }
    }

    /// <summary>Reads an index.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the index is used with; the snapshot must have been made with the same dimension, links, effort and seed.</param>
    /// <param name="accepts">Whether the tag it was saved with is one that fits.</param>
    /// <param name="tag">The tag; empty when there is no index.</param>
    /// <returns>Null when there is no file, or it is damaged, of another form, or does not match: the index is to be built anew.</returns>
    public static DenseIndex? Load(string path, DenseIndexOptions options, Func<string, bool> accepts, out string tag)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(accepts);
        tag = "";
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            if (!Verify(file)) return null;
            using var reader = new BinaryReader(file);
            string found = reader.ReadString();
            if (!accepts(found) || !SameOptions(reader, options)) return null;
            tag = found;
            return Read(reader, options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            tag = "";
            return null;
        }
    }

    private static bool Verify(FileStream file)
    {
        byte[] magic = new byte[Magic.Length], expected = new byte[SHA256.HashSizeInBytes];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.AsSpan().SequenceEqual(Magic)) return false;
        if (file.ReadAtLeast(expected, expected.Length, throwOnEndOfStream: false) < expected.Length) return false;
        long start = file.Position;
        bool same = SHA256.HashData(file).AsSpan().SequenceEqual(expected);
        file.Position = start;
        return same;
    }

    private static void Write(DenseIndex index, BinaryWriter writer, string tag)
    {
        DenseIndexOptions options = index.Options;
        DenseSlots slots = index.Slots;
        writer.Write(tag);
        writer.Write(options.Dimension);
        writer.Write(options.Links);
        writer.Write(options.BuildEffort);
        writer.Write(options.Seed);
        writer.Write(slots.Count);
        for (int slot = 0; slot < slots.Count; slot++)
        {
            writer.Write(slots.Chunk(slot));
            writer.Write(slots.AccessClass(slot));
        }

        for (int slot = 0; slot < slots.Count; slot++) writer.Write(slots.Bytes(slot));
        GraphLinks links = index.Graph.Links;
        writer.Write(links.Count);
        writer.Write(index.Graph.Entry);
        for (int node = 0; node < links.Count; node++)
        {
            writer.Write((byte)links.Level(node));
            for (int level = 0; level <= links.Level(node); level++)
            {
                ReadOnlySpan<int> list = GraphLinks.Used(links.Of(node, level));
                writer.Write((byte)list.Length);
                foreach (int other in list) writer.Write(other);
            }
        }
    }

    private static bool SameOptions(BinaryReader reader, DenseIndexOptions options) =>
        reader.ReadInt32() == options.Dimension & reader.ReadInt32() == options.Links & reader.ReadInt32() == options.BuildEffort & reader.ReadInt32() == options.Seed;

    private static DenseIndex Read(BinaryReader reader, DenseIndexOptions options)
    {
        var index = new DenseIndex(options);
        bool done = false;
        try
        {
            ReadRows(reader, index.Slots);
            ReadLinks(reader, index.Graph, index.Slots.Count);
            done = true;
            return index;
        }
        finally
        {
            if (!done) index.Dispose();
        }
    }

    private static void ReadRows(BinaryReader reader, DenseSlots slots)
    {
        int count = reader.ReadInt32();
        var chunks = new (long Chunk, int AccessClass)[count];
        for (int slot = 0; slot < count; slot++) chunks[slot] = (reader.ReadInt64(), reader.ReadInt32());
        slots.Reserve(count);
        foreach ((long chunk, int accessClass) in chunks) slots.Restore(chunk, accessClass, bytes => reader.BaseStream.ReadExactly(bytes));
    }

    private static void ReadLinks(BinaryReader reader, HnswGraph graph, int rows)
    {
        int count = reader.ReadInt32(), entry = reader.ReadInt32();
        if (count > rows || entry < GraphLinks.None || entry >= count || (entry < 0 && count > 0)) throw new FormatException($"A graph of {count} nodes over {rows} rows cannot begin at {entry}.");
        for (int node = 0; node < count; node++)
        {
            int top = reader.ReadByte();
            graph.Links.Add(top);
            for (int level = 0; level <= top; level++)
            {
                Span<int> list = graph.Links.Of(node, level);
                int length = reader.ReadByte();
                for (int i = 0; i < length; i++)
                {
                    int other = reader.ReadInt32();
                    if ((uint)other >= (uint)count) throw new FormatException($"Node {node} is linked to {other} of {count}.");
                    list[i] = other;
                }
            }
        }

        graph.Entry = entry;
    }

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What is left is overwritten by the next attempt.
        }
    }
}
