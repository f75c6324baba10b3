using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Evaluation.Statistics;
using Assay.Projects;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval plan</c>: what a number of questions can find, before money is spent on them, and how many are still needed after.</summary>
internal static class EvalPlanCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        folder.Description = "Folder of a project whose latest comparison says how its arms differ (default: none).";
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var questions = new Option<int?>("--questions") { Description = "Questions that both arms answer (default: those compared, or a table of usual numbers).", HelpName = "N" };
        Option<double?> difference = Number("--difference", "Difference worth knowing, as a share: 0.05 is five points. Says how many questions it takes.", "SHARE");
        Option<double?> discordance = Number("--discordance", "Share of the questions that one arm has right and the other wrong (default 0.2). With a project it is measured.", "SHARE");
        Option<double?> perDocument = Number("--questions-per-document", "Mean number of questions about one document (default 1). With a project it is counted.", "M");
        Option<double?> correlation = Number("--correlation", "Correlation of the differences of two questions about one document, 0 to 1 (default 0; 0.1 to 0.3 is usual). With a project it is measured.", "R");
        Option<double?> power = Number("--power", "Chance to find the difference when it is there (default 0.8).", "P");
        Option<double?> alpha = Number("--alpha", "Chance of a false alarm over all tests (default 0.05).", "P");
        var tests = new Option<int?>("--tests") { Description = "Comparisons judged together: pairs of arms, or gates (default 1). With a project, its pairs.", HelpName = "N" };
        var oneSided = new Option<bool>("--one-sided") { Description = "Look for a difference in one direction only, as a gate against a regression does." };
        var command = new Verb("plan",
            """
            Say which difference of two arms a number of questions can find, and how many questions a difference takes.

            Without a project it plans right/wrong answers from what you expect. With one it takes from the latest comparison how much the arms' differences spread and how questions
            about one document hang together, and says for every pair what could have been found and what is still to be asked.

            Examples:
              assay eval plan --questions 200
              assay eval plan --difference 0.05 --questions-per-document 4 --correlation 0.2
              assay eval plan samples/support --difference 0.05
            """) { folder, project, json, questions, difference, discordance, perDocument, correlation, power, alpha, tests, oneSided };
        command.SetAction(parsed =>
        {
            StudyPlanOptions options = new()
            {
                Discordance = parsed.GetValue(discordance) ?? new StudyPlanOptions().Discordance,
                Questions = parsed.GetValue(questions),
                Difference = parsed.GetValue(difference),
                Design = new StudyDesign
                {
                    Alpha = parsed.GetValue(alpha) ?? 0.05, Power = parsed.GetValue(power) ?? 0.8, Tests = parsed.GetValue(tests) ?? 1, IsOneSided = parsed.GetValue(oneSided),
                    QuestionsPerCluster = parsed.GetValue(perDocument) ?? 1, Correlation = parsed.GetValue(correlation) ?? 0,
                },
            };
            StudyPlan plan;
            if (parsed.GetValue(folder) is null && parsed.GetValue(project) is null)
            {
                plan = StudyPlan.Of(options);
            }
            else
            {
                if (((Option[])[discordance, perDocument, correlation]).FirstOrDefault(o => parsed.GetResult(o) is not null) is { } measured) throw new Text.InputException(new Text.Problem("", null, $"{measured.Name} is measured where a project is named. Leave one of the two out."));
                Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
                plan = StudyPlan.Of(read.Name, LatestPairs.Read(read).Select(p => (p.Pair, parsed.GetValue(tests) ?? p.Tests)), options);
            }

            if (parsed.GetValue(json)) host.WriteJson(plan);
            else Write(host.Out, plan);
            return 0;
        });
        return command;
    }

    private static Option<double?> Number(string name, string description, string help) => new(name) { Description = description, HelpName = help, CustomParser = r => Number(name, r) };

    private static double? Number(string name, ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) return number;
        result.AddError($"{name} must be a number such as 0.05, found '{result.Tokens[0].Value}'.");
        return null;
    }

    private static void Write(TextWriter text, StudyPlan plan)
    {
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(plan.Project is null ? "" : $"{plan.Project}: ")}false alarms {100 * plan.Alpha:0.#}%{(plan.OneSided ? " in one direction" : "")}, power {100 * plan.Power:0.#}%, over {plan.Rows.Select(r => r.Tests).DefaultIfEmpty(1).Max()} tests"));
        bool pairs = plan.Project is not null;
        string[] needed = plan.Difference is { } d ? [string.Create(CultureInfo.InvariantCulture, $">questions for {100 * d:0.#} points"), ">still to ask"] : [];
        Tables.Write(text, [.. pairs ? (string[])["pair", ">measured"] : [], ">questions", ">design effect", ">finds from", .. needed], plan.Rows.Select(r => (IReadOnlyList<string>)
        [
            .. pairs ? (string[])[r.Pair!, string.Create(CultureInfo.InvariantCulture, $"{100 * r.Measured:+0.0;-0.0;0.0}")] : [],
            r.Questions.ToString("N0", CultureInfo.InvariantCulture),
            r.DesignEffect.ToString("0.00", CultureInfo.InvariantCulture),
            r.SmallestDifference is { } smallest ? string.Create(CultureInfo.InvariantCulture, $"{100 * smallest:0.0} points") : "nothing",
            .. plan.Difference is null ? (string[])[] : [Count(r.QuestionsNeeded), Count(r.QuestionsStillNeeded)],
        ]));
    }

    private static string Count(int? questions) => questions?.ToString("N0", CultureInfo.InvariantCulture) ?? "too many";
}
