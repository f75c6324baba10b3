using Assay.Retrieval.Reading.Pdf.Files;
using Assay.Retrieval.Reading.Pdf.Layout;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf;

/// <summary>The outline of a file: its bookmarks, which mostly name its headings (ISO 32000-1, 12.3.3).</summary>
internal static class PdfOutline
{
    private const int MostEntries = 20_000;
    private const int MostLevels = 6;

    /// <summary>Levels of the entries, 1 for the outermost, by <see cref="Headings.Key"/>.</summary>
    public static Dictionary<string, int> Of(PdfFile file)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<PdfDictionary>();
        var open = new Stack<(PdfValue Entry, int Level)>();
        open.Push((file.Get(file.Get(file.Catalog, "Outlines").Dictionary, "First"), 1));
        while (open.TryPop(out (PdfValue Entry, int Level) next) && seen.Count < MostEntries)
        {
            PdfDictionary entry = next.Entry.Dictionary;
            if (entry.Values.Count == 0 || !seen.Add(entry)) continue;
            string key = Headings.Key(DocumentText.Of(file.Get(entry, "Title").Bytes));
            if (key.Length > 0) levels.TryAdd(key, Math.Min(next.Level, MostLevels));
            open.Push((file.Get(entry, "Next"), next.Level));
            open.Push((file.Get(entry, "First"), next.Level + 1));
        }

        return levels;
    }
}
