using System.Globalization;
using System.Text;
using Assay.Comparing;
using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>The top of the report: the decision, the figures of the arm it names, why, and what would change it.</summary>
internal static class VerdictCard
{
    public static void Append(StringBuilder html, Comparison c)
    {
        string kind = c.Verdict.Kind switch { VerdictKind.Ship or VerdictKind.NoDetectableDifference => "ship", VerdictKind.Undecided => "undecided", _ => "none" };
        string decision = VerdictText.Short(c);
        html.Append(CultureInfo.InvariantCulture, $"\n<section class=\"verdict {kind}\" aria-labelledby=\"verdict\"><p class=\"eyebrow\">Verdict</p><h2 id=\"verdict\">{char.ToUpperInvariant(decision[0])}{Html.Text(decision[1..])}</h2>");
        if (Leader(c) is { } leader) Tiles(html, c, leader);
        html.Append("<h3>Why</h3>");
        Html.List(html, c.Verdict.Why);
        if (c.Verdict.Flips.Length > 0)
        {
            html.Append("<h3>What would change it</h3>");
            Html.List(html, c.Verdict.Flips);
        }

        html.Append("</section>");
    }

    /// <summary>The arm the verdict names, else the best one that may be shipped; null when none has a score.</summary>
    public static ArmResult? Leader(Comparison c) =>
        c.Arms.FirstOrDefault(a => a.Arm == c.Verdict.Ship) ?? c.Arms.Where(a => !a.Reference && a.Score is not null).OrderByDescending(a => a.Score).FirstOrDefault();

    private static void Tiles(StringBuilder html, Comparison c, ArmResult leader)
    {
        html.Append("<dl class=\"tiles\">");
        Tile(html, $"score of {leader.Arm}, of 100", Figures.Points(leader.Score), $"95% interval {Figures.Interval(leader.Low, leader.High)}");
        if (c.Verdict.QuestionsNeeded is { } more) Tile(html, "questions needed", Figures.Text($"+{more:N0}"), $"beside the {Figures.Count(c.Questions)} asked");
        else if (c.Verdict.Ship is not null) Tile(html, "confidence", VerdictText.Percent(c.Verdict.Confidence), "of resamples of the questions have it best of the arms that may be shipped");
        if (leader.LatencyMs.P95 is { } p95) Tile(html, "time to answer", $"{Figures.Milliseconds(p95)} ms", "95 of 100 answers are at least as fast");
        Tile(html, "model cost", leader.CostPerQuestion is null ? "unknown" : $"{Figures.PerThousand(leader.CostPerQuestion)} USD", "for 1,000 questions");
        html.Append("</dl>");
    }

    private static void Tile(StringBuilder html, string name, string value, string meaning) =>
        html.Append(CultureInfo.InvariantCulture, $"<div><dt>{Html.Text(name)}</dt><dd><strong>{Html.Text(value)}</strong> <small>{Html.Text(meaning)}</small></dd></div>");
}
