using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Tuning.Hosted;

namespace Assay.Cli.Commands;

/// <summary>What <c>assay tune hosted</c> says of plans, jobs and results.</summary>
internal static class TuneHostedText
{
    /// <summary>What would be sent and what it costs.</summary>
    public static string Plan(HostedDraft draft, HostedTuningPlan plan)
    {
        var text = new StringBuilder();
        foreach (string line in plan.Lines())
        {
            text.Append(PlainWriter.Line(line)).Append('\n');
            if (plan.CostUsd is null && line.StartsWith("Cost:", StringComparison.Ordinal)) text.Append("  Write it as the provider publishes it, in USD per million trained tokens: --price 3.00. With --max-cost nothing is sent that would cost more.\n");
        }

        if (!draft.Data.Leaking.IsEmpty) text.Append(CultureInfo.InvariantCulture, $"Left out for holding evaluation questions: {draft.Data.Leaking.Length:N0} examples.\n");
        if (draft.Target.Model.Name.StartsWith("ft:", StringComparison.Ordinal)) text.Append("The base model is a tuned one: it is trained further. Name the plain one with --model to train anew.\n");
        return text.ToString();
    }

    /// <summary>How a job stands, in one line.</summary>
    public static string Status(HostedJob job)
    {
        string end = job is { HasEnded: false, EstimatedFinish: { } expected } ? $", expected to end {expected.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC" : "";
        string tokens = job.TrainedTokens is > 0 and var trained ? string.Create(CultureInfo.InvariantCulture, $", {trained:N0} tokens trained") : "";
        return PlainWriter.Line($"job {job.Id}: {job.Status}{end}{tokens}");
    }

    /// <summary>What came of a job, and what to do now.</summary>
    public static string Result(Project project, HostedTuningResult result)
    {
        var text = new StringBuilder();
        HostedJob job = result.Job;
        text.Append(Status(job)).Append('\n');
        if (job.Error is { } error) text.Append(PlainWriter.Line($"  the provider says: {error.Message}{(error.Code.Length > 0 ? $" ({error.Code}{(error.Parameter is { Length: > 0 } at ? $", {at}" : "")})" : "")}")).Append('\n');
        foreach (HostedCheckpoint checkpoint in result.Checkpoints.Where(c => c.Model is not null))
            text.Append(PlainWriter.Line(string.Create(CultureInfo.InvariantCulture, $"  checkpoint after step {checkpoint.Step:N0}{(checkpoint.Metrics?.FullValidLoss is { } loss ? $", validation loss {loss:0.000}" : "")}: {checkpoint.Model}"))).Append('\n');
        if (result.Model is { } model) text.Append(PlainWriter.Line($"To use it, write in {ProjectFile.FileName}:   model: {model}")).Append("\nMeasure it with: assay compare\n");
        else if (job.HasEnded) text.Append("The same again, which is another job and is paid for: assay tune hosted start with --attempt 2 (3, ...)\n");
        if (!job.HasEnded) text.Append(PlainWriter.Line($"Follow it: assay tune hosted watch {job.Id} --project {project.Root}")).Append('\n');
        if (result.Recipe is { } recipe) text.Append(PlainWriter.Line($"Recipe: {project.Display(recipe)}. To train the same on this machine, name a base model whose weights are here (a folder or hf:owner/name under 'model'), then: {HostedTuning.HereCommand(project, job)}")).Append('\n');
        return text.ToString();
    }

    /// <summary>A result as JSON.</summary>
    public static object Json(Project project, HostedTuningResult result) => new
    {
        result.Job,
        Model = result.Model?.ToString(),
        result.Checkpoints,
        Recipe = result.Recipe,
        Here = result.Recipe is null ? null : HostedTuning.HereCommand(project, result.Job),
    };

    /// <summary>A plan as JSON.</summary>
    public static object Json(HostedDraft draft) => new
    {
        Provider = draft.Target.Service.Name,
        BaseModel = draft.Target.Model.ToString(),
        Training = draft.Plan?.TrainingFile,
        Validation = draft.Plan?.ValidationFile,
        draft.Plan?.Counter,
        draft.Plan?.Epochs,
        draft.Plan?.EpochsAreGuessed,
        draft.Plan?.TrainedTokens,
        draft.Plan?.UsdPerMillion,
        draft.Plan?.CostUsd,
        draft.Target.Service.TuningEnds,
        draft.Plan?.DaysLeft,
        draft.Plan?.Refusal,
        draft.Data.Leaking,
        Notes = draft.Plan?.Lines() ?? ImmutableArray<string>.Empty,
        Checks = JsonNode.Parse(draft.Data.Report.ToJson()),
    };
}
