using System.Globalization;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Racing;
using Assay.Tuning.Registry;

namespace Assay.Cli.Commands;

/// <summary>What <c>assay tune</c> does and says.</summary>
/// <param name="host">Where it says it.</param>
/// <param name="job">What does it.</param>
/// <param name="json">Whether the result is one JSON document.</param>
internal sealed class TuneRun(CommandHost host, TuneJob job, bool json)
{
    /// <summary>Reads and checks everything.</summary>
    public TunePlan Prepare(Project project, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine(host);
        return job.Prepare(project, new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)), cancellationToken);
    }

    /// <summary>Says what the checks found and what a training would take.</summary>
    /// <returns>0, or 2 when the examples cannot be used.</returns>
    public int Check(TunePlan plan)
    {
        TuneEstimate? estimate = plan.CanRun ? job.Estimate(plan) : null;
        if (json) host.WriteJson(TuneText.Json(plan, estimate));
        else host.Out.Write(plan.Data.Report.ToText() + TuneText.Plan(plan, estimate));
        return Refuse(plan);
    }

    /// <summary>Trains.</summary>
    /// <returns>0, or 2 when the examples cannot be used.</returns>
    public int Train(TunePlan plan, RaceBudget? search, CancellationToken cancellationToken)
    {
        host.Error.Write(plan.Data.Report.ToText());
        if (!plan.CanRun) return Refuse(plan);
        if (search is not null) plan = Search(plan, search, cancellationToken);
        if (plan.Existing is { } existing)
        {
            GateReport gates = job.Judge(plan, existing, cancellationToken);
            if (json) host.WriteJson(new { Version = existing.Name, Trained = false, existing.Folder, existing.Manifest, gates.Gates });
            else host.Out.WriteLine($"{existing.Name} is this very training: same examples, model, settings and code. Nothing was trained; forgetting and memorisation were measured again. Measure the rest with: assay compare");
            return 0;
        }

        TuneEstimate estimate = job.Estimate(plan);
        host.Error.Write(TuneText.Plan(plan, estimate));

        // What an interrupted training took before is not in its estimate, so that the two are not compared.
        TuneOutcome outcome = Run(plan, plan.StepsDone > 0 ? null : estimate, cancellationToken);
        if (json) host.WriteJson(TuneText.Json(plan, outcome));
        else host.Out.Write(TuneText.Outcome(plan, outcome));
        return 0;
    }

    /// <summary>Shows which tokens of an example are learned.</summary>
    public int Show(TunePlan plan, int line)
    {
        ChatExample example = plan.Data.Set.Conversations.FirstOrDefault(e => e.Line == line)
            ?? throw new InputException(new Problem(plan.Data.Set.Path, null, string.Create(CultureInfo.InvariantCulture, $"--show: line {line} holds no example that can be used. The file has {plan.Data.Set.Conversations.Length}, from line {plan.Data.Set.Conversations.Select(e => e.Line).DefaultIfEmpty().Min()} to {plan.Data.Set.Conversations.Select(e => e.Line).DefaultIfEmpty().Max()}.")));
        TokenView view = TokenView.Of(plan, example);
        if (json) host.WriteJson(view);
        else host.Out.Write(view.ToText());
        return 0;
    }

    /// <summary>Trains a version again and compares the bytes.</summary>
    /// <returns>0 when they are the same, else 1.</returns>
    public int Replay(Project project, string name, CancellationToken cancellationToken)
    {
        ReplayOutcome outcome;
        using (var line = new ProgressLine(host))
        {
            outcome = job.Replay(project, name, new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)), cancellationToken);
        }

        if (json) host.WriteJson(outcome);
        else host.Out.WriteLine(outcome.IsSame
            ? $"{name} was trained again from its manifest and has the same bytes (SHA-256 {outcome.Replayed})."
            : $"{name} was trained again and has other bytes: SHA-256 {outcome.Replayed}, the version's is {outcome.Kept}. Please report this: the same inputs should give the same bytes.");
        return outcome.IsSame ? 0 : 1;
    }

    private TunePlan Search(TunePlan plan, RaceBudget budget, CancellationToken cancellationToken)
    {
        host.Error.Write(TuneText.Plan(plan, null));
        RaceResult result;
        using (var line = new ProgressLine(host))
        {
            long started = host.Time.GetTimestamp();
            result = job.Search(plan, budget, new CallbackProgress<RaceMeasurement>(_ => line.Report("search, seconds", (int)host.Time.GetElapsedTime(started).TotalSeconds, (int)budget.Time.TotalSeconds)), warning => host.Error.WriteLine($"warning: {warning}"), cancellationToken);
        }

        host.Error.Write(TuneText.Race(result));
        return job.With(plan, result.Winner);
    }

    private TuneOutcome Run(TunePlan plan, TuneEstimate? estimate, CancellationToken cancellationToken)
    {
        using var curve = new TrainingLine(host, plan.StepsDone);
        return job.Run(plan, estimate, curve, warning => host.Error.WriteLine($"warning: {warning}"), cancellationToken);
    }

    private int Refuse(TunePlan plan)
    {
        if (plan.CanRun) return 0;
        host.Error.WriteLine(plan.Data.Report.HasErrors
            ? "Nothing was trained: repair the errors above, or allow what can be allowed (see 'assay tune --help')."
            : "Nothing was trained: no example is left to learn from.");
        return 2;
    }
}
