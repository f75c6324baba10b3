using System.Text;
using Assay.Models.Constrained;

namespace Assay.Tests.Models.Constrained;

/// <summary>Vocabularies for tests: the 256 bytes, some longer tokens, special tokens and one that ends the text (the last).</summary>
internal static class Vocabularies
{
    private static readonly string[] Pieces =
    [
        "\": \"", "\",", "\"}", "\"]", "{\"", "[{\"", "}}", "]]", "], ", "}, ", "\": ", "\", \"", "{}", "[]", "\"\"", "null", "true", "false", ", ", ": ", " \"", "1,", "0", "00", "000", "12", "123", "-1", "0.", ".5", "e+",
        "\":{\"", "\":\"", "\",\"", "\":1,\"", "a\":1,\"b\":", "\\n", "\\\"", "\\\\", "\\u", "\\u00", "é", "日本", "😀", "ß", "the", " the", "name", "\"name", "\"name\": ", "id", "\"id\":", "value", "foo", "bar", "abc", "aaa", "aaaaaaaa", "    ", "\n", "\t",
        "next", "kind", "leaf", "node", "\"kind\": \"leaf\"}", "-01-", "T00:", "Z\"", "1, 1", "[1, 1]", "{\"v\": ", "\": {\"", "\": [", "null}", "null]", "x\"}]}", "2024", "{\"a\": 1, \"a\": 2}", "\"\",", "\":", "\"a\"", "\"b\": ",
    ];

    /// <summary>Bytes only.</summary>
    public static TokenTable Bytes() => Table([]);

    /// <summary>Bytes and pieces of JSON.</summary>
    public static TokenTable Json() => Table(Pieces.Select(Encoding.UTF8.GetBytes));

    /// <summary>Bytes and merges of random tokens, as byte-pair encoding makes them, half of them over text that looks like JSON.</summary>
    public static TokenTable Merged(ulong seed, int count)
    {
        Dice dice = new(seed);
        byte[] likely = Encoding.UTF8.GetBytes("\"\"\"\"{}[]:,, \\-.0123456789abcdefghiknrtuvxé日😀");
        List<byte[]> tokens = [.. Enumerable.Range(0, 256).Select(b => new[] { (byte)b })];
        HashSet<string> known = [.. tokens.Select(Convert.ToHexString)];
        while (tokens.Count < count)
        {
            byte[] a = dice.Chance(60) ? [dice.Pick(likely)] : dice.Pick(tokens), b = dice.Chance(60) ? [dice.Pick(likely)] : dice.Pick(tokens);
            byte[] merged = [.. a, .. b];
            if (merged.Length <= 16 && known.Add(Convert.ToHexString(merged))) tokens.Add(merged);
        }

        return Table(tokens.Skip(256));
    }

    /// <summary>Given tokens besides the bytes.</summary>
    public static TokenTable Table(IEnumerable<byte[]> more)
    {
        List<ReadOnlyMemory<byte>> tokens = [ReadOnlyMemory<byte>.Empty, .. Enumerable.Range(0, 256).Select(b => (ReadOnlyMemory<byte>)new[] { (byte)b }), .. more.Select(m => (ReadOnlyMemory<byte>)m)];
        tokens.Add("<|end|>"u8.ToArray());
        return new TokenTable(tokens, [tokens.Count - 1]);
    }
}
