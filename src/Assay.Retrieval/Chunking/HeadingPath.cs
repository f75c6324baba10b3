using System.Collections.Immutable;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Chunking;

/// <summary>The headings above a chunk as one text.</summary>
internal static class HeadingPath
{
    private const string Separator = " > ";

    /// <summary>The headings joined; without the first where it only repeats the title, which is shown anyway.</summary>
    /// <param name="document">Supplies the title.</param>
    /// <param name="headings">From the outermost to the innermost.</param>
    public static string Of(Document document, ImmutableArray<string> headings)
    {
        bool repeats = headings.Length > 0 && string.Equals(headings[0], document.Title, StringComparison.Ordinal);
        return string.Join(Separator, repeats ? headings.RemoveAt(0) : headings);
    }
}
