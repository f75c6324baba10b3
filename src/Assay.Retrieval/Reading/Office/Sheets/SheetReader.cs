using System.Globalization;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading.Office.Sheets;

/// <summary>Excel files (XLSX): a section for each visible sheet with its tables; numbers and dates as their formats show them, of formulas the values that were kept. Hidden rows and columns are read, hidden sheets reported.</summary>
internal sealed class SheetReader : IBinaryDocumentReader
{
    private const int MaxSheets = 1_000;

    /// <inheritdoc/>
    public Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, CancellationToken cancellationToken) => OfficePackage.Read(file, bytes, options, package =>
    {
        string main = package.MainPart();
        Dictionary<string, OfficePackage.Reference> references = package.References(main);
        var workbook = new Workbook { Styles = SheetStyles.Read(package, Part("styles")) };
        workbook.ReadTexts(package, Part("sharedStrings"));
        var document = new RenderedDocument(file);
        var hidden = new List<string>();
        var parts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        int uncounted = 0;
        string first = "";
        foreach ((string name, string id, bool shown) in Sheets(package, main, workbook))
        {
            if (!references.TryGetValue(id, out OfficePackage.Reference? reference) || reference.IsExternal || reference.Type != "worksheet") continue;
            if (!shown)
            {
                hidden.Add(name);
                continue;
            }

            // A sheet that is listed a thousand times is one sheet.
            if (!parts.Add(reference.Target)) continue;
            document.Heading(1, name);
            using OfficePackage.XmlPart xml = package.Open(reference.Target);
            var rows = SheetRows.Read(workbook, xml.Pull);
            if (uncounted == 0 && rows.Uncounted > 0) first = SheetTables.Cell(name, rows.FirstUncounted);
            uncounted += rows.Uncounted;
            new SheetTables(document, name).Add(rows, cancellationToken);
        }

        if (uncounted > 0) document.Warn(Uncounted(uncounted, first));
        if (hidden.Count > 0) document.Warn($"Hidden sheets were left out: {string.Join(", ", hidden)}. Show them in the workbook if they are to be read.");
        DocumentProperties properties = package.Properties(out string title);
        return document.Build(title.Length > 0 ? title : Path.GetFileNameWithoutExtension(file.Id), properties);

        string? Part(string type) => references.Values.FirstOrDefault(r => r.Type == type && !r.IsExternal)?.Target;
    }, cancellationToken);

    // Programs that write workbooks without counting leave the values to the program that opens them.
    private static string Uncounted(int count, string first) => string.Create(CultureInfo.InvariantCulture,
        $"{count:N0} {(count == 1 ? "formula has" : "formulas have")} no value in the file ({(count == 1 ? "" : "the first: ")}{first}), so those cells are empty. Open it in a spreadsheet program and save it, which keeps the values.");

    private static List<(string Name, string Id, bool Shown)> Sheets(OfficePackage package, string part, Workbook workbook)
    {
        var sheets = new List<(string, string, bool)>();
        using OfficePackage.XmlPart xml = package.Open(part);
        while (xml.Pull.Read() && sheets.Count < MaxSheets)
        {
            if (xml.Pull.Node != XmlNode.Start) continue;
            if (xml.Pull.Name == "workbookPr") workbook.From1904 = xml.Pull.Attribute("date1904") is "1" or "true";
            if (xml.Pull.Name == "sheet") sheets.Add((xml.Pull.Attribute("name") ?? "Sheet", xml.Pull.Attribute("id", prefixed: true) ?? "", xml.Pull.Attribute("state") is null or "visible"));
        }

        return sheets;
    }
}
