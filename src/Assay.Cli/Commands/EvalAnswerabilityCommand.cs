using System.CommandLine;
using System.Globalization;
using Assay.Answerability;
using Assay.Cli.Terminal;
using Assay.Evaluation.Statistics;
using Assay.Running;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval answerability</c>: from which questions an answer is better withheld.</summary>
internal static class EvalAnswerabilityCommand
{
    public static Command Create(CommandHost host)
    {
        var folder = new Argument<string?>("project-folder") { Description = "Folder of the project (default: the current one).", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("answerability",
            """
            Fit, on the project's answerable and unanswerable questions, below which probability an answer is better withheld before any
            model is asked, and measure that by cross-validation. The threshold is kept in .assay when it does no harm; 'retrieval:
            { abstainBelow: auto }' in assay.yaml uses it.

            Example:
              assay eval answerability samples/support
            """) { folder, project, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            AnswerabilityReport report;
            using (var line = new ProgressLine(host))
            {
                report = await new AnswerabilityEvaluator(Providers.Options(host), host.Time, new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)))
                    .MeasureAsync(CommonOptions.Folder(parsed, project, folder), cancellationToken).ConfigureAwait(false);
            }

            foreach (string warning in report.Warnings) host.Error.WriteLine($"warning: {warning}");
            if (parsed.GetValue(json)) host.WriteJson(report);
            else host.Out.Write(Text(report));
            return 0;
        });
        return command;
    }

    private static string Text(AnswerabilityReport report)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Project}: {report.Answerable:N0} answerable and {report.Unanswerable:N0} unanswerable questions, five-fold cross-validation"));
        if (report.Threshold is not null) Figures(text, report);
        if (report.Note is not null) text.WriteLine(report.Note);
        if (report.Written is not null) text.WriteLine($"Written: {report.Written}. To use it: retrieval: {{ abstainBelow: auto }}");
        return text.ToString();
    }

    private static void Figures(StringWriter text, AnswerabilityReport report)
    {
        text.WriteLine($"  AUROC       {Share(report.Auroc, report.AurocInterval)}");
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  threshold   {report.Threshold:0.000}"));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  precision   {Share(report.Precision, report.PrecisionInterval)}: {report.WithheldRightly} of {report.WithheldRightly + report.WithheldWrongly} withheld are unanswerable"));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  recall      {Share(report.Recall, report.RecallInterval)}: {report.WithheldRightly} of {report.Unanswerable} unanswerable are withheld"));
        string basis = report.Basis == "comparison" ? "against the answers of the latest comparison" : "if every other answer is right where there is one and wrong where there is none";
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  score       {report.ScoreBefore:0.000} to {report.ScoreAfter:0.000}, {Signed(report.Gain!)}, {basis}"));
        if (report.WrongAnswerCost > 0) text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  worth       {Signed(report.Worth!)} right answers a question, when a wrong one costs {report.WrongAnswerCost:0.##}"));
    }

    private static string Share(double? value, Interval? interval) =>
        value is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{value:0.000} [{interval!.Value.Low:0.000}, {interval.Value.High:0.000}]");

    private static string Signed(DifferenceEstimate d) =>
        string.Create(CultureInfo.InvariantCulture, $"{d.Mean:+0.000;-0.000;0.000} [{d.Interval!.Value.Low:+0.000;-0.000;0.000}, {d.Interval.Value.High:+0.000;-0.000;0.000}]");
}
