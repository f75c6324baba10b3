using System.Collections.Immutable;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules.Conditions;

namespace Assay.Decisions.Rules.Judging;

/// <summary>
/// Adds up the rules that hold. A rule multiplies the odds of the arms it speaks of (adds the logarithm of its strength's odds); of the rules of one topic only the strongest for an
/// arm and the strongest against it count, because they repeat each other.
/// </summary>
internal sealed class Scorer
{
    /// <summary>No publication is left out.</summary>
    public const int NoSource = -1;

    private static readonly int Arms = NeedFields.Products.Length;
    private readonly Weighed[] _rules;
    private readonly int _topics;
    private readonly double _gap;
    private readonly ImmutableArray<MeasuredDifference> _measured;

    public Scorer(RuleBook book, ImmutableArray<MeasuredDifference> measured)
    {
        // What reference arms were measured to reach tells nothing of what to build.
        _measured = [.. measured.Where(d => NeedFields.Products.Contains(d.Better) && NeedFields.Products.Contains(d.Worse))];
        string[] topics = [.. book.Rules.Select(r => r.Topic).Distinct()];
        _topics = topics.Length;
        _gap = Math.Log(book.Odds[RuleStrength.Strong]);
        _rules = [.. book.Rules.Where(Decides).Select(r => Weigh(r, Array.IndexOf(topics, r.Topic), book))];
    }

    /// <summary>What it adds up to.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="withoutSource">The place of a publication in the book that is left out, with the rules that rest on it alone; <see cref="NoSource"/> for none.</param>
    public Standing Score(FactSheet facts, int withoutSource = NoSource)
    {
        double[] favour = new double[_topics * Arms], against = new double[_topics * Arms];
        double[] managed = new double[_topics], own = new double[_topics];
        var excluded = new Rule?[Arms];
        Hosting? only = null;
        foreach (Weighed w in _rules)
        {
            if ((withoutSource != NoSource && w.OnlySource == withoutSource) || w.Rule.When.Judge(facts) != Truth.Yes) continue;
            if (w.Rule.Strength == RuleStrength.Hard)
            {
                for (int a = 0; a < Arms; a++) excluded[a] ??= w.Effects[a] < 0 ? w.Rule : null;
                only ??= w.Rule.Hosting;
                continue;
            }

            for (int a = 0; a < Arms; a++)
            {
                if (w.Effects[a] == 0) continue;
                ref double most = ref (w.Effects[a] > 0 ? favour : against)[(w.Topic * Arms) + a];
                most = Math.Max(most, w.Weight);
            }

            if (w.Rule.Hosting is { } hosting)
            {
                ref double most = ref (hosting == Hosting.Managed ? managed : own)[w.Topic];
                most = Math.Max(most, w.Weight);
            }
        }

        double[] scores = new double[Arms];
        for (int i = 0; i < favour.Length; i++) scores[i % Arms] += favour[i] - against[i];
        bool[] tried = Lower(scores, excluded, facts[RuleField.Tried]);
        string?[] worse = Hold(scores, excluded);
        return new Standing(
            [.. scores], [.. excluded], [.. worse], [.. tried],
            (only == Hosting.SelfHosted ? double.NegativeInfinity : managed.Sum(), only == Hosting.Managed ? double.NegativeInfinity : own.Sum()));
    }

    /// <summary>The measured difference that a rule speaks against; null where it speaks against none.</summary>
    public MeasuredDifference? Contradicting(Rule rule) =>
        _measured.FirstOrDefault(d => d.About == rule.About && rule.Strength != RuleStrength.Hard && rule.Towards(d.Worse) > rule.Towards(d.Better));

    private static bool Decides(Rule rule) => rule.Favours.Length > 0 || rule.Against.Length > 0 || rule.Excludes.Length > 0 || rule.Hosting is not null;

    // What was tried and is not good enough stays below the best of what was not, where anything is left.
    private bool[] Lower(double[] scores, Rule?[] excluded, FactValue? known)
    {
        if (known is null) return new bool[Arms];
        bool[] tried = [.. Enumerable.Range(0, Arms).Select(a => (known.Value.Words & (1UL << a)) != 0)];
        double[] open = [.. scores.Where((_, a) => !tried[a] && excluded[a] is null)];
        for (int a = 0; a < Arms && open.Length > 0; a++)
        {
            if (tried[a]) scores[a] = Math.Min(scores[a], open.Max() - _gap);
        }

        return tried;
    }

    // An arm that was measured to give worse answers stays below the better one, whatever the rules say, unless that one may not be taken at all.
    private string?[] Hold(double[] scores, Rule?[] excluded)
    {
        string?[] worse = new string?[Arms];
        for (int pass = 0; pass < _measured.Length; pass++)
        {
            foreach (MeasuredDifference d in _measured.Where(d => d.About == RuleSubject.Quality))
            {
                int b = NeedFields.Products.IndexOf(d.Better), w = NeedFields.Products.IndexOf(d.Worse);
                if (excluded[b] is not null) continue;
                worse[w] = d.Better;
                scores[w] = Math.Min(scores[w], scores[b] - _gap);
            }
        }

        return worse;
    }

    private Weighed Weigh(Rule rule, int topic, RuleBook book)
    {
        int[] effects = [.. NeedFields.Products.Select(rule.Towards)];
        foreach (MeasuredDifference d in _measured.Where(d => d.About == rule.About && rule.Strength != RuleStrength.Hard && rule.Towards(d.Worse) > rule.Towards(d.Better)))
        {
            effects[NeedFields.Products.IndexOf(d.Better)] = 0;
            effects[NeedFields.Products.IndexOf(d.Worse)] = 0;
        }

        RuleSource[] sources = [.. rule.Citations.Select(c => c.Source).Distinct()];
        return new Weighed(rule, topic, rule.Strength == RuleStrength.Hard ? 0 : Math.Log(book.Odds[rule.Strength]), effects, sources.Length == 1 ? book.Sources.IndexOf(sources[0]) : NoSource);
    }

    private sealed record Weighed(Rule Rule, int Topic, double Weight, int[] Effects, int OnlySource);
}
