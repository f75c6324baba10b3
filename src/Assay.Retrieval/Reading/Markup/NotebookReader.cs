using System.Globalization;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Data;
using Assay.Retrieval.Reading.Markdown;
using Assay.Text;

namespace Assay.Retrieval.Reading.Markup;

/// <summary>Jupyter notebooks: the cells as one Markdown text, code and printed output in fences, so that headings of one cell hold for those below; places are the cells.</summary>
internal sealed class NotebookReader : IDocumentReader
{
    private const int LongestOutput = 20_000;
    private const int LongestFence = 60;

    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        DataNode root;
        try
        {
            root = new JsonParser(source, new DataBudget(cancellationToken)).Parse(new TextSpan(0, source.Length));
        }
        catch (FormatException error)
        {
            throw new UnreadableDocumentException(file.Id, $"no valid notebook: {error.Message}. Correct the file or leave it out.");
        }

        // Version 3 has its cells in worksheets.
        DataNode? cells = root.Find(source, "cells") ?? root.Find(source, "worksheets")?.Children.FirstOrDefault()?.Find(source, "cells");
        if (cells is not { Kind: DataKind.List }) throw new UnreadableDocumentException(file.Id, "no notebook: expected a list named 'cells'. Save it anew from Jupyter, or leave it out.");
        string language = Language(source, root);
        var text = new StringBuilder();
        var places = new List<Place>();
        foreach (DataNode cell in cells.Children)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int start = text.Length;
            Cell(text, source, cell, language);
            if (text.Length > start) places.Add(new Place(string.Create(CultureInfo.InvariantCulture, $"cell {places.Count + 1}"), new TextSpan(start, text.Length)));
        }

        Document document = new MarkdownReader().Read(file, text.ToString(), cancellationToken);
        return document with { Places = [.. places], Properties = new DocumentProperties(language.Length > 0 ? [new("language", language)] : [], null) };
    }

    private static string Language(string source, DataNode root)
    {
        DataNode? metadata = root.Find(source, "metadata");
        DataNode? name = metadata?.Find(source, "language_info")?.Find(source, "name") ?? metadata?.Find(source, "kernelspec")?.Find(source, "language");
        return name is { IsScalar: true } ? DataText.Of(source, name) : "";
    }

    private static void Cell(StringBuilder text, string source, DataNode cell, string language)
    {
        string type = cell.Find(source, "cell_type") is { IsScalar: true } kind ? DataText.Of(source, kind) : "code", content = Lines(source, cell.Find(source, "source") ?? cell.Find(source, "input"));
        if (type is "markdown" or "heading") text.Append(content.Trim()).Append("\n\n");
        else if (type == "raw") Fence(text, content, "");
        else
        {
            Fence(text, content, language);
            foreach (DataNode output in cell.Find(source, "outputs")?.Children ?? [])
            {
                // Pictures and pages are left out; what was printed is what a reader of the notebook sees as text.
                string printed = Lines(source, output.Find(source, "text") ?? output.Find(source, "data")?.Find(source, "text/plain"));
                if (printed.Length is > 0 and <= LongestOutput) Fence(text, printed, "");
            }
        }
    }

    private static void Fence(StringBuilder text, string content, string language)
    {
        if (string.IsNullOrWhiteSpace(content)) return;
        int longest = 2, run = 0;
        foreach (char c in content)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        string fence = new('`', Math.Min(longest + 1, LongestFence));
        text.Append(fence).Append(language.All(char.IsLetterOrDigit) ? language : "").Append('\n').Append(content.TrimEnd()).Append('\n').Append(fence).Append("\n\n");
    }

    // A text is one string or a list of lines.
    private static string Lines(string source, DataNode? node)
    {
        if (node is null) return "";
        var text = new StringBuilder();
        foreach (DataNode line in node.IsScalar ? [node] : node.Children) if (line.Kind == DataKind.Escaped) text.Append(DataText.Verbatim(source, line.Span));
        return text.ToString();
    }
}
