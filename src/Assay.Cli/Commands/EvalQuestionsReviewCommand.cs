using System.Collections.Immutable;
using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Evaluation.Questions;
using Assay.QuestionMaking;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval questions review</c>: a person goes through what was made.</summary>
internal static class EvalQuestionsReviewCommand
{
    public static Command Create(CommandHost host)
    {
        var named = new Argument<string>("file") { Description = "The questions, as 'make', 'from-feedback' or 'drift' wrote them." };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("review",
            """
            Go through made questions one by one: y accepts, n rejects, e gives another question or answer (the next two lines; an empty one keeps what is there), s leaves one for later, q ends.

            What you say is kept in the file ("reviewed": "accepted" or "rejected") after each answer, also when you press Ctrl-C; the next review goes on where this one stopped. Answers may come from a pipe.

            Examples:
              assay eval questions review questions.made.jsonl
              yes | head -20 | assay eval questions review questions.made.jsonl
            """) { named, project, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string path = CommonOptions.NotBlank(parsed.GetValue(named)!, "file");
            if (parsed.GetValue(project) is { } folder) path = Path.Combine(CommonOptions.NotBlank(folder, "--project"), path);
            return new Review(host, ReviewedQuestions.Open(path)).Run(parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    /// <summary>The conversation with whoever reviews.</summary>
    private sealed class Review(CommandHost host, ReviewedQuestions file)
    {
        private int accepted, rejected, edited, skipped;

        public int Run(bool json, CancellationToken cancellationToken)
        {
            int all = file.Rows.Questions.Length;
            for (int from = 0; file.Rows.Next(from) is { } at; from = at + 1)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Show(file.Rows.Questions[at], at + 1, all);
                if (!Ask(at, cancellationToken)) break;
            }

            int open = file.Rows.Questions.Count(q => q.Reviewed == QuestionReview.None);
            if (json) host.WriteJson(new { File = file.Rows.Path, Questions = all, Accepted = accepted, Edited = edited, Rejected = rejected, Skipped = skipped, Open = open });
            else host.Out.WriteLine(FormattableString.Invariant($"{accepted} accepted ({edited} changed), {rejected} rejected, {skipped} left for later, {open} of {all} are open."));
            return 0;
        }

        private void Show(Question question, int number, int of)
        {
            host.Error.WriteLine(FormattableString.Invariant($"--- {number} of {of}: {PlainWriter.Line($"{string.Join(", ", question.Tags)} from {question.Source ?? string.Join(", ", question.Documents)}")}"));
            host.Error.WriteLine(PlainWriter.Line(question.Text));
            if (!question.Answerable) host.Error.WriteLine("=> the documents do not answer it");
            else host.Error.WriteLine(question.Answers.IsEmpty ? $"=> no answer given; it is in {PlainWriter.Line(string.Join(", ", question.Documents))}" : $"=> {PlainWriter.Line(string.Join(" | ", question.Answers))}");
        }

        private bool Ask(int at, CancellationToken cancellationToken)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                host.Error.Write("[y]es, [n]o, [e]dit, [s]kip, [q]uit: ");
                switch (host.In.ReadLine()?.Trim().ToLowerInvariant())
                {
                    case "y" or "yes":
                        accepted++;
                        file.Judge(at, accepted: true);
                        return true;
                    case "n" or "no":
                        rejected++;
                        file.Judge(at, accepted: false);
                        return true;
                    case "e" or "edit":
                        if (!Edit(at)) return false;
                        return true;
                    case "s" or "skip":
                        skipped++;
                        return true;
                    case null or "q" or "quit":
                        return false;
                    default:
                        host.Error.WriteLine("Type y, n, e, s or q.");
                        break;
                }
            }
        }

        private bool Edit(int at)
        {
            Question question = file.Rows.Questions[at];
            host.Error.Write("question (empty: as it is): ");
            if (host.In.ReadLine() is not { } text) return false;
            ImmutableArray<string> answers = question.Answers;
            if (question.Answerable)
            {
                host.Error.Write("answers, with | between them (empty: as they are): ");
                if (host.In.ReadLine() is not { } given) return false;
                if (!string.IsNullOrWhiteSpace(given)) answers = [.. given.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
            }

            file.Edit(at, string.IsNullOrWhiteSpace(text) ? question.Text : text.Trim(), answers);
            accepted++;
            edited++;
            return true;
        }
    }
}
