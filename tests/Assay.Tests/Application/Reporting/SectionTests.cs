using System.Collections.Immutable;
using System.Xml.Linq;
using Assay.Causes;
using Assay.Evaluation.Attribution;
using Assay.Evaluation.Statistics;
using Assay.FineTuning;
using Assay.Reporting;
using Assay.Retrieval.Search;
using Assay.RetrievalTuning;
using Assay.Tuning.Registry;

namespace Assay.Tests.Application.Reporting;

public sealed class SectionTests
{
    [Fact]
    public void Causes_are_shown_with_their_remedies()
    {
        var report = new CauseReport
        {
            Project = "acme", Arm = "rag", Model = "extractive", Questions = 240, Failed = 90, Examined = 80, Chance = 3, Unanswered = 0, Unexplained = 4, Repeats = 1, Complete = true, SpentUsd = 0, Assumptions = "An hour costs 90 USD.",
            Causes = [new CauseShare(Cause.Retrieval, 40, 0.5, 0.4, 0.6, 0.75, [new CauseExample("q1", "Where <is> it?", "The page was not found.")])],
            Places = ImmutableSortedDictionary<string, int>.Empty.Add("below_cut", 12), Switches = [],
            Next = [new Remedy("index", "Search more", "retrieval.passages: 16") { Failures = 40, Gain = 0.12, Low = 0.05, High = 0.2, Measured = true, CostUsd = 400, PointsPer100Usd = 3, Questions = [] }],
        };
        var body = new ReportBody();
        CauseSection.Append(body, [report]);
        XDocument html = Parse(body);
        Assert.Equal(["retrieval", "40", "50.0", "40.0 to 60.0", "0.75"], ReportHtml.RowOf(html, "Causes of rag", "retrieval"));
        Assert.Equal(["Search more", "+12.0", "+5.0 to +20.0", "400", "3.00", "retrieval.passages: 16"], ReportHtml.RowOf(html, "What to do about the failures of rag", "Search"));
        Assert.Contains("How far the named pages came: below cut 12.", html.Descendants("li").Select(l => l.Value));
        Assert.Contains("causes", ReportHtml.Ids(html));
        Assert.Contains("| retrieval | 40 | 50.0 | 40.0 to 60.0 | 0.75 |", body.Markdown, StringComparison.Ordinal);
        Assert.Contains("- retrieval: Where \\<is\\> it?  \n  The page was not found.", body.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Stages_are_shown_with_their_gains()
    {
        var gain = new DifferenceEstimate(0.125, new Interval(0.05, 0.2), 0.05, 205, 0);
        var mean = new MeanEstimate(0.675, new Interval(0.6, 0.75), 205, 0);
        var report = new StageReport("acme", 131, new StageResult(205, 5, true, mean, mean, gain, [new StageOutcome("fusion", "ranks", gain, 1.25, [])], SearchProfile.Default), null);
        var body = new ReportBody();
        StageSection.Append(body, report);
        Assert.Equal(["fusion", "ranks", "+0.1250", "+0.050 to +0.200", "+1.3", "0"], ReportHtml.RowOf(Parse(body), "Stages of the search", "fusion"));
        Assert.Contains("The defaults stay.", body.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Learning_draws_steps_and_what_is_held_out_with_the_step_that_was_kept()
    {
        var body = new ReportBody();
        LossChart.Learning(body, [.. Enumerable.Range(1, 40).Select(i => new StepMetrics(i, 4 - (0.05 * i), 1e-3, 1, 100, 50, 0.1, i % 10 == 0 ? 3 - (0.02 * i) : null, null, i == 30))], 30);
        XDocument html = Parse(body);
        Assert.Equal(["10", "20", "30", "40"], ReportHtml.Table(html, "Learning curve").Element("tbody")!.Elements("tr").Select(r => r.Element("th")!.Value));
        Assert.Equal(["20", "3", "2.6"], ReportHtml.RowOf(html, "Learning curve", "20"));
        Assert.Contains("a kept: step 30", html.Descendants("li").Select(l => l.Value));
        Assert.Equal(2, html.Descendants("polyline").Count());

        var short1 = new ReportBody();
        LossChart.Learning(short1, [new StepMetrics(1, 4, 1e-3, 1, 1, 1, 1, null, null, false)], 1);
        Assert.Empty(short1.Html);
    }

    [Fact]
    public void Forgetting_begins_at_the_model_that_was_trained()
    {
        var body = new ReportBody();
        LossChart.Forgetting(body, [new TunedStrength(0.5, 2.1, 0.4, 0.01, 0.02, true), new TunedStrength(1, 1.9, 0.6, 0.05, 0.08, false), new TunedStrength(2, 1.8, 0.7, null, null, false)], 0.5);
        XDocument html = Parse(body);
        Assert.Equal(["0", "0", "0"], ReportHtml.RowOf(html, "Learned and forgotten by strength", "0"));
        Assert.Equal(["1", "0.6", "0.050.05 to 0.08"], ReportHtml.RowOf(html, "Learned and forgotten by strength", "1"));
        Assert.Equal(3, ReportHtml.Table(html, "Learned and forgotten by strength").Element("tbody")!.Elements("tr").Count());
    }

    private static XDocument Parse(ReportBody body) => ReportHtml.Parse($"<main>{body.Html}</main>");
}
