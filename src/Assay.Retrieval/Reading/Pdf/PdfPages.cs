using Assay.Retrieval.Reading.Pdf.Files;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf;

/// <summary>The pages of a file in their order, with what they inherit (ISO 32000-1, 7.7.3).</summary>
internal static class PdfPages
{
    private const int MostPages = 50_000;
    private const int Deepest = 64;
    private static readonly string[] Inherited = ["Resources", "MediaBox", "CropBox", "Rotate"];

    /// <summary>The dictionaries of the pages; damaged branches of their tree are left out.</summary>
    /// <exception cref="PdfSyntaxException">More pages than are read.</exception>
    public static IEnumerable<PdfDictionary> Of(PdfFile file)
    {
        var seen = new HashSet<PdfDictionary>();
        var open = new Stack<(PdfDictionary Node, PdfDictionary From, int Depth)>();
        open.Push((file.Get(file.Catalog, "Pages").Dictionary, PdfDictionary.Empty, 0));
        int count = 0;
        while (open.TryPop(out (PdfDictionary Node, PdfDictionary From, int Depth) next))
        {
            if (!seen.Add(next.Node) || next.Depth > Deepest) continue;
            file.Budget.Work(16);
            PdfDictionary node = Inherit(next.Node, next.From);
            PdfValue kids = file.Get(node, "Kids");
            if (kids.Kind != PdfKind.Array)
            {
                if (++count > MostPages) throw new PdfSyntaxException($"has more than {MostPages} pages", limit: true);
                if (next.Node.Values.Count > 0) yield return node;
                continue;
            }

            for (int i = kids.Elements.Length - 1; i >= 0; i--)
            {
                if (open.Count > MostPages) throw new PdfSyntaxException($"has more than {MostPages} pages", limit: true);
                if (kids.Elements[i] is { Kind: PdfKind.Reference or PdfKind.Dictionary } kid) open.Push((file.Resolve(kid).Dictionary, node, next.Depth + 1));
            }
        }
    }

    private static PdfDictionary Inherit(PdfDictionary node, PdfDictionary from)
    {
        if (Array.TrueForAll(Inherited, n => !node[n].IsNull || from[n].IsNull)) return node;
        var full = new PdfDictionary();
        foreach (string name in Inherited) full.Set(name, from[name]);
        foreach ((string name, PdfValue value) in node.Values) full.Set(name, value);
        return full;
    }
}
