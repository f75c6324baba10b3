using System.Globalization;
using System.Text;

namespace Assay.Retrieval.Reading.Office.Word;

/// <summary>The numbers that Word puts before list items and headings, counted as the document is read.</summary>
internal sealed class WordNumbering
{
    private const int Levels = 9;
    private const int MaxNumber = 1_000_000;
    private readonly Dictionary<int, Level[]> abstracts = [];
    private readonly Dictionary<int, int> lists = [];
    private readonly Dictionary<int, int?[]> starts = [];
    private readonly Dictionary<int, int?[]> counters = [];
    private readonly HashSet<int> begun = [];

    /// <summary>Reads the lists; a file without has none.</summary>
    public static WordNumbering Read(OfficePackage package, string? part)
    {
        var all = new WordNumbering();
        if (part is null || !package.Has(part)) return all;
        using OfficePackage.XmlPart xml = package.Open(part);
        XmlPull pull = xml.Pull;
        Level[]? levels = null;
        int level = 0, list = -1;
        while (pull.Read())
        {
            if (pull.Node != XmlNode.Start) continue;
            switch (pull.Name)
            {
                case "abstractNum" when pull.Number("abstractNumId") is { } id:
                    all.abstracts[id] = levels = [.. Enumerable.Range(0, Levels).Select(_ => new Level())];
                    break;
                case "num" when pull.Number("numId") is { } id:
                    (list, levels) = (id, null);
                    break;
                case "abstractNumId" when list >= 0 && pull.Number("val") is { } id:
                    all.lists[list] = id;
                    break;
                case "lvl" or "lvlOverride":
                    level = Math.Clamp(pull.Number("ilvl") ?? 0, 0, Levels - 1);
                    break;
                case "startOverride" when list >= 0:
                    all.StartsAt(list)[level] = Math.Clamp(pull.Number("val") ?? 1, 0, MaxNumber);
                    break;
                case "start" when levels is not null:
                    levels[level].Start = Math.Clamp(pull.Number("val") ?? 1, 0, MaxNumber);
                    break;
                case "numFmt" when levels is not null:
                    levels[level].Format = pull.Attribute("val") ?? "decimal";
                    break;
                case "lvlText" when levels is not null:
                    levels[level].Text = pull.Attribute("val") ?? "";
                    break;
            }
        }

        return all;
    }

    /// <summary>Counts a paragraph of a list and says what stands before it.</summary>
    /// <param name="list">Its list.</param>
    /// <param name="level">Its level, from 0.</param>
    /// <param name="parts">Levels that the number names: 1 for <c>2.</c>, 2 for <c>2.1</c>; 0 for a bullet.</param>
    /// <returns>The number, or empty for a bullet and for a list that the file does not describe.</returns>
    public string Next(int list, int level, out int parts)
    {
        parts = 0;
        if (!lists.TryGetValue(list, out int id) || !abstracts.TryGetValue(id, out Level[]? levels)) return "";
        level = Math.Clamp(level, 0, Levels - 1);
        if (!counters.TryGetValue(id, out int?[]? counts)) counters[id] = counts = new int?[Levels];
        if (begun.Add(list) && starts.TryGetValue(list, out int?[]? first)) for (int i = 0; i < Levels; i++) if (first[i] is { } start) counts[i] = start - 1;
        for (int i = 0; i < level; i++) counts[i] ??= levels[i].Start;
        counts[level] = (counts[level] ?? levels[level].Start - 1) + 1;
        for (int i = level + 1; i < Levels; i++) counts[i] = null;
        if (levels[level].Format is "bullet" or "none") return "";
        return Label(levels, level, counts, out parts);
    }

    private int?[] StartsAt(int list)
    {
        if (!starts.TryGetValue(list, out int?[]? found)) starts[list] = found = new int?[Levels];
        return found;
    }

    private static string Label(Level[] levels, int level, int?[] counts, out int parts)
    {
        var label = new StringBuilder();
        parts = 0;
        string text = levels[level].Text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 1 < text.Length && text[i + 1] is >= '1' and <= '9')
            {
                int of = text[++i] - '1';
                label.Append(Numeral(counts[of] ?? levels[of].Start, levels[of].Format));
                parts++;
            }
            else
            {
                label.Append(text[i]);
            }
        }

        return label.ToString().Trim();
    }

    private static string Numeral(int number, string format) => format switch
    {
        "lowerLetter" => Letters(number).ToLowerInvariant(),
        "upperLetter" => Letters(number),
        "lowerRoman" => Roman(number).ToLowerInvariant(),
        "upperRoman" => Roman(number),
        "decimalZero" => number.ToString("00", CultureInfo.InvariantCulture),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    // Word counts a … z, aa, bb, ….
    private static string Letters(int number) => number is < 1 or > 780 ? number.ToString(CultureInfo.InvariantCulture) : new string((char)('A' + ((number - 1) % 26)), 1 + ((number - 1) / 26));

    private static string Roman(int number)
    {
        if (number is < 1 or > 3999) return number.ToString(CultureInfo.InvariantCulture);
        (int Value, string Sign)[] signs = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
        var roman = new StringBuilder();
        foreach ((int value, string sign) in signs) for (; number >= value; number -= value) roman.Append(sign);
        return roman.ToString();
    }

    private sealed class Level
    {
        public int Start { get; set; } = 1;

        public string Format { get; set; } = "decimal";

        public string Text { get; set; } = "";
    }
}
