using System.CommandLine;
using System.Globalization;
using Assay.Answering;
using Assay.Arms;
using Assay.Cli.Terminal;
using Assay.Decisions.Prices;
using Assay.Running;
using Assay.Sweeping;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval sweep</c>: which settings of an arm pay.</summary>
internal static class EvalSweepCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var vary = new Option<string[]>("--vary") { Description = "A setting of assay.yaml with values to try: passages=4,8,16. Several settings are combined. @FILE: what the file holds.", HelpName = "SETTING=VALUES" };
        var arm = new Option<string>("--arm") { Description = "The arm that is varied.", HelpName = "ARM", DefaultValueFactory = _ => ArmCatalog.Rag };
        var maxCost = new Option<decimal>("--max-cost") { Description = "Most that all candidates together may cost, in USD.", HelpName = "USD", DefaultValueFactory = _ => 10, CustomParser = CompareCommand.Amount };
        var command = new Verb("sweep",
            """
            Try combinations of settings (cutting, number of passages, reranker, model, instructions, ...) on the project's questions.

            All candidates answer the first questions; those that are shown to be worse than the leading one are left, the others go on. The
            best one is lost in at most 5% of sweeps. Says which are on the front of score against cost, and which to take: the cheapest that
            is not shown to be worse. Answers are kept, so an interrupted sweep goes on where it was.

            Examples:
              assay eval sweep samples/support
              assay eval sweep --vary passages=4,8,16 --vary chunking=structure,fixed
              assay eval sweep --arm prompt --vary instructions=@short.txt,@long.txt --max-cost 5
            """) { folder, project, json, vary, arm, maxCost };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string directory = CommonOptions.Folder(parsed, project, folder);
            var options = new SweepOptions
            {
                Arm = CompareCommand.Arms(parsed.GetValue(arm))[0],
                MaxCostUsd = parsed.GetValue(maxCost),
                Settings = [.. (parsed.GetValue(vary) ?? []).Select(v => SweepGrid.Parse(v, Environment.CurrentDirectory))],
                Command = "assay eval sweep",
            };
            SweepResult result;
            using (var line = new ProgressLine(host))
            {
                var progress = new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total));
                result = await new Sweeper(new RunSessions(new AnswerModels(Providers.Options(host), host.Time), PriceBook.Bundled(), host.Time)).SweepAsync(directory, options, progress, cancellationToken).ConfigureAwait(false);
            }

            if (parsed.GetValue(json)) host.WriteJson(result);
            else Write(host, result);
            return 0;
        });
        return command;
    }

    private static void Write(CommandHost host, SweepResult result)
    {
        host.Out.WriteLine(Text($"{result.Project}: {result.Arm}, {result.Candidates.Length} candidates, {result.Questions:N0} questions"));
        Tables.Write(host.Out, ["candidate", ">asked", ">score", ">95% interval", ">to as it is", ">adjusted p", ">tokens in", ">p50 ms", ">USD/1,000", "front"], result.Candidates.Select(c => (IReadOnlyList<string>)
        [
            c.Name, c.LeftIn is { } round ? Text($"{c.Asked} (left in round {round})") : Text($"{c.Asked}"), Points(c.Score),
            c.Interval is { } i ? $"{Points(i.Low)} to {Points(i.High)}" : "–", c.Difference is { } d ? Text($"{100 * d:+0.0;-0.0;0.0}") : "–", c.AdjustedP is { } p ? Text($"{p:0.000}") : "–",
            Text($"{c.InputTokens:N0}"), c.LatencyP50Ms is { } ms ? Text($"{ms:0.0}") : "–", c.CostPerQuestion is { } cost ? Text($"{1000 * cost:0.00##}") : "unknown", c.OnFront ? "*" : "",
        ]));
        if (result.Settings.IsEmpty) host.Out.WriteLine("Leave the settings as they are: no candidate that costs less is as good, and none that is better is worth more.");
        else
        {
            host.Out.WriteLine($"Take: {result.Choice}{(result.IsBetter ? ", shown to be better than the project as it is" : ", the cheapest that is not shown to be worse than the best")}. In assay.yaml:");
            foreach ((string key, string value) in result.Settings) host.Out.WriteLine($"  {key}: {value}");
        }

        foreach (string warning in result.Warnings) host.Out.WriteLine($"  ! {warning}");
    }

    private static string Points(double? share) => share is { } s ? Text($"{100 * s:0.0}") : "–";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
