using System.Globalization;
using System.Text;

namespace Assay.Models.Hub;

/// <summary>Which file names of a server may become files here, on every operating system alike.</summary>
internal static class SafePath
{
    private const int LongestPart = 200;
    private const int MostParts = 8;

    private static readonly string[] Devices = ["con", "prn", "aux", "nul", "conin$", "conout$"];

    /// <summary>What is wrong with a name.</summary>
    /// <param name="path">Relative, with <c>/</c> between its parts.</param>
    /// <returns>Null when it can be used.</returns>
    public static string? Refuse(string path)
    {
        if (path.Length == 0) return "it is empty";
        string[] parts = path.Split('/');
        if (parts.Length > MostParts) return $"it has more than {MostParts} parts";
        return parts.Select(RefusePart).FirstOrDefault(reason => reason is not null);
    }

    private static string? RefusePart(string part)
    {
        if (part.Length == 0) return "it is absolute or has an empty part";
        if (part is "." or "..") return "it leads out of its folder";
        if (part[0] == '.') return "a part begins with a dot";
        if (part.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')) return "it holds a character that no file name has everywhere";
        if (part[^1] is '.' or ' ' || part[0] == ' ') return "a part begins with a blank or ends with a dot or a blank";
        if (Encoding.UTF8.GetByteCount(part) > LongestPart) return $"a part is longer than {LongestPart} bytes";
        return IsDevice(part.Split('.')[0].TrimEnd()) ? "it is the name of a device" : null;
    }

    private static bool IsDevice(string stem) =>
        Devices.Contains(stem, StringComparer.OrdinalIgnoreCase)
        || (stem.Length == 4 && (stem.StartsWith("com", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("lpt", StringComparison.OrdinalIgnoreCase)) && (char.IsAsciiDigit(stem[3]) || stem[3] is '¹' or '²' or '³'));
}
