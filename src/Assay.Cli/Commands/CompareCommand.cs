using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Assay.Answering;
using Assay.Arms;
using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Deciding;
using Assay.Projects;
using Assay.Reporting;
using Assay.Running;
using Assay.Text;
using CultureInfo = System.Globalization.CultureInfo;
using NumberStyles = System.Globalization.NumberStyles;

namespace Assay.Cli.Commands;

/// <summary><c>assay compare</c>: the main job.</summary>
internal static class CompareCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var arms = new Option<string?>("--arms") { Description = $"Arms to run, separated by commas (default: those of the project). Valid: {string.Join(", ", ArmCatalog.Names)}.", HelpName = "LIST" };
        Option<string?> decoding = CommonOptions.Decoding();
        var version = new Option<string?>("--version") { Description = "The trained version of fine-tuned and hybrid: v2, champion or newest (default: the champion, else the newest). One that is not in use is measured against the one that is.", HelpName = "VERSION" };
        var maxCost = new Option<decimal>("--max-cost") { Description = "Stop before the first paid call if the run is expected to cost more, in USD.", HelpName = "USD", DefaultValueFactory = _ => 10, CustomParser = Amount };
        var command = new Verb("compare",
            """
            Measure every arm on the same questions and give a verdict with error bars, latency and cost.

            Answers are kept: a second run repeats nothing, an interrupted one goes on, an answer that arrived is never paid for again.

            Examples:
              assay compare samples/support
              assay compare --arms prompt,rag --max-cost 25
              assay compare --decoding constrained
              assay compare --arms rag,fine-tuned,hybrid --version v2
              assay compare my-project --json > comparison.json
            """) { folder, project, json, arms, decoding, version, maxCost };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string directory = CommonOptions.Folder(parsed, project, folder);
            var options = new CompareOptions
            {
                Arms = Arms(parsed.GetValue(arms)),
                Version = parsed.GetValue(version) is { } named ? CommonOptions.NotBlank(named, "--version") : null,
                MaxCostUsd = parsed.GetValue(maxCost),
                Command = Repeat(parsed),
            };
            Project opened = CommonOptions.Decoded(parsed, decoding, ProjectFile.Read(directory));
            DecisionBooks books = DecisionBooks.For(opened);
            var comparer = new Comparer(new AnswerModels(Providers.Options(host), host.Time), books.Prices.Models, host.Time, books);
            Comparison comparison = await RunAsync(host, comparer, opened, options, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json)) host.WriteJson(comparison);
            else host.Out.Write(TextReport.Render(comparison));
            return 0;
        });
        return command;
    }

    private static async Task<Comparison> RunAsync(CommandHost host, Comparer comparer, Project project, CompareOptions options, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine(host);
        var progress = new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total));
        return await comparer.CompareAsync(project, options, progress, cancellationToken).ConfigureAwait(false);
    }

    internal static ImmutableArray<string> Arms(string? list)
    {
        if (list is null) return [];
        ImmutableArray<string> names = [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        if (names.Length == 0) throw new InputException(new Problem("", null, $"--arms names no arm. Valid: {string.Join(", ", ArmCatalog.Names)}."));
        foreach (string name in names.Where(n => !ArmCatalog.Names.Contains(n)))
        {
            string hint = NearestName.Find(name, ArmCatalog.Names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            throw new InputException(new Problem("", null, $"--arms: '{name}' is not an arm.{hint} Valid: {string.Join(", ", ArmCatalog.Names)}."));
        }

        return names;
    }

    internal static decimal Amount(ArgumentResult result)
    {
        if (decimal.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount)) return amount;
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name ?? "--max-cost"} must be an amount of 0 or more in USD such as 2.50, found '{result.Tokens[0].Value}'.");
        return 0;
    }

    internal static string Repeat(ParseResult parsed) =>
        "assay " + string.Join(' ', parsed.Tokens.Select(t => t.Value).Where(t => t != "--json").Select(t => t.Contains(' ', StringComparison.Ordinal) ? $"\"{t}\"" : t));
}
