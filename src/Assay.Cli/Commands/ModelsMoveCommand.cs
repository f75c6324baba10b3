using System.CommandLine;
using Assay.Answering;
using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Decisions.Prices;
using Assay.FineTuning;
using Assay.Models.Providers;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Reporting;
using Assay.Running;
using Assay.Tuning.Registry;

namespace Assay.Cli.Commands;

/// <summary><c>assay models move</c>: makes the version in use again on another base model, and says whether moving pays.</summary>
internal static class ModelsMoveCommand
{
    public static Command Create(CommandHost host)
    {
        var target = new Argument<string>("model") { Description = "The other base model: a folder, a GGUF file, or hf:owner/name after `assay models pull`." };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var maxCost = new Option<decimal>("--max-cost") { Description = "Stop before the first paid call if the run is expected to cost more, in USD.", HelpName = "USD", DefaultValueFactory = _ => 10, CustomParser = CompareCommand.Amount };
        var command = new Verb("move",
            """
            Make the version in use (else the newest) again on another base model, with the same examples, settings and seed; measure its gates; answer the project's questions with both;
            and say whether moving pays: better answers, or answers that are no worse from a model that is faster or smaller. The result is a version like any other. Nothing is put into
            use: that is `assay models promote`.

            Examples:
              assay models move ./models/new-base --project my-project
              assay models move hf:owner/name --json
            """) { target, project, json, maxCost };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            ModelReference model = ModelReference.Parse(CommonOptions.NotBlank(parsed.GetRequiredValue(target), "The model"));
            if (model.Kind == ModelKind.Folder) model = model with { Name = Path.GetFullPath(model.Name) };
            ProviderOptions providers = Providers.Options(host);
            var move = new BaseMove(new TuneJob(providers, WorkerTeam.Shared, host.Time), new AnswerModels(providers, host.Time), PriceBook.Bundled(), host.Time);
            using MovePlan plan = Prepare(host, move, opened, model, cancellationToken);
            if (!plan.Plan.CanRun)
            {
                host.Error.Write(plan.Plan.Data.Report.ToText());
                host.Error.WriteLine("Nothing was trained: the examples cannot be used with this model as they are.");
                return 2;
            }

            AdapterVersion version = Train(host, move, plan, cancellationToken);
            plan.Dispose();
            var options = new CompareOptions { MaxCostUsd = parsed.GetValue(maxCost), Command = $"assay models move {model}" };
            MoveReport report = await MeasureAsync(host, (p, t) => move.MeasureAsync(opened, plan, version, options, p, t), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json)) host.WriteJson(report);
            else Print(host, report);
            return 0;
        });
        return command;
    }

    private static MovePlan Prepare(CommandHost host, BaseMove move, Project project, ModelReference model, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine(host);
        return move.Prepare(project, model, new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)), cancellationToken);
    }

    private static AdapterVersion Train(CommandHost host, BaseMove move, MovePlan plan, CancellationToken cancellationToken)
    {
        host.Error.Write(TuneText.Plan(plan.Plan, null));
        using var curve = new TrainingLine(host, plan.Plan.StepsDone);
        return move.Train(plan, curve, warning => host.Error.WriteLine($"warning: {warning}"), cancellationToken);
    }

    private static async Task<MoveReport> MeasureAsync(CommandHost host, Func<IProgress<CompareProgress>, CancellationToken, Task<MoveReport>> measure, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine(host);
        return await measure(new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)), cancellationToken).ConfigureAwait(false);
    }

    private static void Print(CommandHost host, MoveReport report)
    {
        foreach (string note in report.Notes) host.Error.WriteLine($"note: {PlainWriter.Line(note)}");
        Row(host, "", side => side.Version, report);
        Row(host, "base model", side => PlainWriter.Line(side.BaseModel), report);
        Row(host, "arm", side => side.Arm ?? "-", report);
        Row(host, "score", side => side.Score is { } score ? FormattableString.Invariant($"{100 * score:0.0}") : "-", report);
        Row(host, "latency p50, p95", side => side.Effort is { LatencyP50: { } half, LatencyP95: var most } ? FormattableString.Invariant($"{half:N0}, {(most is { } p ? FormattableString.Invariant($"{p:N0}") : "-")} ms") : "-", report);
        Row(host, "weights", side => ByteText.Of(side.Effort.Bytes), report);
        if (report.From.Effort.CostPerThousandUsd is not null) Row(host, "1,000 answers", side => side.Effort.CostPerThousandUsd is { } cost ? FormattableString.Invariant($"{cost:0.00##} USD") : "-", report);
        host.Out.WriteLine(FormattableString.Invariant($"trained in {ProgressLine.Text(TimeSpan.FromSeconds(report.TrainingSeconds))}"));
        foreach (Gate gate in report.Gates) host.Out.WriteLine($"{gate.Name,-18}{GateText.Outcome(gate)}: {PlainWriter.Line(gate.Text)}");
        host.Out.WriteLine($"{Headline(report.Verdict.Decision)}: {report.Verdict.Reason}");
        if (report.Verdict.Decision == MoveDecision.Move) host.Out.WriteLine($"Put it into use with: assay models promote {report.To.Version}{(report.Gates.All(g => g.Outcome is GateOutcome.Passed or GateOutcome.NotApplicable) ? "" : " --override \"no worse, and cheaper to run\"")}");
    }

    private static string Headline(MoveDecision decision) => decision switch
    {
        MoveDecision.Move => "Moving pays",
        MoveDecision.Stay => "Stay",
        _ => "Undecided",
    };

    private static void Row(CommandHost host, string name, Func<MoveSide, string> value, MoveReport report) => host.Out.WriteLine($"{name,-18}{value(report.From),-24}  {value(report.To)}".TrimEnd());
}
