using System.Text.RegularExpressions;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>What a line of a list begins with.</summary>
internal static partial class ListMark
{
    /// <summary>Characters of the bullet, number or letter and the space behind it; 0 for a line that begins no item.</summary>
    public static int LengthOf(string line)
    {
        Match match = Mark().Match(line);
        return match.Success ? match.Length : 0;
    }

    [GeneratedRegex(@"\A(?:[•‣▪●○◦■□–—∙·⁃➢✓❖§o*-]|\((?:[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\)|(?:[0-9]{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
