using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;

namespace Assay.Benchmarks.Reading;

/// <summary>Damages archives so that the damage gets behind the unpacking: one part is changed as XML or text, taken out, doubled, renamed or put in from another file, and all is packed anew.</summary>
internal static class PackedMutation
{
    private const int MaxParts = 200;
    private const int MaxPart = 4 << 20;
    private static readonly ConditionalWeakTable<byte[], List<(string Name, byte[] Bytes)>> Unpacked = [];

    /// <summary>A damaged file.</summary>
    /// <param name="first">The valid file.</param>
    /// <param name="second">Another one.</param>
    /// <param name="below">A number below a bound.</param>
    public static byte[] Of(byte[] first, byte[] second, Func<int, int> below)
    {
        List<(string Name, byte[] Bytes)> parts = Parts(first);
        if (parts.Count == 0) return first;
        for (int changes = 1 + below(3); changes > 0; changes--) Change(parts, second, below);
        byte[] packed = Pack(parts, below(8) == 0 ? CompressionLevel.Fastest : CompressionLevel.NoCompression);

        // Lying headers: a few bytes of the lists of the archive itself.
        if (below(8) == 0) for (int i = 1 + below(4); i > 0; i--) packed[Math.Max(0, packed.Length - 1 - below(Math.Min(packed.Length, 600)))] = (byte)below(256);
        return packed;
    }

    private static void Change(List<(string Name, byte[] Bytes)> parts, byte[] second, Func<int, int> below)
    {
        int at = below(parts.Count);
        (string name, byte[] bytes) = parts[at];
        switch (below(12))
        {
            case 0 when parts.Count > 1:
                parts.RemoveAt(at);
                break;
            case 1:
                parts.Add((name, bytes));
                break;
            case 2:
                parts[at] = (parts[below(parts.Count)].Name, bytes);
                break;
            case 3 when Parts(second) is { Count: > 0 } others:
                parts[at] = (name, others[below(others.Count)].Bytes);
                break;
            case 4:
                parts[at] = (name, ByteMutation.Of(bytes, bytes, below));
                break;
            default:
                parts[at] = (name, TextMutation.Of(bytes, bytes, below));
                break;
        }
    }

    // The valid files are few and come again in every case.
    private static List<(string Name, byte[] Bytes)> Parts(byte[] file) => [.. Unpacked.GetValue(file, Unpack)];

    private static List<(string Name, byte[] Bytes)> Unpack(byte[] file)
    {
        var parts = new List<(string, byte[])>();
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        foreach (ZipArchiveEntry entry in zip.Entries.Take(MaxParts))
        {
            if (entry.Length > MaxPart) continue;
            using Stream stream = entry.Open();
            var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            parts.Add((entry.FullName, bytes.ToArray()));
        }

        return parts;
    }

    private static byte[] Pack(List<(string Name, byte[] Bytes)> parts, CompressionLevel level)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach ((string name, byte[] bytes) in parts)
            {
                using Stream entry = zip.CreateEntry(name.Length > 0 ? name : "x", level).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
