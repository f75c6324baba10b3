using System.Collections.Immutable;
using Assay.Deciding;
using Assay.Decisions.Requirements;
using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>What is needed and known and where from, what does not fit together, what was taken for granted, and what became of earlier verdicts.</summary>
internal static class NeedSection
{
    /// <summary>What is needed and known.</summary>
    /// <param name="body">Receives it.</param>
    /// <param name="decision">The decision.</param>
    public static void Needs(ReportBody body, Decision decision)
    {
        if (decision.Needs.Length == 0) return;
        body.Heading("needs", "What is needed and known", "Measured beats answered, answered beats stated. From what is not here nothing was concluded.");
        body.Table("What is needed and known", ["need", HtmlTable.Cell.Words("value"), HtmlTable.Cell.Words("known from"), HtmlTable.Cell.Words("stated otherwise")], decision.Needs.Select(n => (IReadOnlyList<HtmlTable.Cell>)
        [
            new HtmlTable.Cell(n.Name) { Id = $"need-{n.Name}" }, HtmlTable.Cell.Words(n.Value), HtmlTable.Cell.Words(Origin(n.Origin)),
            HtmlTable.Cell.Words(decision.Contradictions.FirstOrDefault(c => c.Name == n.Name) is { } c ? $"{c.Stated}; the measurement counts" : ""),
        ]));
    }

    /// <summary>What was taken for granted.</summary>
    /// <param name="body">Receives it.</param>
    /// <param name="decision">The decision.</param>
    public static void Assumptions(ReportBody body, Decision decision)
    {
        ImmutableArray<string> assumed = decision.Assumptions;
        if (assumed.IsEmpty && decision.Data.IsEmpty) return;
        body.Heading("assumptions", "Assumptions", "Taken for granted because nobody stated or measured it. State it in assay.yaml to replace it.");
        body.List(assumed.Select(a => new Reason(a)));
        if (!decision.Data.IsEmpty) body.Table("Data it rests on", ["data", HtmlTable.Cell.Words("version")], decision.Data.Select(d => (IReadOnlyList<HtmlTable.Cell>)[d.Key, HtmlTable.Cell.Words(d.Value)]));
    }

    /// <summary>Earlier verdicts.</summary>
    /// <param name="body">Receives it.</param>
    /// <param name="change">What has become of one of them; null where none was asked for.</param>
    /// <param name="kept">All that are kept, the oldest first.</param>
    public static void History(ReportBody body, VerdictChange? change, ImmutableArray<VerdictRecord> kept)
    {
        if (change is null && kept.Length < 2) return;
        body.Heading("history", "Earlier verdicts", "Each verdict is kept with what it rests on; `assay decide --since` says what has changed.");
        if (change is not null)
        {
            body.Text(change.Says);
            body.List(change.Changes.Select(c => new Reason(c)));
        }

        if (kept.Length == 0) return;
        body.Table("Earlier verdicts", ["name", "day", HtmlTable.Cell.Words("verdict"), "confidence", HtmlTable.Cell.Words("rests on")], kept.Reverse().Select(v => (IReadOnlyList<HtmlTable.Cell>)
        [
            v.Name, Figures.Text($"{v.Time:yyyy-MM-dd}"), HtmlTable.Cell.Words(v.Ship ?? v.Kind.Replace('_', ' ')), VerdictText.Percent(v.Confidence),
            HtmlTable.Cell.Words(v.Measured ? Figures.Text($"{v.Questions:N0} questions, {v.Model}") : "published rules"),
        ]));
    }

    private static string Origin(FactOrigin origin) => origin switch { FactOrigin.Stated => "assay.yaml", FactOrigin.Answered => "an answer", _ => "measured" };
}
