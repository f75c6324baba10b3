using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Drift;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;
using Assay.Projects;
using Assay.QuestionMaking;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval questions drift</c>: live traffic against the question set.</summary>
internal static class EvalQuestionsDriftCommand
{
    private const string DefaultFile = "questions.traffic.jsonl";

    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var days = new Option<int>("--days") { Description = "Look at questions of the last N days (default 30).", HelpName = "N", DefaultValueFactory = _ => 30 };
        var count = new Option<int>("--count") { Description = "Most questions proposed (default 30).", HelpName = "N", DefaultValueFactory = _ => 30 };
        var output = new Option<string?>("--out") { Description = $"The file for the proposed questions (default: {DefaultFile} in the project).", HelpName = "FILE" };
        var command = new Verb("drift",
            """
            Compare what people ask (the traces of 'ask' and 'chat') with the project's questions: which share of traffic is near no question, topic by topic, and which real questions to add.

            The proposed questions go into a file of their own, to be reviewed: they carry the documents that the answer cited, and no accepted answer yet.

            Examples:
              assay eval questions drift samples/support
              assay eval questions drift --days 7 --count 10 --out new.jsonl
            """) { folder, project, days, count, output, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
            if (parsed.GetValue(days) is < 1 or > 36_500) throw new InputException(new Problem("", null, FormattableString.Invariant($"--days must be 1 to 36500, found {parsed.GetValue(days)}.")));
            if (parsed.GetValue(count) is < 1 or > 1000) throw new InputException(new Problem("", null, FormattableString.Invariant($"--count must be 1 to 1000, found {parsed.GetValue(count)}.")));
            MadeFile file = MadeFile.For(read, TuneMakeText.Given(parsed, output), DefaultFile);
            ImmutableArray<Question> set = File.Exists(read.Questions) ? QuestionReader.Read(read.Questions).Questions : [];
            using KnowledgeBase knowledge = await Ingested.OpenAsync(host, read, [], cancellationToken).ConfigureAwait(false);
            DateTimeOffset from = host.Time.GetUtcNow().AddDays(-parsed.GetValue(days));
            TrafficDrift drift = await TrafficDrift.OfAsync(knowledge, set, from, new DriftOptions { MostProposed = parsed.GetValue(count), Seed = (ulong)read.Seed }, host.Time, cancellationToken).ConfigureAwait(false);
            if (!drift.Questions.IsEmpty) file.Write(drift.Questions);
            if (parsed.GetValue(json)) host.WriteJson(new { From = from, drift.Report, drift.NearMeaning, File = drift.Questions.IsEmpty ? null : file.Path, Proposed = drift.Questions.Length });
            else Write(host.Out, drift, file, parsed.GetValue(days));
            return 0;
        });
        return command;
    }

    private static void Write(TextWriter output, TrafficDrift drift, MadeFile file, int days)
    {
        DriftReport report = drift.Report;
        if (!report.IsEnough)
        {
            output.WriteLine(FormattableString.Invariant($"Too little traffic: {report.Distinct:N0} different questions in the last {days} days, {report.Least} are needed to say something. Wait, or look further back with --days."));
            return;
        }

        output.WriteLine(FormattableString.Invariant($"{report.Asked:N0} questions in the last {days} days ({report.Distinct:N0} different), against {report.Evaluated:N0} of the set"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"near no question of the set: {100 * report.FarShare!.Value:0.0}% of traffic ({Range(report.FarInterval)} over different questions){(drift.NearMeaning is { } near ? string.Create(CultureInfo.InvariantCulture, $"; near by words, or by meaning above {near:0.00}") : "; near by words")}"));
        Tables.Write(output, ["topic", ">traffic", ">set", ">difference", ">95% interval", ">far"], report.Topics.Select(t => (IReadOnlyList<string>)
        [
            t.Name, P(t.TrafficShare), P(t.SetShare), string.Create(CultureInfo.InvariantCulture, $"{100 * (t.TrafficShare - t.SetShare):+0.0;-0.0;0.0}"), Range(t.Difference), t.Far.ToString("N0", CultureInfo.InvariantCulture),
        ]));
        output.WriteLine(drift.Questions.IsEmpty ? "Nothing to add." : $"{drift.Questions.Length.ToString(CultureInfo.InvariantCulture)} questions to add: {PlainWriter.Line(file.Path)}. Next: assay eval questions review {PlainWriter.Line(file.Path)}");
    }

    private static string P(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0}%");

    private static string Range(Interval? interval) => interval is { } i ? string.Create(CultureInfo.InvariantCulture, $"{100 * i.Low:0.0} to {100 * i.High:0.0}") : "-";
}
