using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>Reads texts as files and checks what holds for every document.</summary>
internal static class Reads
{
    public static SourceFile File(string id, string format, byte[] bytes) => new(id, format, () => new MemoryStream(bytes), bytes.Length);

    public static Document Markdown(string text) => Text("docs/a.md", ".md", text);

    public static Document Html(string text) => Text("docs/a.html", ".html", text);

    public static Document Plain(string text) => Text("docs/a.txt", ".txt", text);

    public static Document Text(string id, string format, string text)
    {
        Document document = DocumentReaders.Read(File(id, format, Encoding.UTF8.GetBytes(text)), new ReadingOptions(), CancellationToken.None);
        Check(document);
        return document;
    }

    public static IEnumerable<Block> Blocks(Document document) => Blocks(document.Root);

    public static IEnumerable<Block> Blocks(Section section) => section.Blocks.Concat(section.Sections.SelectMany(Blocks));

    public static IEnumerable<Section> Sections(Section section) => section.Sections.SelectMany(s => Sections(s).Prepend(s));

    /// <summary>One line per block: kind and text.</summary>
    public static string[] Lines(Document document) => [.. Blocks(document).Select(b => $"{b.Kind}: {b.Text.Replace("\n", "\\n", StringComparison.Ordinal)}")];

    public static void Check(Document document)
    {
        foreach (Block block in Blocks(document))
        {
            Assert.DoesNotContain('\r', block.Text);
            Assert.InRange(block.Span.Start, 0, block.Span.End);
            Assert.InRange(block.Span.End, 0, document.Source.Length);
            CheckMap(block.Text, block.Map, document.Source);
        }

        foreach (Section section in Sections(document.Root)) Assert.InRange(section.Span.End, section.Span.Start, document.Source.Length);
    }

    public static void CheckMap(string text, SourceMap map, string source)
    {
        int end = 0;
        foreach (SourceMap.Run run in map.Runs)
        {
            Assert.InRange(run.Start, end, text.Length);
            end = run.Start + run.Length;
            Assert.InRange(end, run.Start + 1, text.Length);
            if (run.Length == run.Source.Length) Assert.Equal(run.Source.Of(source).ToString(), text.Substring(run.Start, run.Length));
        }
    }
}
