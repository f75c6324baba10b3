using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Assay.Evaluation.Contracts;

namespace Assay.Evaluation.Answers;

/// <summary>A metric of answers by name.</summary>
/// <param name="Name">As it is asked for and shown.</param>
/// <param name="Score">Its value.</param>
internal sealed record AnswerMetric(string Name, Func<AnswerView, MetricValue> Score);

/// <summary>The metrics of answers.</summary>
internal static class AnswerMetricCatalog
{
    /// <summary>Every metric, in the order it is listed.</summary>
    public static ImmutableArray<AnswerMetric> All { get; } =
    [
        Squad("exact_match", (a, gold) => a.SequenceEqual(gold) ? 1 : 0),
        Squad("f1", AnswerMetrics.F1),
        new("containment", Containment),
        Pair("rouge1", (v, i) => Rouge.NGram(v.RougeAnswer(false), v.RougeGold(i, false), 1, v.Table)),
        Pair("rouge2", (v, i) => Rouge.NGram(v.RougeAnswer(false), v.RougeGold(i, false), 2, v.Table)),
        ByWords("rougeL", false, (v, i) => Rouge.Longest(v.RougeAnswer(false), v.RougeGold(i, false))),
        ByWords("rougeLsum", false, (v, i) => Rouge.LongestByLine(v.RougeAnswer(false), v.RougeGold(i, false), v.Table)),
        Pair("rouge1_stem", (v, i) => Rouge.NGram(v.RougeAnswer(true), v.RougeGold(i, true), 1, v.Table)),
        Pair("rouge2_stem", (v, i) => Rouge.NGram(v.RougeAnswer(true), v.RougeGold(i, true), 2, v.Table)),
        ByWords("rougeL_stem", true, (v, i) => Rouge.Longest(v.RougeAnswer(true), v.RougeGold(i, true))),
        ByWords("rougeLsum_stem", true, (v, i) => Rouge.LongestByLine(v.RougeAnswer(true), v.RougeGold(i, true), v.Table)),
        Pair("chrf", (v, i) => v.Chrf(i).Characters),
        Pair("chrf++", (v, i) => v.Chrf(i).WithWords),
        new("quantity", Quantities),
        Pair("set_match", (v, i) => v.Sets(i).Exact ? 1 : 0),
        Pair("set_precision", (v, i) => v.Sets(i).Precision),
        Pair("set_recall", (v, i) => v.Sets(i).Recall),
        Pair("set_f1", (v, i) => v.Sets(i).F1),
        new("table_match", v => Tables(v, (answer, gold) => TableMatch.Equal(answer, gold) ? 1 : 0)),
        new("table_f1", v => Tables(v, TableMatch.RowF1)),
        new("record", Records),
        new("contract", v => v.Options.Contract is { } contract ? MetricValue.Of(contract.Check(v.Item.Answer).Holds ? 1 : 0) : MetricValue.None("no contract")),
        new("words", v => MetricValue.Of(AnswerMetrics.CountWords(v.Item.Answer))),
        new("characters", v => MetricValue.Of(v.Item.Answer.EnumerateRunes().Count())),
        new("cites", v => MetricValue.Of(v.Cited.IsEmpty ? 0 : 1)),
        new("citations_valid", Cited),
        new("refused", v => MetricValue.Of(v.Refused ? 1 : 0)),
        new("refusal_right", v => MetricValue.Of(v.Refused != v.Item.Answerable ? 1 : 0)),
    ];

    private static AnswerMetric Squad(string name, Func<ImmutableArray<string>, ImmutableArray<string>, double> score) => new(name, v =>
    {
        if (v.Item.Answerable && v.Item.Accepted.IsEmpty) return MetricValue.None(AnswerView.NoAccepted);
        double best = 0;
        foreach (ImmutableArray<string> gold in v.SquadGolds) best = Math.Max(best, score(v.SquadAnswer, gold));
        return MetricValue.Of(best);
    });

    private static AnswerMetric Pair(string name, Func<AnswerView, int, double> score) => new(name, v => v.Best(score));

    private static AnswerMetric ByWords(string name, bool stem, Func<AnswerView, int, double> score) => new(name, v => v.IsLong(stem) ? MetricValue.None(AnswerView.TooLong) : v.Best(score));

    private static MetricValue Containment(AnswerView view)
    {
        if (view.Item.Accepted.IsEmpty) return MetricValue.None(AnswerView.NoAccepted);
        bool held = AnswerMetrics.CountWords(view.Item.Answer) <= view.Options.Scoring.MaxWords && view.SquadGolds.Any(gold => gold.Length > 0 && AnswerMetrics.Contains(view.SquadAnswer, gold));
        return MetricValue.Of(held ? 1 : 0);
    }

    private static MetricValue Quantities(AnswerView view)
    {
        bool? best = null;
        foreach (string gold in view.Item.Accepted) best = QuantityMatch.Holds(view.Quantities, gold, view.Options.Tolerance) is { } holds ? holds || best == true : best;
        return best is { } found ? MetricValue.Of(found ? 1 : 0) : MetricValue.None("no accepted answer has a quantity");
    }

    private static MetricValue Tables(AnswerView view, Func<Table, Table, double> score)
    {
        Table[] golds = [.. view.Item.Accepted.Select(TableReader.TryRead).OfType<Table>()];
        if (golds.Length == 0) return MetricValue.None("no accepted answer is a table");
        return MetricValue.Of(TableReader.TryRead(view.Item.Answer) is { } answer ? golds.Max(gold => score(answer, gold)) : 0);
    }

    private static MetricValue Records(AnswerView view)
    {
        JsonObject[] golds = [.. view.Item.Accepted.Select(Contract.ParseRecord).OfType<JsonObject>()];
        if (golds.Length == 0) return MetricValue.None("no accepted answer is a record");
        JsonObject? answer = Contract.ParseRecord(view.Item.Answer);
        return MetricValue.Of(golds.Max(gold => RecordMatch.Share(answer, gold)));
    }

    private static MetricValue Cited(AnswerView view)
    {
        if (view.Item.Passages is not { } passages) return MetricValue.None("the number of passages is not known");
        return view.Cited.IsEmpty ? MetricValue.None("nothing is cited") : MetricValue.Of((double)view.Cited.Count(n => n >= 1 && n <= passages) / view.Cited.Length);
    }
}
