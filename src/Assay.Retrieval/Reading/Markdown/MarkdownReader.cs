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
        string view = GeneratorMarkup.Mask(source);
        if (MarkdownLimits.Exceeds(view) || Parse(view) is not { } parsed) return PlainText.Read(file, source, cancellationToken);
        var document = new DocumentBuilder(file, source);
        string? title = null;
        if (parsed.FirstOrDefault() is YamlFrontMatterBlock matter)
        {
            var span = new TextSpan(matter.Span.Start, Math.Min(matter.Span.End + 1, source.Length));
            title = FrontMatter.Field(source, span, "title")?.Text.Text;
            if (FrontMatter.Field(source, span, "description") is var (text, where)) document.Block(BlockKind.Paragraph, text, where);
        }

        new MarkdownWalker(document, view, cancellationToken).Walk(parsed);
        return document.Build(document.FirstTopHeading() ?? title ?? document.FirstHeading());
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
