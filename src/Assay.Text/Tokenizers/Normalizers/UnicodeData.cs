using System.Collections.Frozen;
using System.Globalization;

namespace Assay.Text.Tokenizers.Normalizers;

/// <summary>Combining classes and scripts, which .NET does not tell; see <c>eng/make-unicode-tables.pl</c>.</summary>
internal static class UnicodeData
{
    private static readonly (FrozenDictionary<int, byte> Classes, Ranges Scripts, FrozenDictionary<string, short> Names, Ranges Later) Tables = Read();

    /// <summary>Canonical combining class.</summary>
    public static byte CombiningClass(int scalar) => scalar < 0x300 ? (byte)0 : Tables.Classes.GetValueOrDefault(scalar);

    /// <summary>Number of a character's script, or 0 where it has none.</summary>
    public static int ScriptOf(int scalar) => Tables.Scripts.Of(scalar);

    /// <summary>Whether a character was none yet in Unicode 9.</summary>
    public static bool CameAfterUnicode9(int scalar) => Tables.Later.Of(scalar) != 0;

    /// <summary>Number of a script by its name (<c>Han</c>, <c>Old_Italic</c>), in any case, or 0.</summary>
    public static int ScriptNamed(string name) => Tables.Names.GetValueOrDefault(Plain(name));

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToUpperInvariant();

    private static (FrozenDictionary<int, byte> Classes, Ranges Scripts, FrozenDictionary<string, short> Names, Ranges Later) Read()
    {
        using Stream stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("Assay.Text.Tokenizers.unicode.txt")!;
        using var reader = new StreamReader(stream);
        var classes = new Dictionary<int, byte>();
        var names = new Dictionary<string, short>();
        var scripts = new List<(int Start, int End, short Script)>();
        var later = new List<(int Start, int End, short Value)>();
        while (reader.ReadLine() is { } line)
        {
            string[] parts = line.Split(' ');
            if (parts[0] == "script") names[Plain(parts[1])] = (short)(names.Count + 1);
            foreach ((int start, int end) in parts[0] == "#" ? [] : parts.Skip(2).Select(Range))
            {
                if (parts[0] == "script") scripts.Add((start, end, names[Plain(parts[1])]));
                if (parts[0] == "after") later.Add((start, end, 1));
                for (int c = start; parts[0] == "ccc" && c <= end; c++) classes[c] = byte.Parse(parts[1], CultureInfo.InvariantCulture);
            }
        }

        return (classes.ToFrozenDictionary(), new Ranges(scripts), names.ToFrozenDictionary(), new Ranges(later));
    }

    private static (int Start, int End) Range(string range)
    {
        string[] ends = range.Split('-');
        return (int.Parse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), int.Parse(ends[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    /// <summary>A number for each of many ranges of characters.</summary>
    private sealed class Ranges
    {
        private readonly int[] _starts, _ends;
        private readonly short[] _values;

        /// <summary>Ranges that do not overlap, in any order.</summary>
        public Ranges(IEnumerable<(int Start, int End, short Value)> ranges)
        {
            (int Start, int End, short Value)[] sorted = [.. ranges.Order()];
            _starts = [.. sorted.Select(r => r.Start)];
            _ends = [.. sorted.Select(r => r.End)];
            _values = [.. sorted.Select(r => r.Value)];
        }

        /// <summary>The number of the range that a character is in, or 0.</summary>
        public short Of(int scalar)
        {
            int at = Array.BinarySearch(_starts, scalar);
            if (at < 0) at = ~at - 1;
            return at >= 0 && scalar <= _ends[at] ? _values[at] : (short)0;
        }
    }
}
