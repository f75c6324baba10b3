using System.Net;

namespace Assay.Reporting;

/// <summary>Text of others (questions, answers, document names) made safe to stand in the report.</summary>
internal static class Html
{
    /// <summary>Escapes text for an element or a quoted attribute. Control characters, which HTML forbids, become U+FFFD.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Well-formed as HTML and as XML.</returns>
    public static string Text(string text)
    {
        if (!text.Any(IsForbidden)) return WebUtility.HtmlEncode(text);
        return WebUtility.HtmlEncode(string.Concat(text.Select(c => IsForbidden(c) ? '\uFFFD' : c)));
    }

    /// <summary>The beginning of a text, cut between characters and never within one.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">Code units to keep; at least 1.</param>
    /// <returns>The text, with an ellipsis where it was cut.</returns>
    public static string Shorten(string text, int longest)
    {
        if (text.Length <= longest) return text;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest), "…");
    }

    /// <summary>A text as the id of an element: what ids cannot hold becomes a hyphen.</summary>
    /// <param name="name">Such as <c>pair-rag-hybrid</c>.</param>
    public static string Id(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));

    /// <summary>A text that leads somewhere.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="target"><c>#id</c> of this document, or an address that begins with <c>https://</c>; for anything else the text stands alone.</param>
    public static string Link(string text, string? target) => target switch
    {
        ['#', _, ..] => $"<a href=\"#{Id(target[1..])}\">{Text(text)}</a>",
        not null when IsAddress(target) => $"<a href=\"{Text(target)}\" rel=\"noreferrer\">{Text(text)}</a>",
        _ => Text(text),
    };

    /// <summary>Whether a text is an address that a report may link to.</summary>
    /// <param name="target">Any text.</param>
    public static bool IsAddress(string target) => target.StartsWith("https://", StringComparison.Ordinal) && Uri.TryCreate(target, UriKind.Absolute, out _);

    private static bool IsForbidden(char c) => (char.IsControl(c) && c is not ('\t' or '\n' or '\r')) || c is '\uFFFE' or '\uFFFF';
}
