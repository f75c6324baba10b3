using System.Collections.Frozen;
using System.Globalization;

namespace Assay.Text.Tokenizers.Normalizers;

/// <summary>Combining classes and scripts, which .NET does not tell; see <c>eng/make-unicode-tables.pl</c>.</summary>
internal static class UnicodeData
{
    private static readonly (FrozenDictionary<int, byte> Classes, int[] Starts, int[] Ends, short[] Scripts, FrozenDictionary<string, short> Names) Tables = Read();

    /// <summary>Canonical combining class.</summary>
    public static byte CombiningClass(int scalar) => scalar < 0x300 ? (byte)0 : Tables.Classes.GetValueOrDefault(scalar);

    /// <summary>Number of a character's script, or 0 where it has none.</summary>
    public static int ScriptOf(int scalar)
    {
        int at = Array.BinarySearch(Tables.Starts, scalar);
        if (at < 0) at = ~at - 1;
        return at >= 0 && scalar <= Tables.Ends[at] ? Tables.Scripts[at] : 0;
    }

    /// <summary>Number of a script by its name (<c>Han</c>, <c>Old_Italic</c>), in any case, or 0.</summary>
    public static int ScriptNamed(string name) => Tables.Names.GetValueOrDefault(Plain(name));

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToUpperInvariant();

    private static (FrozenDictionary<int, byte> Classes, int[] Starts, int[] Ends, short[] Scripts, FrozenDictionary<string, short> Names) Read()
    {
        using Stream stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("Assay.Text.Tokenizers.unicode.txt")!;
        using var reader = new StreamReader(stream);
        var classes = new Dictionary<int, byte>();
        var names = new Dictionary<string, short>();
        var ranges = new List<(int Start, int End, short Script)>();
        while (reader.ReadLine() is { } line)
        {
            string[] parts = line.Split(' ');
            if (parts[0] == "script") names[Plain(parts[1])] = (short)(names.Count + 1);
            foreach ((int start, int end) in parts[0] == "#" ? [] : parts.Skip(2).Select(Range))
            {
                if (parts[0] == "script") ranges.Add((start, end, names[Plain(parts[1])]));
                for (int c = start; parts[0] == "ccc" && c <= end; c++) classes[c] = byte.Parse(parts[1], CultureInfo.InvariantCulture);
            }
        }

        ranges.Sort();
        return (classes.ToFrozenDictionary(), [.. ranges.Select(r => r.Start)], [.. ranges.Select(r => r.End)], [.. ranges.Select(r => r.Script)], names.ToFrozenDictionary());
    }

    private static (int Start, int End) Range(string range)
    {
        string[] ends = range.Split('-');
        return (int.Parse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), int.Parse(ends[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
