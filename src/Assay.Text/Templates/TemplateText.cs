using System.Collections.Immutable;
using System.Text;

namespace Assay.Text.Templates;

/// <summary>A text that a template made, and which parts of it the template wrote itself; the others were handed to it.</summary>
/// <remarks>
/// What tells a model's own marks from the same characters typed by somebody: <c>&lt;|end|&gt;</c> in a document is text, the template's is a token. What is not known to be the template's counts
/// as handed to it. Immutable.
/// </remarks>
/// <param name="Text">The text.</param>
/// <param name="Written">What the template wrote: in order, not overlapping, not touching each other.</param>
public sealed record TemplateText(string Text, ImmutableArray<TextSpan> Written)
{
    /// <summary>A text of which nothing is a template's.</summary>
    /// <param name="text">The text.</param>
    /// <returns>It, with nothing written.</returns>
    public static TemplateText Given(string text) => new(text, []);

    /// <summary>Whether a part was written by the template from its first to its last character.</summary>
    /// <param name="start">Its first character.</param>
    /// <param name="end">One past its last.</param>
    /// <returns>True if so; true for an empty part.</returns>
    public bool WroteAll(int start, int end) => start >= end || (FirstBehind(start) is var first && first < Written.Length && Written[first].Start <= start && Written[first].End >= end);

    /// <summary>A text that a template wrote.</summary>
    /// <param name="text">The text.</param>
    /// <returns>It, written from end to end.</returns>
    internal static TemplateText Own(string text) => new(text, text.Length == 0 ? [] : [new TextSpan(0, text.Length)]);

    /// <summary>A part.</summary>
    /// <param name="span">Which.</param>
    /// <returns>The part.</returns>
    internal TemplateText Slice(TextSpan span)
    {
        if (span.Length == Text.Length) return this;
        int first = FirstBehind(span.Start);
        if (first == Written.Length || Written[first].Start >= span.End) return Given(Text[span.Start..span.End]);
        if (WroteAll(span.Start, span.End)) return Own(Text[span.Start..span.End]);
        var builder = new TemplateTextBuilder();
        builder.Append(this, span);
        return builder.Finish();
    }

    /// <summary>The first of the written parts that ends behind a place.</summary>
    /// <param name="place">The place.</param>
    /// <returns>Its number; that of parts where none does.</returns>
    internal int FirstBehind(int place)
    {
        int low = 0, high = Written.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Written[middle].End <= place) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>The text with its characters changed by something that knows nothing of who wrote them.</summary>
    /// <param name="change">Changes a text.</param>
    /// <returns>The changed text; where its length is another, and not all of it was the template's, none of it is.</returns>
    internal TemplateText Changed(Func<string, string> change)
    {
        string changed = change(Text);
        return changed.Length == Text.Length ? this with { Text = changed } : WroteAll(0, Text.Length) ? Own(changed) : Given(changed);
    }

    /// <summary>Texts with another between them.</summary>
    /// <param name="separator">The other.</param>
    /// <param name="texts">The texts.</param>
    /// <returns>They, joined.</returns>
    /// <exception cref="TemplateFault">The result would be too long.</exception>
    internal static TemplateText Join(TemplateText separator, IEnumerable<TemplateText> texts)
    {
        var builder = new TemplateTextBuilder();
        bool first = true;
        foreach (TemplateText text in texts)
        {
            if (!first) builder.Append(separator);
            first = false;
            builder.Append(text);
        }

        return builder.Finish();
    }
}

/// <summary>Puts texts after each other and keeps which parts a template wrote.</summary>
internal sealed class TemplateTextBuilder
{
    private readonly StringBuilder text = new();
    private readonly List<TextSpan> written = [];

    /// <summary>Characters so far.</summary>
    public int Length => text.Length;

    /// <summary>Adds a text.</summary>
    /// <param name="more">The text.</param>
    /// <exception cref="TemplateFault">The whole grew too long.</exception>
    public void Append(TemplateText more) => Append(more, new TextSpan(0, more.Text.Length));

    /// <summary>Adds a part of a text.</summary>
    /// <param name="more">The text.</param>
    /// <param name="part">Which part.</param>
    /// <exception cref="TemplateFault">The whole grew too long.</exception>
    public void Append(TemplateText more, TextSpan part)
    {
        int shift = text.Length - part.Start;
        text.Append(more.Text, part.Start, part.Length);
        if (text.Length > TemplateLimits.LongestText) throw new TemplateFault($"a text grew beyond {TemplateLimits.LongestText} characters.");
        for (int i = more.FirstBehind(part.Start); i < more.Written.Length && more.Written[i].Start < part.End; i++)
        {
            var kept = new TextSpan(Math.Max(more.Written[i].Start, part.Start), Math.Min(more.Written[i].End, part.End));
            if (written.Count > 0 && written[^1].End == kept.Start + shift) written[^1] = written[^1] with { End = kept.End + shift };
            else written.Add(kept.Shift(shift));
        }
    }

    /// <summary>What was put together.</summary>
    /// <returns>The text.</returns>
    public TemplateText Finish() => new(text.ToString(), [.. written]);
}
