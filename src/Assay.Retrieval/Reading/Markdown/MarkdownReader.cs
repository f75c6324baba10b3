using Assay.Retrieval.Documents;
using Assay.Text;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace Assay.Retrieval.Reading.Markdown;

/// <summary>CommonMark with pipe and grid tables, front matter, footnotes, task and definition lists, and the constructs of Microsoft Learn.</summary>
internal sealed class MarkdownReader : IDocumentReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder { PreciseSourceLocation = true }
        .UsePipeTables().UseGridTables().UseYamlFrontMatter().UseFootnotes().UseTaskLists().UseDefinitionLists().Build();

    private static readonly PlainTextReader PlainText = new();

    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        var document = new DocumentBuilder(file, source);
        string whole = GeneratorMarkup.Mask(source), view = LongTables.Cut(whole, out List<LongTables.Piece> pieces) ?? throw document.TooMany();
        if (MarkdownLimits.Exceeds(view) || Parse(view) is not { } parsed) return PlainText.Read(file, source, cancellationToken);
        string? title = null;
        if (parsed.FirstOrDefault() is YamlFrontMatterBlock matter)
        {
            var span = new TextSpan(matter.Span.Start, Math.Min(matter.Span.End + 1, source.Length));
            title = FrontMatter.Field(source, span, "title")?.Text.Text;
            if (FrontMatter.Field(source, span, "description") is var (text, where)) document.Block(BlockKind.Paragraph, text, where);
        }

        var walker = new MarkdownWalker(document, view, cancellationToken);
        walker.Walk(parsed);
        foreach (LongTables.Piece piece in pieces) AddRows(document, whole, piece, walker.GroupAt(piece.Head.Start), cancellationToken);
        return document.Build(document.FirstTopHeading() ?? title ?? document.FirstHeading());
    }

    private static void AddRows(DocumentBuilder document, string whole, LongTables.Piece piece, int group, CancellationToken cancellationToken)
    {
        string text = string.Concat(piece.Head.Of(whole), piece.Rows.Of(whole));
        if (!MarkdownLimits.Exceeds(text) && Parse(text) is { } parsed)
        {
            new MarkdownWalker(document, text, cancellationToken, piece.Rows.Start - piece.Head.Length).Rows(parsed, group);
            return;
        }

        var rows = new MappedTextBuilder(document.Source);
        rows.CopyVerbatim(piece.Rows.Start, piece.Rows.End);
        document.Block(BlockKind.Paragraph, rows.Build(), piece.Rows);
    }

    /// <summary>The syntax tree, or null when the parser gives up (its own limit on nesting, reported as an argument error).</summary>
    private static MarkdownDocument? Parse(string view)
    {
        try
        {
            return Markdig.Markdown.Parse(view, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
