using System.Collections.Immutable;
using Assay.Decisions.Costs;
using Assay.Decisions.Verdicts;
using Assay.Reporting.Charts;

namespace Assay.Reporting;

/// <summary>What everything costs: each arm over the horizon, by volume with the crossovers, line by line with the working, and what the sum hangs on.</summary>
internal static class CostSection
{
    private const int MostMarks = 3, MostBars = 12;

    // A bar that is a hundredth of the widest is a hairline: the table has it.
    private const decimal LeastBar = 0.01m;
    private const double LeastShare = 0.05, LogFactor = 50;

    /// <summary>Appends the sections.</summary>
    /// <param name="body">Receives them.</param>
    /// <param name="costs">Each arm line by line, at the likeliest values.</param>
    /// <param name="drawn">How sure that is.</param>
    /// <param name="volume">Questions a month as stated; null when not known.</param>
    /// <param name="leader">The arm whose crossovers and ranges are drawn; null for the first.</param>
    public static void Append(ReportBody body, ImmutableArray<CostBreakdown> costs, SimulationResult drawn, double? volume, string? leader)
    {
        if (costs.IsDefaultOrEmpty) return;
        string currency = costs[0].Currency, first = leader is not null && costs.Any(c => c.Arm == leader) ? leader : costs[0].Arm;
        body.Heading("cost", "What it costs", Figures.Text($"Everything over {drawn.Months} months in {currency}: building, training, running, people{(volume is { } v ? Figures.Text($", at {v:N0} questions a month") : "")}. ")
            + Figures.Text($"p50 is the middle of {drawn.Draws:N0} draws of every input from its range; one draw in ten is below p10, one in ten above p90. Only ranges that stand below are drawn: what nobody stated is in none of them."));
        Totals(body, costs, drawn, currency);
        if (drawn.Curve.Length > 1) body.Chart(Curve(drawn, currency, volume, first));
        Crossovers(body, drawn, first);
        Lines(body, costs, drawn.Months, currency);
        Tornado(body, drawn, costs, currency, first);
    }

    /// <summary>Where published figures of cost contradict each other, and what Assay does instead.</summary>
    /// <param name="body">Receives it.</param>
    /// <param name="published">What is published.</param>
    public static void Disputes(ReportBody body, PublishedCosts published)
    {
        if (published.Contradictions.Length == 0) return;
        Dictionary<string, PublishedSource> sources = published.Sources.ToDictionary(s => s.Id, StringComparer.Ordinal);
        body.Part("cost-disputes", "Where published costs contradict each other", "What articles say, and what Assay computes itself.");
        body.Folded(Figures.Text($"{published.Contradictions.Length:N0} contradictions"), () => body.Entries(published.Contradictions.Select(c => new ReportEntry(c.Differs,
        [
            .. c.Figures.Select(published.Find).OfType<PublishedFigure>().Select(f => new Reason($"{(sources.TryGetValue(f.Source, out PublishedSource? source) ? source.Title : f.Source)}: “{f.Quote}”")),
            new Reason($"Assay: {c.Assay}"),
        ]) { Id = $"dispute-{c.Id}" })), isPrinted: false);
    }

    private static void Totals(ReportBody body, ImmutableArray<CostBreakdown> costs, SimulationResult drawn, string currency)
    {
        IntervalPlot.Row[] rows = [.. drawn.Arms.Select(a => new IntervalPlot.Row(a.Arm, (double)a.Total.P10, (double)a.Total.P50, (double)a.Total.P90) { Text = Figures.Rough(a.Total.P50) })];
        body.Drawing(IntervalPlot.Fit(rows, 1).Render(Figures.Text($"Total cost of each arm over {drawn.Months} months, p10 to p90, the dot at p50:"), rows, Figures.Text($"{currency} over {drawn.Months} months: p10 to p90, dot p50")));
        body.Table(Figures.Text($"Cost of each arm in {currency}"), ["arm", "p10", "p50", "p90", "once", "a month", "a question", "cheapest in"], costs.Select(c => (IReadOnlyList<HtmlTable.Cell>)
        [
            c.Arm, .. Band(drawn.Arms.FirstOrDefault(a => a.Arm == c.Arm)?.Total), Figures.Money(c.Once), Figures.Money(c.Monthly), Figures.Price(c.PerQuery),
            drawn.Arms.FirstOrDefault(a => a.Arm == c.Arm) is { } arm ? Figures.Text($"{100 * arm.CheapestShare:0}% of draws") : Figures.None,
        ]));
    }

    private static HtmlTable.Cell[] Band(CostBand? band) => band is { } b ? [Figures.Money(b.P10), Figures.Money(b.P50), Figures.Money(b.P90)] : [Figures.None, Figures.None, Figures.None];

    private static LineChart Curve(SimulationResult drawn, string currency, double? volume, string first)
    {
        double from = drawn.Curve[0].QueriesPerMonth, to = drawn.Curve[^1].QueriesPerMonth;
        ChartMark[] crossings = [.. Crossings(drawn, first).Where(c => Volume(c) >= from && Volume(c) <= to)
            .Select(c => new ChartMark($"{c.Challenger} costs less than {c.Incumbent} from {Figures.Compact(Volume(c))} questions a month on ({Figures.Compact((double)c.Volume!.Value.P10)} to {Figures.Compact((double)c.Volume.Value.P90)})", Volume(c), (double)c.Volume.Value.P10, (double)c.Volume.Value.P90)).Take(MostMarks)];
        ChartMark[] now = volume is { } v && v >= from && v <= to ? [new ChartMark($"now: {Figures.Compact(v)} questions a month", v)] : [];
        return new LineChart
        {
            Id = "cost-curve",
            Title = Figures.Text($"Cost over {drawn.Months} months by questions a month"),
            Description = string.Join(" ", drawn.Arms.Select((a, i) => $"{a.Arm}: {Figures.Rough(drawn.Curve[0].Arms[i].P50)} at {Figures.Compact(from)} questions a month, {Figures.Rough(drawn.Curve[^1].Arms[i].P50)} at {Figures.Compact(to)}.").Concat(crossings.Select(c => c.Text + "."))),
            XTitle = "questions a month",
            YTitle = Figures.Text($"{currency} over {drawn.Months} months: line p50, band p10 to p90; grey: where a crossover lies in eight draws of ten"),
            Series = [.. drawn.Arms.Select((a, i) => new LineSeries(a.Arm, [.. drawn.Curve.Select(p => new LinePoint(p.QueriesPerMonth, (double)p.Arms[i].P50, (double)p.Arms[i].P10, (double)p.Arms[i].P90))]))],
            Marks = [.. now, .. crossings],
            HasFactors = true,
            LogFactor = LogFactor,
        };
    }

    /// <summary>The crossovers that are there in enough draws, those of an arm first.</summary>
    public static IEnumerable<CrossoverDistribution> Crossings(SimulationResult drawn, string first) =>
        drawn.Crossovers.Where(c => c is { Volume: not null } && c.Above >= LeastShare).OrderBy(c => c.Incumbent == first || c.Challenger == first ? 0 : 1).ThenByDescending(c => c.Above);

    private static double Volume(CrossoverDistribution crossing) => (double)crossing.Volume!.Value.P50;

    private static void Crossovers(ReportBody body, SimulationResult drawn, string first)
    {
        if (drawn.Crossovers.Length == 0) return;
        body.Part("crossovers", "From which volume another arm is cheaper", "Questions a month at which both cost the same over the horizon; shares are of the draws.");
        body.Table("Crossovers in questions a month", ["pair", "p10", "p50", "p90", "cheaper above it", "below it", "always", "never"], drawn.Crossovers.OrderBy(c => c.Incumbent == first || c.Challenger == first ? 0 : 1).Select(c => (IReadOnlyList<HtmlTable.Cell>)
        [
            $"{c.Challenger} instead of {c.Incumbent}", Queries(c.Volume?.P10), Queries(c.Volume?.P50), Queries(c.Volume?.P90), Percent(c.Above), Percent(c.Below), Percent(c.Always), Percent(c.Never),
        ]));
    }

    private static string Queries(decimal? volume) => volume is { } v ? Figures.Compact((double)v) : Figures.None;

    private static string Percent(double share) => Figures.Text($"{100 * share:0}%");

    private static void Lines(ReportBody body, ImmutableArray<CostBreakdown> costs, int months, string currency)
    {
        CostGroup[] groups = [.. costs.SelectMany(c => c.Lines).Select(l => l.Group).Distinct().Order()];
        if (groups.Length == 0) return;
        decimal Whole(CostLine line) => line.Once + (months * line.Monthly);
        decimal Sum(CostBreakdown arm, CostGroup group) => arm.Lines.Where(l => l.Group == group).Sum(Whole);
        body.Part("cost-lines", "What costs what");
        body.Drawing(StackPlot.Render(Figures.Text($"Cost of each arm over {months} months by what is paid for:"), [.. costs.Select(c => new StackPlot.Row(c.Arm, [.. groups.Select(g => (double)Sum(c, g))]) { Text = Figures.Rough(c.Total) })],
            Figures.Text($"{currency} over {months} months at the likeliest values; the letters are those of the table")));
        HtmlTable.Cell[] columns = ["what is paid for", .. costs.Select(c => new HtmlTable.Cell(c.Arm))];
        IReadOnlyList<HtmlTable.Cell> Row(string name, Func<CostBreakdown, decimal> amount) => [name, .. costs.Select(c => new HtmlTable.Cell(amount(c) is var sum && sum > 0 ? Figures.Money(sum) : Figures.None))];
        body.Table(Figures.Text($"What costs what over {months} months in {currency}"), columns,
        [
            .. groups.Select((g, i) => Row($"{StackPlot.Letter(i)}  {Name(g)}", c => Sum(c, g))),
            [new HtmlTable.Cell("all") { IsSum = true }, .. costs.Select(c => new HtmlTable.Cell(Figures.Money(c.Total)))],
        ]);
        string[] lines = [.. costs.SelectMany(c => c.Lines).OrderBy(l => l.Group).Select(l => l.Name).Distinct()];
        body.Folded("Line by line", () => body.Table(Figures.Text($"Line by line over {months} months in {currency}"), columns, lines.Select(n => Row(n, c => c.Lines.Where(l => l.Name == n).Sum(Whole)))));
        foreach (CostBreakdown arm in costs.Where(c => c.Lines.Length > 0)) Working(body, arm);
    }

    private static string Name(CostGroup group) => group switch
    {
        CostGroup.Build => "building",
        CostGroup.Data => "data preparation",
        CostGroup.Training => "training",
        CostGroup.Retraining => "training again",
        CostGroup.Embedding => "embedding",
        CostGroup.Storage => "vector store",
        CostGroup.Tokens => "tokens of questions",
        CostGroup.Calls => "rerank and judge calls",
        CostGroup.Hosting => "hosting",
        CostGroup.People => "people",
        CostGroup.WrongAnswers => "wrong answers",
        _ => "other",
    };

    private static void Working(ReportBody body, CostBreakdown arm) => body.Folded($"The working of {arm.Arm}", () =>
        body.List(arm.Lines.Select(l => new Reason($"{l.Name}: {string.Join("; ", l.Working)}{(l.Source.Length > 0 ? $" ({l.Source})" : "")}"))));

    private static void Tornado(ReportBody body, SimulationResult drawn, ImmutableArray<CostBreakdown> costs, string currency, string arm)
    {
        TornadoBar[] bars = [.. drawn.Tornado.Where(b => b.Arm == arm).Take(MostBars)];
        if (bars.Length == 0) return;
        decimal middle = costs.First(c => c.Arm == arm).Total;
        body.Part("tornado", $"What the cost of {arm} hangs on", "Its total with one input at the ends of its range and all others at their likeliest values: hollow the lower end of the input, filled the upper one, dashed the total as it is.");
        body.Drawing(SwingPlot.Render(Figures.Text($"How far the total of {arm} moves with each input, from {middle:N0} {currency}:"),
            [.. bars.Where(b => b.Swing >= LeastBar * bars[0].Swing).Select(b => new SwingPlot.Row(b.Quantity, (double)b.AtLow, (double)b.AtHigh) { Text = "± " + Figures.Rough(b.Swing / 2) })], (double)middle, Figures.Text($"{currency} over {drawn.Months} months")));
        body.Table(Figures.Text($"What the cost of {arm} hangs on, in {currency}"), ["input", "from", "to", "total at the lower end", "total at the upper end", HtmlTable.Cell.Words("from where")], bars.Select(b => (IReadOnlyList<HtmlTable.Cell>)
            [b.Quantity, Figures.Compact(b.Range.Low), Figures.Compact(b.Range.High), Figures.Money(b.AtLow), Figures.Money(b.AtHigh), HtmlTable.Cell.Words(b.Source)]));
    }
}
