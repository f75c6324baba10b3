using System.Collections.Immutable;
using System.Globalization;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules.Conditions;
using Assay.Decisions.Rules.Judging;

namespace Assay.Decisions.Rules;

/// <summary>
/// Decides on paper: what published rules say of what is known. Where something was measured, the measurement counts and the rules fill the rest.
/// <c>docs/design/rules.md</c> gives the formulas.
/// </summary>
public static class RuleEngine
{
    /// <summary>Judges every rule and adds up what they say.</summary>
    /// <param name="needs">What is known of the product; see <see cref="Facts.Combine"/>.</param>
    /// <param name="book">The rules.</param>
    /// <param name="measured">Differences between arms that were shown; those that concern reference arms are passed over.</param>
    /// <param name="isMeasured">Whether arms were compared, also where no difference was shown.</param>
    /// <param name="rates">Rates of exchange for amounts in another currency than US dollars; without one such amounts are not known.</param>
    /// <returns>The decision; the same for the same needs, book and rates.</returns>
    public static PaperDecision Decide(Needs needs, RuleBook book, ImmutableArray<MeasuredDifference> measured = default, bool isMeasured = false, CurrencyRates? rates = null)
    {
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(book);
        ImmutableArray<MeasuredDifference> differences = measured.IsDefault ? [] : measured;
        var scorer = new Scorer(book, differences);
        var search = new FlipSearch(scorer, FieldDomain.All(book));
        FactSheet facts = FactSheet.Of(needs, rates).With(RuleField.Measured, new FactValue(isMeasured || differences.Length > 0 ? 1 : 0));
        Standing standing = scorer.Score(facts);
        FactSheet decided = facts.With(RuleField.Leader, standing.Leader is { } leader ? new FactValue(RuleField.Leader.Choices.IndexOf(leader)) : null)
            .With(RuleField.Hosted, new FactValue((int)standing.Hosting));
        Rule[] holding = [.. book.Rules.Where(r => r.When.Judge(decided) == Truth.Yes)];
        ImmutableArray<ArmShare> arms = Arms(book, facts, scorer, search, standing);
        bool nothing = !facts.HasNeeds;
        return new PaperDecision
        {
            Leader = standing.Leader,
            RunnerUp = standing.Ranking.Length > 1 ? NeedFields.Products[standing.Ranking[1]] : null,
            Arms = arms,
            Hosting = standing.Hosting,
            HostingShare = standing.HostingShare,
            NothingKnown = nothing,
            NothingNew = standing.NothingNew,
            Summary = Summary(arms, standing, nothing),
            Fired = [.. holding.Select(r => new FiredRule(r, Because(r, decided), scorer.Contradicting(r)))],
            Open = [.. book.Rules.Where(r => r.When.Judge(decided) == Truth.Unknown).Select(r => new OpenRule(r, Missing(r, decided)))],
            Warnings = [.. holding.Where(r => r.Warning is not null).Select(r => new RuleNote(r, r.Warning!))],
            Steps = [.. holding.Where(r => r.Step is not null).OrderBy(r => r.Step!.Order).Select(r => new RuleNote(r, r.Step!.Text))],
            Flips = search.Find(facts, standing, known: true),
            Unanswered = search.Find(facts, standing, known: false),
            Book = string.Create(CultureInfo.InvariantCulture, $"{book.Version} of {book.Date:yyyy-MM-dd}"),
        };
    }

    private static ImmutableArray<ArmShare> Arms(RuleBook book, FactSheet facts, Scorer scorer, FlipSearch search, Standing standing)
    {
        double rate = book.Reliability.Rate;
        ImmutableArray<double> shares = standing.Shares(rate);
        ImmutableArray<double>[] others =
        [
            .. Enumerable.Range(0, book.Sources.Length).Select(s => scorer.Score(facts, s).Shares(rate)),
            .. search.Neighbours(facts, known: false).Select(n => n.Standing.Shares(rate)),
        ];
        return
        [
            .. standing.Ranking.Concat(Enumerable.Range(0, shares.Length).Except(standing.Ranking)).Select(a => new ArmShare(
                NeedFields.Products[a], shares[a],
                others.Select(o => o[a]).Append(shares[a]).Min(), others.Select(o => o[a]).Append(shares[a]).Max(),
                standing.ExcludedBy[a]?.Id, standing.WorseThan[a]) { Tried = standing.Tried[a] }),
        ];
    }

    private static string Because(Rule rule, FactSheet facts) => string.Join(", ", rule.When.Comparisons.Select(c => c.Field).Distinct()
        .Where(f => facts[f] is not null).Select(f => $"{f.Name} = {f.Format(facts[f]!.Value)}{(facts.IsKnown(f) ? "" : " (500 a document)")}"));

    private static ImmutableArray<string> Missing(Rule rule, FactSheet facts) =>
        [.. rule.When.Comparisons.Where(c => c.Judge(facts) == Truth.Unknown).Select(c => c.Field.Name).Distinct()];

    private static string NothingNew(ImmutableArray<ArmShare> arms, string first)
    {
        string[] excluded = [.. arms.Where(a => a.ExcludedBy is not null).Select(a => a.Arm)];
        string giveUp = excluded.Length == 0 ? "" : $", or give up the requirement that excludes {string.Join(", ", excluded)}";
        string left = excluded.Length == 0 ? "Every arm" : "Every arm that no requirement excludes";
        return $"{left} was tried and was not good enough ({string.Join(", ", arms.Where(a => a.ExcludedBy is null).Select(a => a.Arm))}): building one again as it was changes nothing. "
            + $"Measure where they fail, take out of 'tried' what was not given a fair trial{giveUp}. Nearest on paper is {first}.";
    }

    private static string Summary(ImmutableArray<ArmShare> arms, Standing standing, bool nothing)
    {
        if (standing.Leader is null) return "Every arm is excluded by a requirement: give up one of them.";
        string hosting = standing.Hosting == Hosting.Managed ? "on a managed service" : "on your own machines";
        if (nothing) return "Nothing is known of the product yet. Start with a prompt on a managed service, and answer some questions: each can change this.";
        ArmShare first = arms[0];
        string sure = string.Create(CultureInfo.InvariantCulture, $"{first.Share * 100:0}%, from {first.Low * 100:0}% to {first.High * 100:0}% by what is not known and who is right");
        string next = arms.Length > 1 && arms[1].ExcludedBy is null ? string.Create(CultureInfo.InvariantCulture, $" Next: {arms[1].Arm} ({arms[1].Share * 100:0}%).") : "";
        if (standing.NothingNew) return NothingNew(arms, $"{first.Arm}, {hosting} ({sure})");
        return $"On paper {first.Arm}, {hosting} ({sure}).{next}";
    }
}
