using System.Collections.Immutable;
using System.Text.Json;
using Assay.Decisions.Prices;
using Assay.Evaluation.Attribution;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;
using Assay.Projects;
using Assay.Workspaces;

namespace Assay.Causes;

/// <summary>What to do next, ranked by what it would gain for its money.</summary>
/// <param name="project">Settings, questions a month.</param>
/// <param name="examined">What was seen.</param>
/// <param name="price">The model's price; null when unknown.</param>
/// <param name="hourCostUsd">What an hour of work costs.</param>
internal sealed class RemedyRanking(Project project, Examined examined, ModelPrice? price, decimal hourCostUsd)
{
    private const int MonthsOfRunning = 12;

    private static readonly Lazy<Assumed> s_assumed = new(() =>
    {
        using Stream stream = typeof(RemedyRanking).Assembly.GetManifestResourceStream("Assay.Causes.remedies.json")!;
        return JsonSerializer.Deserialize<Assumed>(stream, JsonFormat.Compact)!;
    });

    private readonly IReadOnlyDictionary<string, string> _clusters = CauseReportBuilder.Clusters(examined.Cases);

    /// <summary>What the hours rest on.</summary>
    public static string Assumptions => s_assumed.Value.Source;

    /// <summary>Ranks.</summary>
    /// <param name="findings">The finding of each case.</param>
    /// <returns>The most gain for the money first; without those that would gain nothing.</returns>
    public ImmutableArray<Remedy> Rank(IReadOnlyList<CauseFinding> findings)
    {
        var byId = new Dictionary<string, List<(ExaminedCase Case, RemedyKind Kind)>>(StringComparer.Ordinal);
        for (int i = 0; i < findings.Count; i++)
        {
            foreach (RemedyKind kind in RemedyCatalog.For(project, examined.Cases[i].Case, findings[i]).DistinctBy(k => k.Id))
            {
                if (!byId.TryGetValue(kind.Id, out List<(ExaminedCase, RemedyKind)>? list)) byId[kind.Id] = list = [];
                list.Add((examined.Cases[i], kind));
            }
        }

        return [.. byId.Values.Select(Of).Where(r => r.Gain > 0).OrderByDescending(r => r.PointsPer100Usd ?? 0).ThenByDescending(r => r.Gain).ThenBy(r => r.Id, StringComparer.Ordinal)];
    }

    private Remedy Of(List<(ExaminedCase Case, RemedyKind Kind)> cases)
    {
        RemedyKind kind = cases[0].Kind;
        bool isMeasured = cases.All(c => c.Kind.Switch is { } s && c.Case.Scores.ContainsKey(s));
        Dictionary<string, double> gains = cases.ToDictionary(c => c.Case.Question.Id, c => Gain(c.Case, c.Kind), StringComparer.Ordinal);
        (double gain, Interval? interval) = Mean(gains);
        int items = kind.CountsPages ? cases.SelectMany(c => c.Case.Question.Documents.IsEmpty ? [c.Case.Question.Id] : c.Case.Question.Documents.ToArray()).Distinct(StringComparer.Ordinal).Count() : cases.Count;
        decimal? cost = Cost(kind, items, cases);
        return new Remedy(kind.Id, kind.What(items), kind.How)
        {
            Failures = cases.Count,
            Gain = gain,
            Low = interval?.Low,
            High = interval?.High,
            Measured = isMeasured,
            CostUsd = cost,
            PointsPer100Usd = cost is null ? null : 100 * gain / Math.Max(1, (double)cost.Value / 100),
            Questions = [.. cases.Select(c => c.Case.Question.Text)],
        };
    }

    // What it adds to one question: measured where it was asked so, else all that its cause costs. What another cause of the same question costs stays lost.
    private static double Gain(ExaminedCase item, RemedyKind kind)
    {
        double before = item.Scores.GetValueOrDefault(CauseSwitch.Unchanged);
        if (kind.Switch is { } change && item.Scores.TryGetValue(change, out double after)) return after - before;
        AnswerScore score = item.Row.Score;
        int fields = item.Question.Expect?.Count ?? 0;
        double byFields = fields * (1 - (score.Behaviour ?? 1)) / (fields + 1), byFacts = (1 - (score.Facts ?? 1)) / (fields + 1);
        double most = kind.Against switch
        {
            Cause.Behaviour => score.Abstained ? 0 : Math.Min(byFields, 1 - before),
            Cause.Format => 1 - before - byFacts,
            _ => 1 - before - byFields,
        };
        return Math.Max(0, most);
    }

    // Over all questions: those that did not fail gain nothing. A sample stands for all failures.
    private (double, Interval?) Mean(Dictionary<string, double> gains)
    {
        Dictionary<string, double?> before = [], after = [];
        void Add(string id, double gain)
        {
            before[id] = gain >= 0 ? 0 : -gain;
            after[id] = gain >= 0 ? gain : 0;
        }

        foreach (ExaminedCase item in examined.Cases) Add(item.Question.Id, gains.GetValueOrDefault(item.Question.Id));
        double scale = 1;
        if (examined.Cases.Length == examined.Failed) foreach (string id in examined.Run.Rows.Select(r => r.Question).Where(q => !before.ContainsKey(q))) Add(id, 0);
        else scale = (double)examined.Failed / examined.Run.Rows.Length;
        ClusteredEstimate estimate = Clustered.Difference(after, before, _clusters);
        return (scale * (estimate.Mean ?? 0), estimate.Interval is { } i ? new Interval(scale * i.Low, scale * i.High) : null);
    }

    private decimal? Cost(RemedyKind kind, int items, List<(ExaminedCase Case, RemedyKind Kind)> cases)
    {
        AssumedHours hours = s_assumed.Value.Remedies.First(r => r.Id == kind.Id);
        decimal work = hourCostUsd * (hours.Hours + (hours.HoursEach * items));
        if (kind.Switch is not { } change || kind.Id != RemedyCatalog.Passages) return work;
        double[] more = [.. cases.Where(c => c.Case.InputTokens.ContainsKey(change)).Select(c => c.Case.InputTokens[change] - c.Case.InputTokens.GetValueOrDefault(CauseSwitch.Unchanged))];
        if (more.Length == 0 || price == ModelPrice.Free) return work;
        if (price is null || project.Needs.QueriesPerMonth is not { } queries) return null;
        return work + (MonthsOfRunning * queries * price.CostUsd((long)Math.Max(0, more.Average()), 0, 0));
    }

    private sealed record Assumed(string Date, string Source, ImmutableArray<AssumedHours> Remedies);

    private sealed record AssumedHours(string Id, decimal Hours, decimal HoursEach);
}
