using Assay.Text;
using Assay.Text.Analysis;
using Assay.Text.Languages;

namespace Assay.Tests.Text.Analysis;

/// <summary>Keeps the terms of a text.</summary>
internal sealed class TermList : ITermSink
{
    public List<Kept> Terms { get; } = [];

    public static IReadOnlyList<Kept> Of(string text, Language language = Language.English)
    {
        var list = new TermList();
        Analyzer.For(language).Analyze(text, list);
        return list.Terms;
    }

    /// <summary>The terms with their positions: <c>fl4012@0 fl@0 4012@1</c>.</summary>
    public static string Positions(string text, Language language = Language.English) =>
        string.Join(' ', Of(text, language).Select(t => $"{t.Text}@{t.Position}"));

    /// <summary>The terms only.</summary>
    public static string Texts(string text, Language language = Language.English) => string.Join(' ', Of(text, language).Select(t => t.Text));

    public void Add(in Term term) => Terms.Add(new Kept(term.Text.ToString(), term.Span, term.Position, term.Kind, term.IsStopWord));

    internal sealed record Kept(string Text, TextSpan Span, int Position, TermKind Kind, bool IsStopWord);
}
