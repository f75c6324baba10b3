using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Code;

/// <summary>Source code with braces: a section for each type and function under the one it stands in, its comments with it; what stands between them is code of the section around.</summary>
/// <param name="language">How it is written.</param>
internal sealed partial class CodeReader(CodeLanguage language) : IDocumentReader
{
    private const int MaxLevel = 6;
    private const int LongestHeading = 200;
    private const int FewestLines = 3;

    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        var document = new DocumentBuilder(file, source);
        Items(document, new CodeItems(source, language), new TextSpan(0, source.Length), 1, cancellationToken);
        return document.Build(CodeText.FileName(file)) with { Places = CodeLines.Of(source), Properties = new DocumentProperties([new("language", language.Name)], null) };
    }

    private static void Items(DocumentBuilder document, CodeItems items, TextSpan range, int level, CancellationToken cancellationToken)
    {
        string source = document.Source;
        bool sections = false;
        var loose = new TextSpan(range.Start, range.Start);
        foreach (CodeItem item in items.In(range))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string head = CodeText.Head(source, item.Head);
            bool container = item.Body.Length > 0 && Container().IsMatch(head) && level < MaxLevel;
            if (!container && !IsFunction(source, item, head))
            {
                // Code behind a section would belong to it; it gets a section of its own.
                if (loose.Length == 0) loose = item.Whole;
                else loose = new TextSpan(loose.Start, item.Whole.End);
                continue;
            }

            Loose(document, loose, sections, level);
            loose = new TextSpan(item.Whole.End, item.Whole.End);
            sections = true;
            Heading(document, item, level);
            if (!container)
            {
                CodeText.Add(document, item.Whole);
                continue;
            }

            CodeText.Add(document, new TextSpan(item.Whole.Start, item.Body.Start));
            Items(document, items, item.Body, level + 1, cancellationToken);
        }

        Loose(document, loose, sections, level);
    }

    private static void Loose(DocumentBuilder document, TextSpan span, bool sections, int level)
    {
        if (span.Of(document.Source).IsWhiteSpace()) return;
        if (sections) Heading(document, new CodeItem(span, CodeText.FirstLine(document.Source, span), default), level);
        CodeText.Add(document, span);
    }

    private static void Heading(DocumentBuilder document, CodeItem item, int level)
    {
        var heading = new MappedTextBuilder(document.Source);
        TextSpan head = item.Head.Length > 0 ? item.Head : CodeText.FirstLine(document.Source, item.Whole);
        heading.Copy(head.Start, Math.Min(head.End, head.Start + LongestHeading));
        document.Heading(Math.Min(level, MaxLevel), heading.Build(), new TextSpan(item.Whole.Start, item.Whole.Start));
    }

    private static bool IsFunction(string source, CodeItem item, string head)
    {
        if (item.Body.Length == 0 || Control().IsMatch(head)) return false;
        if (item.Whole.Of(source).Count('\n') + 1 < FewestLines) return false;
        return head.EndsWith("=>", StringComparison.Ordinal) || head.Contains("function", StringComparison.Ordinal)
            || (head.Contains('(', StringComparison.Ordinal) && !Assigned().IsMatch(head)) || Declared().IsMatch(head);
    }

    [GeneratedRegex(@"^(?:\[[^\]]{0,500}\]\s*|@[\w.]+(?:\([^)]{0,500}\))?\s*|#!?\[[^\]]{0,500}\]\s*)*(?:pub(?:\([\w\s]{0,40}\))?\s+)?(?!(?:\w+\s+)*(?:func|function|fn)\b)(?:[\w<>,.:&*']+\s+)*?(?:class|struct|interface|namespace|module|trait|impl|mod|extern|union|record)\b(?!\s*[=(.])", RegexOptions.CultureInvariant)]
    private static partial Regex Container();

    [GeneratedRegex(@"^(?:if|for|foreach|while|switch|try|do|else|return|using\s*\(|lock|match|loop|select|defer|go)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Control();

    [GeneratedRegex(@"^[^(]*=(?!>)", RegexOptions.CultureInvariant)]
    private static partial Regex Assigned();

    [GeneratedRegex(@"\b(?:enum|type|struct|class|interface|union|message|service)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Declared();
}
