using Assay.Models.Adapters;
using Assay.Models.Local;
using Assay.Numerics.Parallel;
using Assay.Tuning.Forgetting;
using Assay.Tuning.Memorization;
using Assay.Tuning.Registry;
using Assay.Tuning.Scoring;

namespace Assay.FineTuning;

/// <summary>The gates that a training measures itself: what the model lost of what it could do before, and what of its training data can be drawn out of it.</summary>
/// <param name="team">Who computes.</param>
/// <param name="time">Dates them.</param>
internal sealed class TuneGates(WorkerTeam team, TimeProvider time)
{
    /// <summary>Measures a version and keeps the gates with it.</summary>
    /// <param name="plan">What it was made of.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Ends it; the gates are then missing.</param>
    /// <returns>Both gates.</returns>
    /// <exception cref="Text.AssayException">The version cannot be opened.</exception>
    public GateReport Measure(TunePlan plan, AdapterVersion version, CancellationToken cancellationToken)
    {
        LocalModel before = plan.Base.Model;
        using LocalModel? whole = version.IsWhole ? LocalModel.Open(version.Folder) : null;
        using LoraAdapter? adapter = version.IsWhole ? null : before.OpenAdapter(version.Folder);
        RunningModel untuned = new(before), tuned = new(whole ?? before, adapter);
        Gate forgetting = plan.Base.IsScratch
            ? Gate.NotApplicable(GateReport.Forgetting, "training began from random weights, which knew nothing that could be forgotten")
            : ForgettingMeter.Measure(untuned, tuned, new ForgettingInputs { Pinned = plan.Project.Tuning.Pinned is { } file ? PinnedPrompts.Read(Path.Combine(plan.Project.Root, file)) : [] }, team, cancellationToken).ToGate(plan.Project.Tuning.ForgettingBudget);
        Gate memorisation = new MemorizationMeter(untuned, tuned, new MemorizationOptions { Seed = plan.Options.Seed }, team)
            .Measure(new MemorizationInputs(plan.Data.Training) { HeldOut = plan.Data.HeldOut, Canaries = plan.Data.Canaries }, cancellationToken).ToGate();
        GateReport report = (version.Evaluation ?? GateReport.Empty).With(time.GetUtcNow(), forgetting, memorisation);
        version.Keep(report);
        return report;
    }
}
