using System.Globalization;
using Assay.Text;

namespace Assay.Retrieval.Reading.Html;

/// <summary>One start or end tag, with the attributes that decide whether and how its element is read.</summary>
internal sealed class HtmlTag
{
    // As browsers have it.
    private const int MaxSpan = 65_534;

    private HtmlTag() { }

    /// <summary>Lower-case name; empty for a stray <c>&lt;/</c>, which is a comment.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether it is an end tag.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Whether it ends with <c>/&gt;</c>.</summary>
    public bool IsSelfClosing { get; private set; }

    /// <summary>One past the tag in the HTML.</summary>
    public int End { get; private set; }

    /// <summary>Whether its attributes hide the element.</summary>
    public bool IsHidden { get; private set; }

    /// <summary>Its role attribute, or null.</summary>
    public string? Role { get; private set; }

    /// <summary>Columns that a cell stands over.</summary>
    public int Columns { get; private set; } = 1;

    /// <summary>Rows that a cell stands over; 0 for all that follow.</summary>
    public int Rows { get; private set; } = 1;

    /// <summary>Where its alternative text stands, or null.</summary>
    public TextSpan? Alternative { get; private set; }

    /// <summary>Reads the tag that starts at <paramref name="start"/>; an unfinished one reaches to the end of the text.</summary>
    public static HtmlTag Read(string html, int start)
    {
        var tag = new HtmlTag { IsEnd = html[start + 1] == '/' };
        int position = start + (tag.IsEnd ? 2 : 1), nameStart = position;
        if (position >= html.Length || !char.IsAsciiLetter(html[position]))
        {
            int close = html.IndexOf('>', start);
            tag.End = close < 0 ? html.Length : close + 1;
            return tag;
        }

        while (position < html.Length && !char.IsWhiteSpace(html[position]) && html[position] is not ('/' or '>')) position++;
        tag.Name = html[nameStart..position].ToLowerInvariant();
        while (position < html.Length && html[position] != '>') position = tag.Attribute(html, position);
        tag.End = Math.Min(position + 1, html.Length);
        return tag;
    }

    private int Attribute(string html, int position)
    {
        if (char.IsWhiteSpace(html[position]) || html[position] == '/')
        {
            IsSelfClosing = html[position] == '/';
            return position + 1;
        }

        IsSelfClosing = false;
        int nameStart = position++;
        while (position < html.Length && !char.IsWhiteSpace(html[position]) && html[position] is not ('=' or '/' or '>')) position++;
        var name = new TextSpan(nameStart, position);
        int equals = SkipWhiteSpace(html, position);
        if (equals >= html.Length || html[equals] != '=')
        {
            Apply(html, name, new TextSpan(position, position));
            return position;
        }

        position = SkipWhiteSpace(html, equals + 1);
        if (position >= html.Length) return position;
        char quote = html[position];
        int end;
        if (quote is '"' or '\'')
        {
            end = html.IndexOf(quote, position + 1);
            if (end < 0) return html.Length;
            Apply(html, name, new TextSpan(position + 1, end));
            return end + 1;
        }

        end = position;
        while (end < html.Length && !char.IsWhiteSpace(html[end]) && html[end] != '>') end++;
        Apply(html, name, new TextSpan(position, end));
        return end;
    }

    private static int SkipWhiteSpace(string html, int position)
    {
        while (position < html.Length && char.IsWhiteSpace(html[position])) position++;
        return position;
    }

    private void Apply(string html, TextSpan name, TextSpan value)
    {
        ReadOnlySpan<char> key = name.Of(html), text = value.Of(html).Trim();
        if (key.Equals("hidden", StringComparison.OrdinalIgnoreCase)) IsHidden = true;
        else if (key.Equals("aria-hidden", StringComparison.OrdinalIgnoreCase)) IsHidden |= text.Equals("true", StringComparison.OrdinalIgnoreCase);
        else if (key.Equals("style", StringComparison.OrdinalIgnoreCase)) IsHidden |= Hides(text.ToString());
        else if (key.Equals("role", StringComparison.OrdinalIgnoreCase)) Role ??= text.ToString();
        else if (key.Equals("alt", StringComparison.OrdinalIgnoreCase)) Alternative ??= value;
        else if (key.Equals("colspan", StringComparison.OrdinalIgnoreCase)) Columns = Math.Max(1, Number(text));
        else if (key.Equals("rowspan", StringComparison.OrdinalIgnoreCase)) Rows = Number(text);
    }

    private static int Number(ReadOnlySpan<char> text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Math.Min(number, MaxSpan) : 1;

    private static bool Hides(string style)
    {
        string compact = style.Replace(" ", "", StringComparison.Ordinal);
        return compact.Contains("display:none", StringComparison.OrdinalIgnoreCase) || compact.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase);
    }
}
