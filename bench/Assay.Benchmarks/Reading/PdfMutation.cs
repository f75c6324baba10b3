using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Benchmarks.Reading;

/// <summary>Damage that knows how PDF files are built: numbers made extreme, references turned elsewhere, names exchanged, brackets opened, and the same inside packed streams.</summary>
internal static partial class PdfMutation
{
    private const int MostChanges = 5;

    private static readonly string[] Numbers = ["0", "-1", "1", "2147483647", "-2147483648", "4294967296", "99999999999999999999", "0.00001", "1e9", "65536", "255", "8388608"];
    private static readonly string[] Pieces = ["[", "]", "<<", ">>", "(", ")", "<", "stream\n", "endstream", "endobj", "obj", "R", "/", "%", "q ", "Q ", "BT ", "/Fm Do ", "/F1 1e6 Tf ", "BI ID ", "null", "true", "{", "xref\n", "trailer"];

    /// <summary>A damaged file; see <see cref="ByteMutation.Of"/>.</summary>
    public static byte[] Of(byte[] first, byte[] second, Func<int, int> below)
    {
        byte[] bytes = below(2) == 0 ? InStream(first, second, below) : Changed(first, second, below);
        return below(8) == 0 ? ByteMutation.Of(bytes, second, below) : bytes;
    }

    private static byte[] InStream(byte[] file, byte[] second, Func<int, int> below)
    {
        string text = Encoding.Latin1.GetString(file);
        MatchCollection streams = Stream().Matches(text);
        if (streams.Count == 0) return Changed(file, second, below);
        Group data = streams[below(streams.Count)].Groups["data"];
        byte[] packed = file[data.Index..(data.Index + data.Length)];
        byte[] inside = Changed(Unpacked(packed) ?? packed, second, below);
        using var output = new MemoryStream();
        output.Write(file, 0, data.Index);
        using (var zlib = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(inside);
        output.Write(file, data.Index + data.Length, file.Length - data.Index - data.Length);
        return output.ToArray();
    }

    private static byte[]? Unpacked(byte[] packed)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            zlib.CopyTo(plain);
            return plain.Length > 0 ? plain.ToArray() : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Changed(byte[] bytes, byte[] second, Func<int, int> below)
    {
        string text = Encoding.Latin1.GetString(bytes);
        int changes = 1 + below(MostChanges);
        for (int i = 0; i < changes; i++)
        {
            text = below(6) switch
            {
                0 => Replace(text, Number(), _ => Numbers[below(Numbers.Length)], below),
                1 => Replace(text, Reference(), _ => $"{below(24)} 0 R", below),
                2 => Replace(text, Name(), _ => Pick(text, Name(), below), below),
                3 => text.Insert(below(text.Length + 1), string.Concat(Enumerable.Repeat(Pieces[below(Pieces.Length)], 1 << below(12)))),
                4 => Replace(text, Entry(), m => m.Value + " " + Pick(Encoding.Latin1.GetString(second), Entry(), below), below),
                _ => Replace(text, Token(), _ => Pick(text, Token(), below), below),
            };
        }

        return Encoding.Latin1.GetBytes(text);
    }

    private static string Replace(string text, Regex what, Func<Match, string> by, Func<int, int> below)
    {
        Match match = what.Match(text, below(Math.Max(1, text.Length)));
        return match.Success ? string.Concat(text.AsSpan(0, match.Index), by(match), text.AsSpan(match.Index + match.Length)) : text;
    }

    private static string Pick(string text, Regex what, Func<int, int> below) => what.Match(text, below(Math.Max(1, text.Length))) is { Success: true } match ? match.Value : "null";

    [GeneratedRegex(@"stream\r?\n(?<data>(?s:.*?))\r?\nendstream", RegexOptions.CultureInvariant)]
    private static partial Regex Stream();

    [GeneratedRegex(@"-?[0-9]+(?:\.[0-9]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"[0-9]+ [0-9]+ R", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"/[A-Za-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"/[A-Za-z0-9]+\s+(?:[^\s/<>\[\]()]+|/[A-Za-z0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Entry();

    [GeneratedRegex(@"[^\s]{1,40}", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
