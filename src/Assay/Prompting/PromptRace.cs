using System.Collections.Immutable;
using Assay.Arms;
using Assay.Decisions.Prices;
using Assay.Evaluation.Questions;
using Assay.Running;
using Assay.Sweeping;

namespace Assay.Prompting;

/// <summary>Lets prompts answer the same questions: all answer the first of them, those that are shown to be worse are left (<see cref="SweepRace"/>), the others go on.</summary>
/// <param name="session">The project, opened with its own prompt.</param>
/// <param name="arm">The arm.</param>
/// <param name="budget">What it may cost.</param>
internal sealed class PromptRace(RunSession session, string arm, PromptBudget budget)
{
    private readonly IArm _arm = session.Arm(arm);

    /// <summary>Runs a race.</summary>
    /// <param name="candidates">The prompts; what one has answered already is not asked again.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="clusters">Cluster by question.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept.</param>
    public async Task RunAsync(IReadOnlyList<PromptCandidate> candidates, ImmutableArray<Question> questions, IReadOnlyDictionary<string, string> clusters, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<int> rounds = SweepRace.Rounds(questions.Length);
        for (int round = 0; round < rounds.Length; round++)
        {
            PromptCandidate[] running = [.. candidates.Where(c => c.LeftIn is null)];
            for (int i = 0; i < running.Length; i++)
            {
                progress?.Report(new CompareProgress($"{arm}: round {round + 1} of {rounds.Length}", i, running.Length));
                await AskAsync(running[i], questions[..rounds[round]], cancellationToken).ConfigureAwait(false);
            }

            progress?.Report(new CompareProgress($"{arm}: round {round + 1} of {rounds.Length}", running.Length, running.Length));
            if (round == rounds.Length - 1) break;
            bool[] goOn = SweepRace.GoOn([.. running.Select(r => r.Scores(rounds[round]))], clusters, rounds.Length);
            for (int i = 0; i < running.Length; i++) running[i].LeftIn = goOn[i] ? null : round + 1;
        }
    }

    /// <summary>Asks a prompt what it was not asked yet.</summary>
    public async Task AskAsync(PromptCandidate candidate, ImmutableArray<Question> questions, CancellationToken cancellationToken)
    {
        if (candidate.Rows.Count >= questions.Length) return;
        Run run = await session.RunAsync(Variant(candidate), [.. questions.Skip(candidate.Rows.Count)], budget.LeftUsd, null, cancellationToken).ConfigureAwait(false);
        candidate.Rows.AddRange(run.Rows);
        budget.Spend(session.Price is null ? null : run.Rows.Sum(r => r.CostUsd ?? 0));
    }

    /// <summary>What it would cost to ask a prompt all of some questions, answers that are kept left out; null when the price is not known.</summary>
    public decimal? EstimateUsd(PromptCandidate candidate, ImmutableArray<Question> questions, CancellationToken cancellationToken) =>
        session.Price is null ? null : session.Price == ModelPrice.Free ? 0 : session.EstimateCostUsd(Variant(candidate), questions, cancellationToken);

    private RunVariant Variant(PromptCandidate candidate) => new(_arm) { Model = candidate.Model, Price = session.Price };
}
