using Assay.Decisions.Requirements;
using Assay.Decisions.Verdicts;

namespace Assay.Tests.Decisions.Verdicts.Synthetic;

/// <summary>A made-up project: what was measured, and what is true.</summary>
/// <param name="Arms">Evidence of each arm.</param>
/// <param name="Documents">Document of each question.</param>
/// <param name="Needs">What is stated.</param>
/// <param name="Options">Retrainings and seed.</param>
/// <param name="True">True figures of each arm.</param>
/// <param name="At">True circumstances.</param>
internal sealed record SyntheticProject(ArmEvidence[] Arms, Dictionary<string, string> Documents, Needs Needs, VerdictOptions Options, ArmFigures[] True, Circumstances At)
{
    private const int TruthDraws = 20_000;
    private static readonly string[] s_names = ["prompt", "rag", "fine-tuned", "hybrid", "rag-large", "fine-tuned-large"];
    private static readonly double[] s_spreads = [0, 0.1, 0.3, 0.8];

    /// <summary>Draws a project.</summary>
    /// <param name="seed">Its number.</param>
    public static SyntheticProject Draw(int seed)
    {
        Chance chance = new(seed);
        var quality = new QualityWorld(chance);
        int count = 2 + (int)(chance.Unit() * 5);
        double centre = chance.Between(-0.5, 2), spread = chance.Pick(s_spreads);
        ArmWorld[] worlds = [.. Enumerable.Range(0, count).Select(i => ArmWorld.Draw(chance, centre + (spread * chance.Normal()), s_names[i].StartsWith("fine", StringComparison.Ordinal)))];
        ArmFigures[] truth = Truth(worlds, quality, chance);
        (Needs needs, VerdictOptions options) = Stated(truth, chance, seed);
        (ArmEvidence[] arms, Dictionary<string, string> documents) = Measure(worlds, quality, chance);
        return new SyntheticProject(arms, documents, needs, options, truth, Circumstances.Of(needs, options, pricesKnown: true));
    }

    private static ArmFigures[] Truth(ArmWorld[] worlds, QualityWorld quality, Chance chance)
    {
        double[] score = new double[worlds.Length];
        double[][] latency = [.. worlds.Select(_ => new double[TruthDraws])];
        for (int i = 0; i < TruthDraws; i++)
        {
            double shared = quality.Difficulty(chance, quality.Document(chance)) + QualityWorld.Answer(chance) + quality.Own(chance);
            for (int a = 0; a < worlds.Length; a++)
            {
                score[a] += quality.Expected(worlds[a].Level + shared) / TruthDraws;
                latency[a][i] = worlds[a].Latency(ArmWorld.Document(chance), chance);
            }
        }

        return [.. worlds.Select((w, a) =>
        {
            Array.Sort(latency[a]);
            double Percentile(double share) => latency[a][(int)(share * TruthDraws)];
            return w.True with { Score = score[a], CostPerQuestion = w.MeanCost, P50Ms = Percentile(0.5), P95Ms = Percentile(0.95), P99Ms = Percentile(0.99) };
        })];
    }

    // Limits lie near the truth of one of the arms, where they are hard to judge.
    private static (Needs Needs, VerdictOptions Options) Stated(ArmFigures[] truth, Chance chance, int seed)
    {
        var options = new VerdictOptions { Seed = seed, RetrainingsPerMonth = chance.Happens(0.3) ? 0 : chance.Octaves(0.1, 8) };
        var needs = new Needs { QueriesPerMonth = (long)chance.Octaves(10_000, 3_000_000) };
        Circumstances at = Circumstances.Of(needs, options, pricesKnown: true);
        TimeSpan Near(double ms) => TimeSpan.FromMilliseconds(ms * Math.Exp(0.2 * chance.Normal()));
        ArmFigures one = chance.Pick(truth);
        if (chance.Happens(0.1)) needs = needs with { LatencyP50 = Near(one.P50Ms!.Value) };
        if (chance.Happens(0.5)) needs = needs with { LatencyP95 = Near(one.P95Ms!.Value) };
        if (chance.Happens(0.1)) needs = needs with { LatencyP99 = Near(one.P99Ms!.Value) };
        ArmFigures other = chance.Pick(truth);
        if (chance.Happens(0.3)) needs = needs with { Budget = needs.Budget with { Monthly = (decimal)(Choice.Running(other, at) * Math.Exp(0.3 * chance.Normal())) } };
        if (chance.Happens(0.15)) needs = needs with { Budget = needs.Budget with { Build = (decimal)(other.Build * Math.Exp(0.3 * chance.Normal())) } };
        if (chance.Happens(0.4)) needs = needs with { WrongAnswerCost = (decimal)chance.Octaves(0.002, 0.5) };
        return (needs, options);
    }

    private static (ArmEvidence[] Arms, Dictionary<string, string> Documents) Measure(ArmWorld[] worlds, QualityWorld quality, Chance chance)
    {
        int questions = (int)chance.Octaves(80, 600), at = 0, document = 0;
        double size = chance.Octaves(1, 12), uneven = chance.Between(0, 1);
        Dictionary<string, string> documents = new(StringComparer.Ordinal);
        Dictionary<string, double?>[] scores = [.. worlds.Select(_ => new Dictionary<string, double?>(questions, StringComparer.Ordinal))];
        Dictionary<string, double>[] latency = [.. worlds.Select(_ => new Dictionary<string, double>(questions, StringComparer.Ordinal))], cost = [.. worlds.Select(_ => new Dictionary<string, double>(questions, StringComparer.Ordinal))];
        for (; at < questions; document++)
        {
            int about = Math.Clamp((int)Math.Round(size * Math.Exp((uneven * chance.Normal()) - (uneven * uneven / 2))), 1, Math.Max(1, questions / 4));
            double shared = quality.Document(chance), slow = ArmWorld.Document(chance);
            double[] own = [.. worlds.Select(_ => quality.Own(chance))];
            for (int i = 0; i < about && at < questions; i++, at++)
            {
                string id = $"q{at:D4}";
                documents[id] = $"d{document}";
                double difficulty = quality.Difficulty(chance, shared);
                for (int a = 0; a < worlds.Length; a++)
                {
                    scores[a][id] = quality.Score(worlds[a].Level + difficulty + own[a] + QualityWorld.Answer(chance), chance);
                    latency[a][id] = worlds[a].Latency(slow, chance);
                    cost[a][id] = worlds[a].CostOf(slow, chance);
                }
            }
        }

        return ([.. worlds.Select((w, a) => new ArmEvidence { Arm = s_names[a], Scores = scores[a], LatencyMs = latency[a], Cost = cost[a], Money = w.Money })], documents);
    }
}
