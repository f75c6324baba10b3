using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading.Markup;

/// <summary>reStructuredText: titles by their underlines, lists, literal blocks, tables of every kind, admonitions; directives for the machine, comments and targets are left out.</summary>
internal sealed partial class RestReader : IDocumentReader
{
    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        var document = new DocumentBuilder(file, source);
        var walker = new RestWalker(document, new MarkupLines(source), new MarkupInlines(Marks()), cancellationToken);
        walker.Read();
        return document.Build(document.FirstTopHeading() ?? document.FirstHeading()) with { Properties = new DocumentProperties([.. walker.Fields], walker.Updated) };
    }

    [GeneratedRegex(@"``(?<text>[^`]{1,500}?)``|:[\w:+.-]{1,40}:`(?<text>[^`<]{1,300}?)(?:\s*<[^`>]{0,300}>)?`|`(?<text>[^`<]{1,300}?)(?:\s*<[^`>]{0,500}>)?`_{0,2}|\*\*(?<text>[^*]{1,500}?)\*\*|(?<![\w*])\*(?<text>[^*\s][^*]{0,500}?)\*(?!\w)|\|(?<text>[\w ]{1,60})\|(?:_{1,2})?|(?<= )\[(?:\#?\w{0,40}|\*)\]_|(?<text>\b\w{1,60})__?(?!\w)|\\(?<text>[^\s\w])|\\ ", RegexOptions.CultureInvariant)]
    private static partial Regex Marks();
}
