using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading.Markup;

/// <summary>AsciiDoc: titles by their signs, lists, tables, listings, admonitions; attributes at the top are metadata, comments and includes are left out.</summary>
internal sealed partial class AsciiDocReader : IDocumentReader
{
    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        var document = new DocumentBuilder(file, source);
        var walker = new AsciiDocWalker(document, new MarkupLines(source), new MarkupInlines(Marks()), cancellationToken);
        walker.Read();
        return document.Build(document.FirstTopHeading() ?? document.FirstHeading()) with { Properties = new DocumentProperties([.. walker.Fields], walker.Updated) };
    }

    [GeneratedRegex(@"(?:link:|https?://|mailto:|xref:)[^\s\[\]]{1,500}\[(?<text>[^\]]{1,300})\]|<<[^,>]{1,200},(?<text>[^>]{1,300})>>|<<(?<text>[^,>]{1,200})>>|image:[^\s\[\]]{1,300}\[[^\]]{0,200}\]|(?:kbd|btn|menu|footnote):\w{0,60}\[(?<text>[^\]]{1,500})\]|\[\[[^\]]{1,100}\]\]|\[[.#][^\]]{1,60}\]|\(\(\([^)]{1,200}\)\)\)|(?<!\w)\*{1,2}(?<text>[^*\s][^*]{0,500}?)\*{1,2}(?!\w)|(?<!\w)_{1,2}(?<text>[^_\s][^_]{0,500}?)_{1,2}(?!\w)|`{1,2}\+?(?<text>[^`]{1,500}?)\+?`{1,2}|\+{2,3}(?<text>[^+]{1,500}?)\+{2,3}|(?<= )\+$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Marks();
}
