using System.Collections.Immutable;
using System.Text.Json;
using Assay.Answering;
using Assay.Comparing;
using Assay.Decisions.Costs;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;
using Assay.Decisions.Vendors;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Running;
using Assay.Workspaces;

namespace Assay.Deciding;

/// <summary>Joins what was measured, what it costs, what published rules say and who sells it into a decision. Nothing is asked and nothing is run.</summary>
/// <param name="books">The data that decisions rest on.</param>
/// <param name="time">The clock.</param>
public sealed class Decider(DecisionBooks books, TimeProvider time)
{
    /// <summary>Puts together what is known of a project, or of none.</summary>
    /// <param name="project">The project; null for a decision on paper without one.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>What is to be decided; nothing is answered yet.</returns>
    public DecisionCase Open(Project? project, CancellationToken cancellationToken)
    {
        Observations seen = project is null ? new Observations() : new ProjectObserver(time).Look(project, Workspace.Open(project.Root), cancellationToken);
        return new DecisionCase(project, seen, Facts.Combine(project?.Needs ?? new Needs(), new Needs(), seen.Needs));
    }

    /// <summary>The latest comparison of a project, judged anew by what is needed and known now. Nothing is asked again.</summary>
    /// <param name="decision">What is known.</param>
    /// <param name="kept">The comparison.</param>
    /// <returns>The same with another verdict.</returns>
    /// <exception cref="Text.InputException">The project has other questions or another model by now.</exception>
    public Comparison Again(DecisionCase decision, KeptComparison kept)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(kept);
        QuestionSet questions = QuestionFiles.Read(decision.Project!);
        kept.CheckBasis(decision.Project!, questions);
        return kept.Comparison with { Verdict = Judge(decision, kept.Comparison.Arms, kept.Comparison.Tuned?.TrainingSeconds, kept.Runs, questions) };
    }

    /// <summary>What the measurements say.</summary>
    /// <param name="decision">What is known.</param>
    /// <param name="arms">What was measured of each arm.</param>
    /// <param name="trainingSeconds">What the training of the version in them took; null where there is none.</param>
    /// <param name="runs">The answers behind it.</param>
    /// <param name="questions">What was asked.</param>
    /// <returns>The verdict.</returns>
    public Verdict Judge(DecisionCase decision, ImmutableArray<ArmResult> arms, double? trainingSeconds, ImmutableArray<Run> runs, QuestionSet questions)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(questions);
        Project project = decision.Project ?? throw new ArgumentException("There are no measurements without a project.", nameof(decision));
        ArmCosts costs = Costs(decision);
        var evidence = new EvidenceBuilder(project, books.Prices.Currencies.Find(decision.Currency).Usd);
        ImmutableArray<CostInputs> products = [.. arms.Where(a => !a.Reference).Select(a => costs.Of(a.Arm, a, trainingSeconds))];
        ImmutableDictionary<string, ArmMoney> money = products.IsEmpty ? ImmutableDictionary<string, ArmMoney>.Empty : new MoneyOfArms(costs, decision).Of(products, (ulong)project.Seed);
        return new VerdictRule(decision.Needs, new VerdictOptions { Seed = project.Seed }).Decide(
            [.. runs.Select(run => evidence.Of(run, money.GetValueOrDefault(run.Arm, ArmMoney.None)))],
            QuestionClusters.Of(questions.Questions, DocumentReference.DocumentId));
    }

    /// <summary>Decides.</summary>
    /// <param name="decision">What is known.</param>
    /// <param name="comparison">What was measured; null on paper.</param>
    /// <param name="command">The command that repeats it.</param>
    /// <param name="cancellationToken">Stops between draws.</param>
    /// <returns>The decision; nothing is written.</returns>
    public Decision Decide(DecisionCase decision, Comparison? comparison, string command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);
        DateOnly today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        PaperDecision paper = RuleEngine.Decide(decision.Needs, books.Rules, Shown(comparison), isMeasured: comparison is not null, books.Prices.Currencies);
        string? arm = comparison is null ? paper.Leader : comparison.Verdict.Ship ?? comparison.Verdict.Nearest?.Arm;
        BuildOrBuy? vendors = arm is null ? null : BuildOrBuy.Of(decision.Needs, books.Vendors, arm, today, books.Prices.Currencies);
        return new Decision
        {
            Project = decision.Project?.Name,
            Time = time.GetUtcNow(),
            Verdict = comparison?.Verdict,
            Paper = paper,
            Needs = [.. NeedFields.All.Where(f => decision.Facts.Origins.ContainsKey(f.Name)).Select(f => new KnownNeed(f.Name, f.Text(decision.Needs)!, decision.Facts.Origins[f.Name]))],
            Contradictions = decision.Facts.Contradictions,
            Costs = Estimate(decision, comparison, cancellationToken),
            Vendors = vendors,
            NextStep = NextSteps.Of(comparison?.Verdict, paper, decision),
            Assumptions = [.. decision.Seen.Sources, .. PaperPrices(decision, comparison)],
            Warnings = [.. PriceBooks.StaleWarnings(Used(decision), today), .. new[] { vendors?.Warning, BuildWarning(decision, arm) }.OfType<string>()],
            Data = books.Versions,
            Command = command,
        };
    }

    /// <summary>The decision as it is kept.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="comparison">What it rests on; null on paper.</param>
    /// <returns>A record without a name.</returns>
    public static VerdictRecord Record(Decision decision, Comparison? comparison)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ImmutableSortedDictionary<string, string> needs = decision.Needs.ToImmutableSortedDictionary(n => n.Name, n => n.Value, StringComparer.Ordinal);
        return new VerdictRecord
        {
            Name = "",
            Time = decision.Time,
            Measured = comparison is not null,
            Ship = decision.Ship,
            Kind = comparison is null ? "paper" : JsonNamingPolicy.SnakeCaseLower.ConvertName(comparison.Verdict.Kind.ToString()),
            Confidence = decision.Confidence,
            Model = comparison?.Model,
            Questions = comparison?.Questions ?? 0,
            Arms = [.. comparison?.Arms.Where(a => !a.Reference).Select(a => Arm(a, decision)) ?? []],
            Needs = needs,
            Data = decision.Data,
            Inputs = ContentHash.Of([comparison?.Inputs, decision.Ship, decision.Verdict?.Kind.ToString(), .. needs.Select(n => $"{n.Key}={n.Value}"), .. decision.Costs?.Arms.Select(a => FormattableString.Invariant($"{a.Arm} {a.Currency} {a.Once} {a.Total}")) ?? [], .. decision.Data.Select(d => $"{d.Key}={d.Value}")]),
        };
    }

    private static ArmRecord Arm(ArmResult arm, Decision decision) => new(
        arm.Arm, arm.Score, arm.Low, arm.High, arm.LatencyMs.P95, arm.CostPerQuestion,
        decision.Costs?.Simulation.Arms.FirstOrDefault(a => a.Arm == arm.Arm)?.Total.P50,
        decision.Verdict?.Chances.FirstOrDefault(c => c.Arm == arm.Arm)?.Best);

    /// <summary>The differences that a comparison shows.</summary>
    /// <param name="comparison">Null for none.</param>
    /// <returns>Each as the better and the worse arm.</returns>
    public static ImmutableArray<MeasuredDifference> Shown(Comparison? comparison) => comparison is null ? [] :
        [.. comparison.Comparisons.Where(p => p.Better is not null).Select(p => new MeasuredDifference(p.Better!, p.Better == p.A ? p.B : p.A))];

    // The prices that the decision rests on.
    private IEnumerable<(string Name, PriceOrigin Origin)> Used(DecisionCase decision)
    {
        (ModelPrice? price, string model) = PriceOf(decision);
        if (price?.Origin is { } listed && (price.Input > 0 || price.Output > 0)) yield return (model, listed);
        if (decision.Currency != CurrencyRates.Basis) yield return (decision.Currency, books.Prices.Currencies.Find(decision.Currency).Origin);
        if (decision.Project?.Costs.VectorStore is { } store) yield return (store, books.Prices.VectorStore(store).Origin);
    }

    private IEnumerable<string> PaperPrices(DecisionCase decision, Comparison? comparison)
    {
        if (comparison is not null || decision.Project is not null) yield break;
        yield return FormattableString.Invariant($"No model is named: model calls are priced as those of {CostAssumptions.ReferenceModel}, by the price book of {books.Prices.Models.Date:yyyy-MM-dd}.");
        if (decision.Needs.DataResidency == DataResidency.SelfHosted) yield return "Data must stay self-hosted: these prices of a hosted model stand in for machines of your own, whose cost turns on their load. `assay cost --gpu NAME --tokens-per-second N --utilisation N` works it out.";
    }

    private (ModelPrice? Price, string Model) PriceOf(DecisionCase decision) => decision.Project is { } project
        ? (ModelPrices.Of(project, books.Prices.Models), project.Model.ToString())
        : (books.Prices.Model(CostAssumptions.ReferenceModel), CostAssumptions.ReferenceModel);

    // What others paid rules no arm out, but whoever has stated a budget should know it.
    private string? BuildWarning(DecisionCase decision, string? arm)
    {
        if (decision.Needs.Budget.Build is not { } budget || arm is null || decision.Project?.Costs.Build.ContainsKey(arm) == true) return null;
        return new CostAssumptions(books.Prices, decision.Currency).Build(arm) is { Value: var range } && range.High > (double)budget
            ? FormattableString.Invariant($"Building {arm} costs {range.Low:N0} to {range.High:N0} {decision.Currency} by what is published, and {budget:N0} are budgeted. That rules nothing out: state what it costs you under costs.build.")
            : null;
    }

    private ArmCosts Costs(DecisionCase decision)
    {
        (ModelPrice? price, string model) = PriceOf(decision);
        return new ArmCosts(decision, price, model, new CostAssumptions(books.Prices, decision.Currency));
    }

    private CostEstimate Estimate(DecisionCase decision, Comparison? comparison, CancellationToken cancellationToken)
    {
        ArmCosts costs = Costs(decision);
        ImmutableArray<CostInputs> arms = comparison is null
            ? [.. NeedFields.Products.Select(a => costs.Of(a, null, null))]
            : [.. comparison.Arms.Where(a => !a.Reference).Select(a => costs.Of(a.Arm, a, comparison.Tuned?.TrainingSeconds))];
        var options = new SimulationOptions { Months = decision.Months, Seed = (ulong)(decision.Project?.Seed ?? 0) };
        return new CostEstimate(
            decision.Currency, decision.Months, decision.Needs.QueriesPerMonth,
            [.. arms.Select(a => CostModel.Breakdown(a, decision.Months, decision.Currency))],
            CostSimulation.Run(arms, options, cancellationToken),
            [.. arms.SelectMany((a, i) => arms.Skip(i + 1).Select(b => Crossover.Between(a, b, decision.Months)))]);
    }
}
