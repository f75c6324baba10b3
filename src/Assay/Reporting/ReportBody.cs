using System.Globalization;
using System.Text;
using Assay.Decisions.Verdicts;
using Assay.Reporting.Charts;

namespace Assay.Reporting;

/// <summary>The sections of a report, written once and read twice: as HTML with its charts, and as Markdown with the same tables and sentences.</summary>
internal sealed class ReportBody
{
    private readonly StringBuilder _html = new();
    private readonly StringBuilder _markdown = new();

    /// <summary>Everything so far as HTML.</summary>
    public string Html => _html.ToString();

    /// <summary>Everything so far as Markdown.</summary>
    public string Markdown => _markdown.ToString();

    /// <summary>Begins a section.</summary>
    /// <param name="id">What links lead to.</param>
    /// <param name="title">Heading.</param>
    /// <param name="meaning">What the numbers below mean, in a sentence or two.</param>
    public void Heading(string id, string title, string meaning)
    {
        _html.Append(CultureInfo.InvariantCulture, $"\n<h2 id=\"{Reporting.Html.Id(id)}\">{Reporting.Html.Text(title)}</h2>");
        _markdown.Append(CultureInfo.InvariantCulture, $"\n## {Reporting.Markdown.Text(title)}\n");
        Soft(meaning);
    }

    /// <summary>Begins a part of a section.</summary>
    /// <param name="id">What links lead to.</param>
    /// <param name="title">Heading.</param>
    /// <param name="meaning">What is seen below; empty for nothing to say.</param>
    public void Part(string id, string title, string meaning = "")
    {
        _html.Append(CultureInfo.InvariantCulture, $"\n<h3 id=\"{Reporting.Html.Id(id)}\">{Reporting.Html.Text(title)}</h3>");
        _markdown.Append(CultureInfo.InvariantCulture, $"\n### {Reporting.Markdown.Text(title)}\n");
        if (meaning.Length > 0) Soft(meaning);
    }

    /// <summary>A paragraph.</summary>
    /// <param name="text">What it says.</param>
    public void Text(Reason text)
    {
        _html.Append(CultureInfo.InvariantCulture, $"\n<p>{Reporting.Html.Link(text.Text, text.Link)}</p>");
        _markdown.Append(CultureInfo.InvariantCulture, $"\n{(text.Link is null ? Reporting.Markdown.Line(text.Text) : Reporting.Markdown.Link(text.Text, text.Link))}\n");
    }

    /// <summary>A paragraph that explains.</summary>
    /// <param name="text">What it says.</param>
    public void Soft(string text)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{Reporting.Html.Text(text)}</p>");
        _markdown.Append(CultureInfo.InvariantCulture, $"\n{Reporting.Markdown.Line(text)}\n");
    }

    /// <summary>A command or another text to be copied.</summary>
    /// <param name="text">One line.</param>
    public void Code(string text)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<p><code>{Reporting.Html.Text(text)}</code></p>");
        _markdown.Append(CultureInfo.InvariantCulture, $"\n    {string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c))}\n");
    }

    /// <summary>A bulleted list; nothing where there are no items.</summary>
    /// <param name="items">What it says.</param>
    public void List(IEnumerable<Reason> items)
    {
        Reason[] all = [.. items];
        if (all.Length == 0) return;
        _html.Append("<ul>").AppendJoin("", all.Select(i => $"<li>{Reporting.Html.Link(i.Text, i.Link)}</li>")).Append("</ul>");
        _markdown.Append('\n').AppendJoin("", all.Select(i => $"- {(i.Link is null ? Reporting.Markdown.Line(i.Text) : Reporting.Markdown.Link(i.Text, i.Link))}\n"));
    }

    /// <summary>A list whose items links can lead to, each with remarks below it and where it comes from.</summary>
    /// <param name="entries">The items; nothing is written where there are none.</param>
    public void Entries(IEnumerable<ReportEntry> entries)
    {
        ReportEntry[] all = [.. entries];
        if (all.Length == 0) return;
        _html.Append("<ul class=\"entries\">");
        _markdown.Append('\n');
        foreach (ReportEntry entry in all)
        {
            _html.Append(CultureInfo.InvariantCulture, $"\n<li{(entry.Id is { } id ? $" id=\"{Reporting.Html.Id(id)}\"" : "")}>{Reporting.Html.Text(entry.Text)}").AppendJoin("", entry.Notes.Select(n => $"<small>{Reporting.Html.Link(n.Text, n.Link)}</small>")).Append("</li>");
            _markdown.Append(CultureInfo.InvariantCulture, $"- {Reporting.Markdown.Line(entry.Text)}").AppendJoin("", entry.Notes.Select(n => $"  \n  {(n.Link is null ? Reporting.Markdown.Line(n.Text) : Reporting.Markdown.Link(n.Text, n.Link))}")).Append('\n');
        }

        _html.Append("</ul>");
    }

    /// <summary>A table.</summary>
    /// <param name="caption">What it shows, for screen readers.</param>
    /// <param name="columns">Headings.</param>
    /// <param name="rows">As many cells as columns.</param>
    public void Table(string caption, IReadOnlyList<HtmlTable.Cell> columns, IEnumerable<IReadOnlyList<HtmlTable.Cell>> rows)
    {
        IReadOnlyList<HtmlTable.Cell>[] all = [.. rows];
        _html.Append(HtmlTable.Render(caption, columns, all));
        _markdown.Append('\n').Append(Reporting.Markdown.Table(columns, all));
    }

    /// <summary>A chart with the table of its numbers; nothing where no line has two points.</summary>
    /// <param name="chart">The chart.</param>
    public void Chart(LineChart chart)
    {
        if (!chart.IsDrawn) return;
        _html.Append(chart.Render()).Append(CultureInfo.InvariantCulture, $"\n<details class=\"data\"><summary>The numbers: {Reporting.Html.Text(chart.Title)}</summary>{HtmlTable.Render(chart.Title, chart.Columns, chart.Rows)}</details>");
        _markdown.Append(CultureInfo.InvariantCulture, $"\n{Reporting.Markdown.Line($"{chart.Title} ({chart.YTitle})")}:\n\n").Append(Reporting.Markdown.Table(chart.Columns, chart.Rows));
    }

    /// <summary>A drawing whose numbers stand in the table after it; Markdown has the table alone.</summary>
    /// <param name="html">An HTML fragment.</param>
    public void Drawing(string html) => _html.Append(html);

    /// <summary>Something folded up.</summary>
    /// <param name="title">What is in it.</param>
    /// <param name="content">Writes it.</param>
    /// <param name="isPrinted">Whether it is open in print.</param>
    public void Folded(string title, Action content, bool isPrinted = true)
    {
        _html.Append(CultureInfo.InvariantCulture, $"\n<details class=\"data{(isPrinted ? "" : " fold")}\"><summary>{Reporting.Html.Text(title)}</summary>");
        _markdown.Append(CultureInfo.InvariantCulture, $"\n**{Reporting.Markdown.Text(title)}**\n");
        content();
        _html.Append("</details>");
    }
}

/// <summary>An item of a list that links can lead to.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Notes">Remarks below it.</param>
internal sealed record ReportEntry(string Text, params IReadOnlyList<Reason> Notes)
{
    /// <summary>What links lead to; null for nothing.</summary>
    public string? Id { get; init; }
}
