using Assay.Comparing;
using Assay.Reporting.Charts;

namespace Assay.Reporting;

/// <summary>The score of each arm, and what it is made of: outcomes, parts, kinds of questions, retrieval.</summary>
internal static class ScoreSections
{
    private const int FewQuestions = 30;

    public static void Scores(ReportBody body, Comparison c)
    {
        body.Heading("scores", "Score of each arm", "Mean over all questions, from 0 (all wrong) to 100 (all right). The bar is the 95% interval: asked other questions of the same kind, the mean would likely lie in it; n is the number of questions with a score. "
            + "Arms in grey are references: they explain the others and are not shipped.");
        IntervalPlot.Row[] rows = [.. c.Arms.Where(a => a.Score is not null).Select(a => new IntervalPlot.Row(a.Arm, 100 * a.Low!.Value, 100 * a.Score!.Value, 100 * a.High!.Value)
        {
            Text = Figures.Points(a.Score), IsMuted = a.Reference,
        })];
        body.Drawing(new IntervalPlot(new ChartScale(0, 100)).Render("Score of each arm with its interval:", rows, "score"));
        body.Table("Score of each arm", ["arm", "score", "95% interval", "n"], c.Arms.Select(a => (IReadOnlyList<HtmlTable.Cell>)
            [ArmHeading.Of(a), Figures.Points(a.Score), Figures.Interval(a.Low, a.High), Figures.Count(a.N)]));
    }

    public static void Outcomes(ReportBody body, Comparison c)
    {
        body.Heading("outcomes", "What became of the questions", "Number of questions by outcome; every question has exactly one in each arm.");
        body.Table("Outcomes", Columns(c, "outcome"), MeasureNames.OutcomesOf(c.Arms.SelectMany(a => a.Outcomes.Keys)).Select(o => (IReadOnlyList<HtmlTable.Cell>)
            [new HtmlTable.Cell(o.Name, o.Meaning), .. c.Arms.Select(a => new HtmlTable.Cell(Figures.Count(a.Outcomes.GetValueOrDefault(o.Key))))]));
    }

    public static void Parts(ReportBody body, Comparison c)
    {
        string[] keys = [.. c.Arms.SelectMany(a => a.Measures).Where(m => m.Value is not null).Select(m => m.Key).Distinct()];
        if (keys.Length == 0) return;
        body.Heading("parts", "Parts of the score", "Each alone, 0 to 100, over the questions it applies to; – where it applies to none. Facts and behaviour are apart: retrieval brings facts, tuning brings behaviour.");
        body.Table("Parts of the score", Columns(c, "part"), MeasureNames.PartsOf(keys).Select(m => (IReadOnlyList<HtmlTable.Cell>)
            [new HtmlTable.Cell(m.Name, m.Meaning), .. c.Arms.Select(a => new HtmlTable.Cell(Figures.Points(a.Measures.GetValueOrDefault(m.Key))))]));
    }

    public static void Tags(ReportBody body, Comparison c)
    {
        if (c.Tags.Length == 0) return;
        body.Heading("kinds", "Kinds of questions", Figures.Text($"Score by the tags of the questions; the stronger the colour, the higher. Tags with fewer than {FewQuestions} questions (n) are hints, not findings."));
        body.Table("Score by tag", [new HtmlTable.Cell("tag"), "n", .. c.Arms.Select(ArmHeading.Of)], c.Tags.GroupBy(t => t.Tag)
            .Select(g => (IReadOnlyList<HtmlTable.Cell>)[new HtmlTable.Cell(g.Key), Figures.Count(g.Max(t => t.N)), .. c.Arms.Select(a => Shaded(g.FirstOrDefault(t => t.Arm == a.Arm)?.Score))]));
    }

    public static void Retrieval(ReportBody body, Comparison c)
    {
        if (c.Retrieval.Count == 0) return;
        body.Heading("retrieval", "Retrieval", "How well the search finds the documents that the questions name, from 0 to 1; a document ranks by its best chunk. What is not found cannot be answered.");
        body.Table("Retrieval", ["measure", "mean"], c.Retrieval.Select(m => (Name: MeasureNames.Retrieval(m.Key), m.Value))
            .Select(m => (IReadOnlyList<HtmlTable.Cell>)[new HtmlTable.Cell(m.Name.Name, m.Name.Meaning), Figures.Text($"{m.Value:0.000}")]));
    }

    private static HtmlTable.Cell[] Columns(Comparison c, string first) => [first, .. c.Arms.Select(ArmHeading.Of)];

    private static HtmlTable.Cell Shaded(double? score) => new(Figures.Points(score), Shade: 100 * score);
}
