namespace Assay.Retrieval.Reading.Office.Word;

/// <summary>What the styles of a Word file say about paragraphs: headings, lists, code.</summary>
internal sealed class WordStyles
{
    private const int LongestChain = 20;
    private readonly Dictionary<string, Style> styles = new(StringComparer.Ordinal);

    /// <summary>Reads the styles; a file without has none.</summary>
    public static WordStyles Read(OfficePackage package, string? part)
    {
        var all = new WordStyles();
        if (part is null || !package.Has(part)) return all;
        using OfficePackage.XmlPart xml = package.Open(part);
        XmlPull pull = xml.Pull;
        Style? style = null;
        while (pull.Read())
        {
            if (pull.Node != XmlNode.Start) continue;
            switch (pull.Name)
            {
                case "style" when pull.Attribute("type") is "paragraph" or null && pull.Attribute("styleId") is { } id:
                    all.styles[id] = style = new Style();
                    break;
                case "style":
                    style = null;
                    break;
                case "name" when style is not null:
                    style.Name = pull.Attribute("val") ?? "";
                    break;
                case "basedOn" when style is not null:
                    style.Base = pull.Attribute("val");
                    break;
                case "outlineLvl" when style is not null:
                    style.Outline = pull.Number("val");
                    break;
                case "numId" when style is not null:
                    style.List = pull.Number("val");
                    break;
                case "ilvl" when style is not null:
                    style.ListLevel = pull.Number("val");
                    break;
            }
        }

        return all;
    }

    /// <summary>The heading level of a style, 1 to 6; 0 for running text.</summary>
    public int HeadingLevel(string? id) => Chain(id).Select(Level).FirstOrDefault(l => l != 0) is var level && level > 0 ? Math.Min(level, 6) : 0;

    /// <summary>Whether it is the style of a document's title.</summary>
    public bool IsTitle(string? id) => Chain(id).Any(s => s.Name.Equals("title", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is a style of preformatted text.</summary>
    public bool IsCode(string? id) => Chain(id).Any(s => s.Name.Contains("preformatted", StringComparison.OrdinalIgnoreCase) || s.Name.Contains("source code", StringComparison.OrdinalIgnoreCase)
        || s.Name.Equals("code", StringComparison.OrdinalIgnoreCase) || s.Name.Equals("macro text", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is an entry of a table of contents, which repeats headings.</summary>
    public bool IsContents(string? id) => Chain(id).Any(s => s.Name.Length == 5 && s.Name.StartsWith("toc ", StringComparison.OrdinalIgnoreCase)
        || s.Name.StartsWith("contents ", StringComparison.OrdinalIgnoreCase) && s.Name.Length == 10);

    /// <summary>The list that a style puts its paragraphs into.</summary>
    public (int? List, int? Level) List(string? id)
    {
        int? list = null, level = null;
        foreach (Style style in Chain(id))
        {
            list ??= style.List;
            level ??= style.ListLevel;
        }

        // The built-in list styles are lists even where the file does not say how they are numbered.
        if (list is null && Chain(id).Any(s => s.Name.StartsWith("list bullet", StringComparison.OrdinalIgnoreCase) || s.Name.StartsWith("list number", StringComparison.OrdinalIgnoreCase))) list = -1;
        return (list, level);
    }

    private IEnumerable<Style> Chain(string? id)
    {
        for (int i = 0; i < LongestChain && id is not null && styles.TryGetValue(id, out Style? style); i++)
        {
            yield return style;
            id = style.Base;
        }
    }

    // -1 says "running text" and ends the look up the chain.
    private static int Level(Style style)
    {
        if (style.Outline is { } outline) return outline is >= 0 and < 9 ? outline + 1 : -1;
        if (style.Name.Equals("title", StringComparison.OrdinalIgnoreCase)) return 1;
        if (style.Name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase) && style.Name.Length == 9 && char.IsAsciiDigit(style.Name[8])) return Math.Max(1, style.Name[8] - '0');
        return 0;
    }

    private sealed class Style
    {
        public string Name { get; set; } = "";

        public string? Base { get; set; }

        public int? Outline { get; set; }

        public int? List { get; set; }

        public int? ListLevel { get; set; }
    }
}
