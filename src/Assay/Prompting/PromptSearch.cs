using System.Collections.Immutable;
using System.Globalization;
using Assay.Answering;
using Assay.Arms;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Statistics;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Running;

namespace Assay.Prompting;

/// <summary>The search for the best prompt of one arm.</summary>
/// <param name="project">The project, with its own prompt.</param>
/// <param name="options">What is tried; with a seed.</param>
/// <param name="arm">The arm.</param>
/// <param name="parts">The examples.</param>
/// <param name="budget">What it may cost.</param>
/// <param name="warnings">Gets what the reader should know.</param>
internal sealed class PromptSearch(Project project, PromptOptions options, string arm, PromptParts parts, PromptBudget budget, List<string> warnings)
{
    private readonly AnswerForm _form = AnswerForm.Of(project);

    /// <summary>Runs it.</summary>
    public async Task<PromptArmResult> RunAsync(RunSessions sessions, string examples, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<Question> selection = PromptParts.Questions(parts.Selection, _form, project), heldOut = PromptParts.Questions(parts.HeldOut, _form, project);
        IReadOnlyDictionary<string, string> clusters = PromptParts.Clusters(parts.Selection, selection);
        var asked = new QuestionSet(project.Display(project.Examples!), [.. selection, .. heldOut]);
        decimal? before = budget.SpentUsd;
        (RunSession session, ImmutableArray<string> notes) = await sessions.OpenAsync(project, asked, options with { Arms = [arm], MaxCostUsd = budget.LeftUsd, Command = "assay eval prompts" }, progress, cancellationToken).ConfigureAwait(false);
        using RunSession opened = session;
        warnings.AddRange(notes);
        var model = (ChatAnswerModel)session.Model;
        var race = new PromptRace(session, arm, budget);
        List<PromptCandidate> all = [.. Shown(model)];
        PromptCandidate own = all[0];
        CheckCost(race, all, selection, heldOut, cancellationToken);
        await race.RunAsync(all, selection, clusters, progress, cancellationToken).ConfigureAwait(false);
        PromptCandidate leader = Leader(all);
        foreach (PromptCandidate proposed in await ProposedAsync(session, model, leader, cancellationToken).ConfigureAwait(false)) all.Add(proposed);
        if (all[^1].Rows.Count == 0) await race.RunAsync([leader, .. all.Where(c => c.Rows.Count == 0)], selection, clusters, progress, cancellationToken).ConfigureAwait(false);
        PromptCandidate led = Leader(all);
        PromptInputs inputs = PromptInputs.Of(project, model, examples, options.Seed!.Value);
        BestPrompt best = led == own ? own.Best(arm, inputs, null) : await ConfirmedAsync(race, led, own, heldOut, inputs, progress, cancellationToken).ConfigureAwait(false);
        int missing = all.Sum(c => c.Rows.Count(r => r.Failure is not null));
        if (missing > 0) warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{arm}: {missing} answers are missing because the provider failed. Run again to ask only for those."));
        return new PromptArmResult
        {
            Arm = arm,
            Pool = parts.Pool.Length,
            Selection = selection.Length,
            HeldOut = heldOut.Length,
            Candidates = [.. all.OrderByDescending(c => c.LeftIn ?? int.MaxValue).ThenByDescending(c => c.Mean).ThenBy(c => c.InputTokens).Select(c => c.Result(own, clusters))],
            Led = led.Name,
            Best = best,
            CostUsd = budget.SpentUsd - before,
        };
    }

    // The project's own prompt first.
    private IEnumerable<PromptCandidate> Shown(ChatAnswerModel model)
    {
        const string ownName = "own instructions";
        yield return PromptCandidate.Of(model, null, ownName, null);
        if (TuneData.SharedSystem([.. parts.Pool.Select(p => p.Example)]) is { } system && !string.IsNullOrWhiteSpace(system) && system.Trim() != project.Instructions?.Trim()) yield return PromptCandidate.Of(model, system.Trim(), "instructions of the examples", null);
        var index = new ShotIndex([.. parts.Pool.Select(p => p.Shot)]);
        int budgetTokens = ShotPicker.Budget(model);
        foreach (int count in options.Shots.Where(s => s > 0).Distinct().Order())
        {
            if (count > parts.Pool.Length)
            {
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{count} examples were not shown: the part to be shown has {parts.Pool.Length}."));
                continue;
            }

            foreach (ShotChoice choice in new[] { ShotChoice.Fixed, ShotChoice.Nearest }) yield return PromptCandidate.Of(model, null, ownName, new ShotPicker(index, choice, count, model.Counter, budgetTokens));
        }
    }

    // Before the first call: what the race costs if nothing is left early, with proposals as long as the longest prompt.
    private void CheckCost(PromptRace race, List<PromptCandidate> candidates, ImmutableArray<Question> selection, ImmutableArray<Question> heldOut, CancellationToken cancellationToken)
    {
        decimal?[] each = [.. candidates.Select(c => race.EstimateUsd(c, selection, cancellationToken))];
        decimal? most = each.Max();
        decimal? confirmed = race.EstimateUsd(candidates[0], heldOut, cancellationToken) + race.EstimateUsd(candidates[^1], heldOut, cancellationToken);
        budget.Check($"Looking for a prompt of {arm}", each.Contains(null) ? null : each.Sum() + (options.Proposals * most) + confirmed);
    }

    private async Task<ImmutableArray<PromptCandidate>> ProposedAsync(RunSession session, ChatAnswerModel model, PromptCandidate leader, CancellationToken cancellationToken)
    {
        if (options.Proposals == 0) return [];
        Dictionary<string, PromptExample> byId = parts.Selection.ToDictionary(e => e.Ask(_form, project.Score.AbstentionPhrase).Id, StringComparer.Ordinal);
        ImmutableArray<PromptProposer.Failure> failures = [.. leader.Rows.Where(r => r.Score.Score < 1).OrderBy(r => r.Score.Score).ThenBy(r => r.Question, StringComparer.Ordinal)
            .Select(r => new PromptProposer.Failure(byId[r.Question].Shot.Question, r.Answer, byId[r.Question].Shot.Answer))];
        var index = new ShotIndex([.. parts.Pool.Select(p => p.Shot)]);
        ImmutableArray<Shot> examples = [.. index.Spread.Select(i => index.Shots[i])];
        (ImmutableArray<string> proposals, string? note) = await new PromptProposer(project, model, session, budget)
            .ProposeAsync(options.Proposals, model.Prompts.Instructions(leader.Plan, fromDocuments: arm != ArmCatalog.Prompt), examples, failures, cancellationToken).ConfigureAwait(false);
        if (note is not null) warnings.Add($"{arm}: {note}");
        return [.. proposals.Select((p, i) => PromptCandidate.Of(model, p, string.Create(CultureInfo.InvariantCulture, $"proposal {i + 1}"), leader.Plan.Shots))];
    }

    // Of equally good ones one that leaves the project's instructions as they are, then the shorter.
    private static PromptCandidate Leader(IEnumerable<PromptCandidate> all) => all.Where(c => c.LeftIn is null).OrderByDescending(c => c.Mean).ThenBy(c => c.Plan.Instructions is not null).ThenBy(c => c.InputTokens).First();

    // On examples that took no part in the choice, so that the figure is not the best of many.
    private async Task<BestPrompt> ConfirmedAsync(PromptRace race, PromptCandidate led, PromptCandidate own, ImmutableArray<Question> heldOut, PromptInputs inputs, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        PromptCandidate challenger = new(led.Name, led.Plan, led.Model), defender = new(own.Name, own.Plan, own.Model);
        progress?.Report(new CompareProgress($"{arm}: confirm", 0, 2));
        await race.AskAsync(defender, heldOut, cancellationToken).ConfigureAwait(false);
        progress?.Report(new CompareProgress($"{arm}: confirm", 1, 2));
        await race.AskAsync(challenger, heldOut, cancellationToken).ConfigureAwait(false);
        progress?.Report(new CompareProgress($"{arm}: confirm", 2, 2));
        ClusteredEstimate difference = Clustered.Difference(challenger.Scores(), defender.Scores(), PromptParts.Clusters(parts.HeldOut, heldOut));
        if (difference.Mean is not { } mean || difference.Interval is not { } interval)
        {
            warnings.Add($"{arm}: no held-out example has an answer of both prompts, so that the project's own is kept. Run again when the provider is up.");
            return own.Best(arm, inputs, null);
        }

        var proof = new PromptProof(difference.N, challenger.Mean, defender.Mean, mean, interval, difference.PBelow(0));
        return (PromptOptimizer.IsWorse(difference) ? own : led).Best(arm, inputs, proof);
    }
}
