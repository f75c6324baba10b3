using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Assay.Answering;
using Assay.Cli.Terminal;
using Assay.Decisions.Prices;
using Assay.Projects;
using Assay.Prompting;
using Assay.Running;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval prompts</c>: the best prompt that the examples give.</summary>
internal static class EvalPromptsCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var arms = new Option<string?>("--arms", "--arm") { Description = "prompt, rag or both: what prompts are looked for (default: those that the project measures).", HelpName = "LIST" };
        var proposals = new Option<int>("--proposals") { Description = "Instructions that the project's chat model is asked to propose.", HelpName = "N", DefaultValueFactory = _ => 4 };
        var shots = new Option<string>("--shots") { Description = "Numbers of examples to show that are tried, fixed ones and those nearest to a question.", HelpName = "LIST", DefaultValueFactory = _ => "0,2,4,8" };
        var maxCost = new Option<decimal>("--max-cost") { Description = "Most that all of it may cost, in USD.", HelpName = "USD", DefaultValueFactory = _ => 10, CustomParser = CompareCommand.Amount };
        var seed = new Option<int?>("--seed") { Description = "Which examples are shown, chosen on and confirmed on (default: the project's seed).", HelpName = "N" };
        var command = new Verb("prompts",
            """
            Look for the best prompt: how many of the project's examples it shows and which, and what its instructions say.

            Prompts race on examples that none of them shows. The one that leads is kept if other examples do not show it to be worse than
            the project's own. The questions of the evaluation take no part. With prompt: best in assay.yaml it is used from then on, so that
            a prompt gets the same examples as a trained model. Answers are kept: an interrupted search goes on where it was.

            Examples:
              assay eval prompts my-project
              assay eval prompts my-project --shots 0,4,16 --proposals 8 --max-cost 5
              assay eval prompts my-project --arms rag --proposals 0 --json
            """) { folder, project, json, arms, proposals, shots, maxCost, seed };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            var options = new PromptOptions
            {
                Arms = CompareCommand.Arms(parsed.GetValue(arms)),
                Proposals = parsed.GetValue(proposals),
                Shots = Numbers(parsed.GetValue(shots)!),
                MaxCostUsd = parsed.GetValue(maxCost),
                Seed = parsed.GetValue(seed) is not { } given ? null : given >= 0 ? given : throw Wrong(Text($"--seed must be 0 or more, found {given}.")),
                Command = "assay eval prompts",
            };
            PromptResult result;
            using (var line = new ProgressLine(host))
            {
                var progress = new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total));
                var sessions = new RunSessions(new AnswerModels(Providers.Options(host), host.Time), PriceBook.Bundled(), host.Time);
                result = await new PromptOptimizer(sessions, host.Time).OptimizeAsync(ProjectFile.Read(CommonOptions.Folder(parsed, project, folder)), options, progress, cancellationToken).ConfigureAwait(false);
            }

            if (parsed.GetValue(json)) host.WriteJson(result);
            else Write(host, result);
            return 0;
        });
        return command;
    }

    private static ImmutableArray<int> Numbers(string list) =>
        [.. list.Split(',', StringSplitOptions.TrimEntries).Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Wrong($"--shots must be numbers with commas between them such as 0,2,4,8, found '{list}'."))];

    private static InputException Wrong(string message) => new(new Problem("", null, message));

    private static void Write(CommandHost host, PromptResult result)
    {
        foreach (PromptArmResult arm in result.Arms)
        {
            host.Out.WriteLine(Text($"{result.Project}: {arm.Arm}, model {result.Model}; {arm.Pool} examples to show, {arm.Selection} to choose on, {arm.HeldOut} to confirm on"));
            Tables.Write(host.Out, ["prompt", ">asked", ">score", ">95% interval", ">to own prompt", ">tokens in"], arm.Candidates.Select(c => (IReadOnlyList<string>)
            [
                c.Name, c.LeftIn is { } round ? Text($"{c.Asked} (left in round {round})") : Text($"{c.Asked}"), Points(c.Score), c.Interval is { } i ? $"{Points(i.Low)} to {Points(i.High)}" : "–",
                c.Difference is { } d ? Text($"{100 * d:+0.0;-0.0;0.0}") : "–", Text($"{c.InputTokens:N0}"),
            ]));
            if (arm.Best.Proof is { } proof)
            {
                host.Out.WriteLine(Text($"Led: {arm.Led}. On {proof.N} held-out examples {Points(proof.Score)} against {Points(proof.Own)} of the project's own prompt: {100 * proof.Difference:+0.0;-0.0;0.0} points, {100 * proof.Interval.Low:+0.0;-0.0;0.0} to {100 * proof.Interval.High:+0.0;-0.0;0.0}."));
            }

            host.Out.WriteLine(arm.Best.IsOwn ? $"Kept: {arm.Best.Describe()}." : $"Kept: {arm.Best.Name}.");
            if (arm.Best.Instructions is { } instructions) host.Out.WriteLine(string.Concat(instructions.Split('\n').Select(l => $"  | {PlainWriter.Line(l)}\n")).TrimEnd('\n'));
            if (arm.CostUsd is > 0 and { } cost) host.Out.WriteLine(Text($"Cost: {cost:0.00##} USD, answers that were kept from before included."));
            host.Out.WriteLine();
        }

        if (result.Arms.Any(a => !a.Best.IsOwn)) host.Out.WriteLine("To use it, write in assay.yaml:\n  prompt: best");
        foreach (string warning in result.Warnings) host.Out.WriteLine($"  ! {warning}");
    }

    private static string Points(double? share) => share is { } s ? Text($"{100 * s:0.0}") : "–";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
