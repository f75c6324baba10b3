using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Assay.Benchmarks.Models;

/// <summary>Reads a module of an OpenStax textbook (CNXML): headings, paragraphs, lists, and the glossary as lines <c>term: meaning</c>. What has formulas in it is left out, as are exercises.</summary>
internal static partial class TextbookText
{
    private static readonly HashSet<string> Skipped = ["metadata", "exercise", "figure", "table", "equation", "media", "math", "code"];

    /// <summary>The module as paragraphs; empty where the file is none.</summary>
    /// <param name="xml">The file's text.</param>
    public static string Of(string xml)
    {
        XElement root;
        try
        {
            root = XDocument.Parse(xml).Root!;
        }
        catch (XmlException)
        {
            return "";
        }

        var parts = new List<string>();
        Walk(root, parts);
        return string.Join("\n\n", parts);
    }

    private static void Walk(XElement element, List<string> parts)
    {
        foreach (XElement child in element.Elements().Where(c => !Skipped.Contains(c.Name.LocalName)))
        {
            switch (child.Name.LocalName)
            {
                case "title" when Plain(child) is { Length: > 0 } title: parts.Add("# " + title); break;
                case "para" when Plain(child) is { Length: > 0 } text: parts.Add(text); break;
                case "list" when string.Join('\n', child.Elements().Where(i => i.Name.LocalName == "item").Select(Plain).Where(i => i.Length > 0).Select(i => "- " + i)) is { Length: > 0 } items: parts.Add(items); break;
                case "definition" when Plain(child.Elements().FirstOrDefault(e => e.Name.LocalName == "term")) is { Length: > 0 } term && Plain(child.Elements().FirstOrDefault(e => e.Name.LocalName == "meaning")) is { Length: > 0 } meaning:
                    parts.Add($"{char.ToUpperInvariant(term[0])}{term[1..]}: {meaning}");
                    break;
                case "para" or "list" or "definition" or "title": break;
                default: Walk(child, parts); break;
            }
        }
    }

    private static string Plain(XElement? element) => element is null || element.Descendants().Any(d => d.Name.LocalName is "math" or "equation" or "table" or "media") ? "" : Spaces().Replace(element.Value, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
