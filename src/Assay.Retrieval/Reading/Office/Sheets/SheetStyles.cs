namespace Assay.Retrieval.Reading.Office.Sheets;

/// <summary>The number formats of a workbook by the style numbers that cells have.</summary>
internal sealed class SheetStyles
{
    private const int MaxStyles = 200_000;
    private readonly List<NumberFormat> styles = [];

    /// <summary>Reads the styles; a workbook without has the general format only.</summary>
    public static SheetStyles Read(OfficePackage package, string? part)
    {
        var all = new SheetStyles();
        if (part is null || !package.Has(part)) return all;
        var codes = new Dictionary<int, NumberFormat>();
        using OfficePackage.XmlPart xml = package.Open(part);
        bool cells = false;
        while (xml.Pull.Read() && all.styles.Count < MaxStyles)
        {
            if (xml.Pull.Name == "cellXfs") cells = xml.Pull.Node == XmlNode.Start;
            if (xml.Pull.Node != XmlNode.Start) continue;
            if (xml.Pull.Name == "numFmt" && xml.Pull.Number("numFmtId") is { } id) codes[id] = NumberFormat.Parse(xml.Pull.Attribute("formatCode") ?? "");
            if (xml.Pull.Name != "xf" || !cells) continue;
            int of = xml.Pull.Number("numFmtId") ?? 0;
            if (!codes.TryGetValue(of, out NumberFormat? format)) codes[of] = format = NumberFormat.BuiltIn(of);
            all.styles.Add(format);
        }

        return all;
    }

    /// <summary>The format of a style.</summary>
    public NumberFormat Of(int? style) => style is { } number && number >= 0 && number < styles.Count ? styles[number] : NumberFormat.General;
}
