using System.Globalization;
using System.Text;
using Assay.Text.Prompts;

namespace Assay.Retrieval.Context;

/// <summary>Passages as prompts show them.</summary>
public static class ContextText
{
    /// <summary>What stands between two passages.</summary>
    internal const string Separator = "\n\n";

    /// <summary>
    /// The passages: number, title, headings, date and conflicts on one line, then the text, made inert (<see cref="InertText"/>): no line of a text
    /// can pass for the head of another passage.
    /// </summary>
    /// <param name="passages">Numbered passages in rank order.</param>
    /// <param name="order">The order they are shown in.</param>
    /// <returns>Passages separated by an empty line; empty for none.</returns>
    public static string Render(IReadOnlyList<ContextPassage> passages, ContextOrder order = ContextOrder.Rank)
    {
        ArgumentNullException.ThrowIfNull(passages);
        IEnumerable<ContextPassage> shown = order == ContextOrder.Rank ? passages : passages.Where((_, i) => i % 2 == 0).Concat(passages.Where((_, i) => i % 2 == 1).Reverse());
        return string.Concat(shown.Select(RenderOne)).TrimEnd('\n');
    }

    /// <summary>One passage with the separator after it: what it costs of the budget.</summary>
    internal static string RenderOne(ContextPassage passage)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"[{passage.Number}] {InertText.Line(passage.Title)}");
        if (passage.HeadingPath.Length > 0) text.Append(" > ").Append(InertText.Line(passage.HeadingPath));
        if (passage.Updated is { } day) text.Append(CultureInfo.InvariantCulture, $" (updated {day:yyyy-MM-dd})");
        foreach (ConflictHint conflict in passage.Conflicts)
        {
            string other = conflict.Number.ToString(CultureInfo.InvariantCulture);
            text.Append(conflict.IsOlder ? $" (outdated: [{other}] is newer and states other figures)" : $" (states other figures than [{other}])");
        }

        return text.Append('\n').Append(InertText.Of(passage.Text)).Append(Separator).ToString();
    }
}
