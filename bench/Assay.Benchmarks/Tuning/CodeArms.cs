using System.Collections.Immutable;

namespace Assay.Benchmarks.Tuning;

/// <summary>The arms at one level: which findings each gets right.</summary>
/// <param name="Level">The level.</param>
/// <param name="Findings">What is asked about.</param>
/// <param name="Answers">The model's categories.</param>
/// <param name="Odds">The model's probabilities.</param>
internal sealed record CodeArms(CodeLevel Level, Finding[] Findings, ImmutableArray<string> Answers, CodeOdds Odds)
{
    /// <summary>The case of every finding.</summary>
    public string[] Cases { get; } = [.. Findings.Select(f => f.Case)];

    /// <summary>What a vote says.</summary>
    public string[] By(NeighbourVote vote) => [.. Findings.Select(f => Level.Near.Label(f.Text, vote))];

    /// <summary>What the model and near findings say together.</summary>
    public string[] By(CodeRule rule) => By(rule, Shares(rule.Vote));

    /// <summary>What the model alone says; empty where it names no part.</summary>
    public string[] Alone() => [.. Answers.Select(a => Level.Named(a) ?? "")];

    /// <summary>Which of these are right.</summary>
    public Verdict Judged(string name, string[] parts) => Verdict.Of(name, Findings.Select((f, i) => Level.IsRight(f, parts[i])));

    /// <summary>The best vote here, by the mean of the cases; the earlier one of equals.</summary>
    public NeighbourVote BestVote() => NeighbourVote.All.MaxBy(v => Share(By(v)))!;

    /// <summary>The best rule here, by the mean of the cases; the earlier one of equals.</summary>
    public CodeRule BestRule() => CodeRule.All.GroupBy(r => r.Vote).Select(g => (g, Shares: Shares(g.Key))).SelectMany(g => g.g.Select(r => (Rule: r, Share: Share(By(r, g.Shares))))).MaxBy(r => r.Share).Rule;

    private ImmutableSortedDictionary<string, double>[] Shares(NeighbourVote vote) => [.. Findings.Select(f => Level.Near.Shares(f.Text, vote))];

    private string[] By(CodeRule rule, ImmutableSortedDictionary<string, double>[] shares) => [.. Findings.Select((f, i) => rule.Decide(Level, f.Text, shares[i], Answers[i], Odds))];

    private double Share(string[] parts) => Findings.Select((f, i) => (f.Case, Right: Level.IsRight(f, parts[i]) ? 1.0 : 0)).GroupBy(p => p.Case, StringComparer.Ordinal).Average(g => g.Average(p => p.Right));
}
