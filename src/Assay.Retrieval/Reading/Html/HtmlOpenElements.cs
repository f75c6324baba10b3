using System.Collections.Frozen;
using System.Text;

namespace Assay.Retrieval.Reading.Html;

/// <summary>
/// The elements that are open while HTML is rewritten. End tags that authors leave out are written, stray ones are dropped, and the
/// depth stays bounded: inline markup and structure beyond their limits lose their tags and keep their text.
/// </summary>
/// <param name="outline">Receives the tags.</param>
internal sealed class HtmlOpenElements(StringBuilder outline)
{
    private const int MaxStructure = 64;
    private const int MaxInline = 32;

    private static readonly FrozenSet<string> Cells = FrozenSet.ToFrozenSet(["table", "td", "th", "caption"], StringComparer.Ordinal);
    private static readonly FrozenSet<string> TableParts = FrozenSet.ToFrozenSet(["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"], StringComparer.Ordinal);
    private readonly List<(string Name, string Element)> open = [];
    private int inline;
    private int tooDeep;
    private int preformatted;

    /// <summary>Tags written so far.</summary>
    public int Tags { get; private set; }

    /// <summary>Whether white space counts here.</summary>
    public bool IsPreformatted => preformatted > 0;

    /// <summary>Opens an element: writes <c>&lt;element</c> without its end.</summary>
    /// <param name="name">Name in the HTML.</param>
    /// <param name="element">Name in the outline.</param>
    /// <returns>False when nothing was written: the limit is reached, or it is inline markup, which is only kept to know its end.</returns>
    public bool Start(string name, string element)
    {
        bool isInline = element == HtmlOutline.Inline;
        if (!isInline) CloseImplied(name);
        if (isInline && inline >= MaxInline) return false;
        if (!isInline && open.Count - inline >= MaxStructure)
        {
            tooDeep++;
            return false;
        }

        open.Add((name, element));
        if (isInline)
        {
            inline++;
            return false;
        }

        Tags++;
        if (name == "pre") preformatted++;
        outline.Append('<').Append(element);
        return true;
    }

    /// <summary>Closes the innermost element of that name within reach, with whatever is open inside it; a stray end tag is dropped.</summary>
    public void End(string name)
    {
        int found = Find(name);
        if (found >= 0) CloseFrom(found);
        else if (tooDeep > 0) tooDeep--;
    }

    private int Find(string name)
    {
        bool structure = false;
        for (int i = open.Count - 1; i >= 0; i--)
        {
            bool isInline = open[i].Element == HtmlOutline.Inline;
            if (open[i].Name == name) return (isInline ? structure : tooDeep > 0) ? -1 : i;
            structure |= !isInline;
            bool crossesCell = Cells.Contains(open[i].Name) && !TableParts.Contains(name);
            bool crossesTable = open[i].Name == "table";
            if (crossesCell || crossesTable) return -1;
        }

        return -1;
    }

    private void CloseFrom(int first)
    {
        for (int i = open.Count - 1; i >= first; i--)
        {
            if (open[i].Element == HtmlOutline.Inline)
            {
                inline--;
            }
            else
            {
                outline.Append("</").Append(open[i].Element).Append('>');
                Tags++;
                if (open[i].Name == "pre") preformatted--;
            }

            open.RemoveAt(i);
        }
    }

    private void CloseImplied(string name)
    {
        switch (name)
        {
            case "li":
                CloseInnermost(["li"], ["ul", "ol", "menu", "dir"]);
                break;
            case "dt" or "dd":
                CloseInnermost(["dt", "dd"], ["dl"]);
                break;
            case "td" or "th":
                CloseInnermost(["td", "th", "caption"], ["tr"]);
                break;
            case "tr":
                CloseInnermost(["tr", "caption"], []);
                break;
            case "thead" or "tbody" or "tfoot":
                CloseInnermost(["thead", "tbody", "tfoot", "caption"], []);
                break;
        }

        CloseInnermost(["p"], ["li", "dd", "dt", "div", "button"]);
    }

    /// <summary>Closes the innermost of <paramref name="names"/> unless a boundary stands before it; a table is always one.</summary>
    private void CloseInnermost(ReadOnlySpan<string> names, ReadOnlySpan<string> boundaries)
    {
        for (int i = open.Count - 1; i >= 0; i--)
        {
            string name = open[i].Name;
            if (names.Contains(name))
            {
                CloseFrom(i);
                return;
            }

            if (name == "table" || boundaries.Contains(name) || (Cells.Contains(name) && !names.Contains("tr") && !names.Contains("tbody"))) return;
        }
    }
}
