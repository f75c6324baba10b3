using System.Globalization;
using System.Text.Json;
using Assay.Cli.Terminal;
using Assay.Evaluation.Questions.Making;
using Assay.QuestionMaking;

namespace Assay.Cli.Commands;

/// <summary>What <c>assay eval questions make</c> says in the end.</summary>
internal static class QuestionMakingText
{
    /// <summary>Writes the file, unless nothing was made, and says what was.</summary>
    /// <returns>0, or 2 when nothing was made.</returns>
    public static int Finish(CommandHost host, MadeFile file, MakingReport report, bool json)
    {
        bool any = !report.Questions.IsEmpty;
        if (any) file.Write(report.Questions);
        if (json)
        {
            host.WriteJson(new
            {
                File = any ? file.Path : null,
                Made = report.Questions.Length,
                report.Wanted,
                report.Passages,
                Skipped = report.Skipped.ToDictionary(s => Name(s.Key.ToString()), s => s.Value),
                Kinds = report.Kinds.ToDictionary(k => MadeKinds.NameOf(k.Kind), k => new { k.Drafts, k.Examined, k.Made }),
                Dropped = report.Dropped.ToDictionary(d => Name(d.Key.ToString()), d => d.Value),
                report.Overlap,
                report.DraftOverlap,
                Spread = new { report.Spread.Documents, report.Spread.Most },
                report.Unusable,
                report.Recall,
                report.OwnRecall,
            });
        }
        else
        {
            Write(host.Out, file, report);
        }

        if (any) return 0;
        host.Error.WriteLine(report.Passages == 0
            ? "Nothing was made: there is no passage that may be read. Check 'documents' in assay.yaml, or who asks (--as, --groups)."
            : "Nothing was made, and no file was written. See above what the passages and drafts were dropped for; try more --kinds, or a project with a chat model.");
        return 2;
    }

    private static void Write(TextWriter output, MadeFile file, MakingReport report)
    {
        output.WriteLine(FormattableString.Invariant($"made: {report.Questions.Length:N0} of {report.Wanted:N0} questions, about {report.Spread.Documents:N0} documents (at most {report.Spread.Most:N0} about one)"));
        Tables.Write(output, ["kind", ">drafts", ">examined", ">made"], report.Kinds.Select(k => (IReadOnlyList<string>)[MadeKinds.NameOf(k.Kind), N(k.Drafts), N(k.Examined), N(k.Made)]));
        foreach ((MakingDrop reason, int dropped) in report.Dropped.Where(d => d.Value > 0)) output.WriteLine(FormattableString.Invariant($"dropped: {dropped:N0} {Words(reason)}"));
        foreach ((PassageSkip reason, int skipped) in report.Skipped) output.WriteLine(FormattableString.Invariant($"passed over: {skipped:N0} of {report.Passages:N0} passages {Words(reason)}"));
        if (report.Unusable > 0) output.WriteLine(FormattableString.Invariant($"the model twice replied something else than questions for {report.Unusable:N0} passages"));
        output.WriteLine($"words of the question in the sentence that answers it: {Distribution(report.Overlap)}; of all drafts: {Distribution(report.DraftOverlap)}");
        Recall(output, "made", report.Recall);
        Recall(output, "own", report.OwnRecall);
        if (!report.Questions.IsEmpty) output.WriteLine($"Written: {PlainWriter.Line(file.Path)}. Next: assay eval questions review {PlainWriter.Line(file.Path)}");
    }

    private static void Recall(TextWriter output, string name, SetRecall? recall)
    {
        if (recall is { Share: { } share, Interval: { } interval }) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all documents found among {recall.Passages} passages, {name} questions: {100 * share:0.0}% ({100 * interval.Low:0.0} to {100 * interval.High:0.0}, n = {recall.Questions})"));
    }

    private static string Distribution(OverlapDistribution overlap) => overlap.Mean is not { } mean ? "none" : string.Create(CultureInfo.InvariantCulture,
        $"mean {mean:0.00}, n = {overlap.Questions} ({string.Join(", ", overlap.Counts.Select((c, i) => (c, i)).Where(b => b.c > 0).Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.i / 10.0:0.0}: {b.c}")))})");

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Name(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Words(PassageSkip reason) => reason switch
    {
        PassageSkip.TooShort => "say too little",
        PassageSkip.NotText => "are no text that people read",
        PassageSkip.Navigation => "lead to other pages",
        PassageSkip.Legal => "are licences and the like",
        _ => "list changes",
    };

    private static string Words(MakingDrop reason) => reason switch
    {
        MakingDrop.Vague => "do not say what they are about",
        MakingDrop.NotVerbatim => "have an answer that does not stand in the passage",
        MakingDrop.SaysAnswer => "say their own answer",
        MakingDrop.Trivial => "have nearly all their words in the sentence that answers them",
        MakingDrop.AnsweredElsewhere => "are answered by another passage too",
        MakingDrop.Ambiguous => "have another answer in another passage",
        MakingDrop.MayBeAnswerable => "may be answered by the documents after all",
        MakingDrop.Duplicate => "repeat another question",
        MakingDrop.Leak => "are asked by an example of the training data",
        MakingDrop.KnownAlone => "are answered by the model without any passage",
        _ => "were answered otherwise by the model",
    };
}
