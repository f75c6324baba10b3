using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Retrieval.Tables;

/// <summary>Makes names of headers: the unit taken off, words written together parted, no name twice.</summary>
internal static partial class HeaderNames
{
    private const int Longest = 100;

    /// <summary>Name and unit of every column.</summary>
    /// <param name="headers">Headers as written.</param>
    public static List<(string Name, string Unit)> Of(IReadOnlyList<string> headers)
    {
        var names = new List<(string Name, string Unit)>();
        for (int i = 0; i < headers.Count; i++)
        {
            (string name, string unit) = Split(headers[i].ReplaceLineEndings(" ").Trim());
            if (name.Length > Longest) name = name[..Longest];
            if (name.Length == 0) name = Reading.Tables.ColumnNames.Of(i);
            names.Add((name, unit));
        }

        // Two columns of one name are told apart by numbers, the first one too: the name alone means neither.
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        HashSet<string> twice = names.GroupBy(n => n.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < names.Count; i++)
        {
            if (!twice.Contains(names[i].Name)) continue;
            int number = seen[names[i].Name] = seen.GetValueOrDefault(names[i].Name) + 1;
            names[i] = (string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{names[i].Name} {number}"), names[i].Unit);
        }

        return names;
    }

    /// <summary>The words of a name: <c>delay_minutes</c> and <c>delayMinutes</c> are two.</summary>
    public static string Words(string name)
    {
        var words = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1])) words.Append(' ');
            words.Append(name[i] is '_' or '.' or '/' or '-' ? ' ' : name[i]);
        }

        return words.ToString();
    }

    private static (string Name, string Unit) Split(string header)
    {
        Match bracket = Bracketed().Match(header);
        if (bracket.Success && bracket.Index > 0 && (NumberCells.Unit(bracket.Groups["unit"].Value) ?? NumberCells.Scaled(bracket.Groups["unit"].Value)) is { } unit) return (header[..bracket.Index].Trim(), unit);
        string[] words = Words(header).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // "Budget in thousands", "Budget k EUR".
        for (int count = Math.Min(4, words.Length - 1); count >= 1; count--) if (NumberCells.Scaled(string.Join(' ', words[^count..])) is { } scaled) return (string.Join(' ', words[..^count]), scaled);
        return words.Length > 1 && words[^1].Length > 1 && NumberCells.Unit(words[^1]) is { } last ? (string.Join(' ', words[..^1]), last) : (header, NumberCells.Unit(header) is { Length: > 1 } own ? own : "");
    }

    [GeneratedRegex(@"\s*[(\[,/]\s*(?:in\s+)?(?<unit>[^()\[\],/]{1,24})[)\]]?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();
}
