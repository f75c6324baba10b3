using System.Xml;
using System.Xml.Linq;
using Assay.Reporting;

namespace Assay.Tests.Application.Reporting;

/// <summary>A report as its elements.</summary>
internal static class ReportHtml
{
    public static XDocument Parse(ReportContent content) => Parse(HtmlReport.Render(content));

    public static XDocument Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    public static XElement Table(XDocument report, string caption) => report.Descendants("table").Single(t => t.Element("caption")!.Value == caption);

    public static string[] RowOf(XDocument report, string caption, string start) =>
        [.. Table(report, caption).Element("tbody")!.Elements("tr").First(r => r.Element("th")!.Value.StartsWith(start, StringComparison.Ordinal)).Elements().Select(e => e.Value)];

    public static IEnumerable<string> Ids(XDocument report) => report.Descendants().Attributes("id").Select(a => a.Value);

    public static IEnumerable<string> Targets(XDocument report) => report.Descendants("a").Select(a => a.Attribute("href")!.Value);
}
