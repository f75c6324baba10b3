using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Tuning.Examples;
using Assay.Tuning.Synthesis;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune make review</c>: a person goes through what was made.</summary>
internal static class TuneMakeReviewCommand
{
    public static Command Create(CommandHost host)
    {
        var named = new Argument<string>("file") { Description = "The examples, as 'raft' or 'examples' made them." };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("review",
            """
            Go through synthetic examples one by one: y accepts, n rejects, e gives another answer (the next line), q ends.

            What you say is kept in the file ("reviewed": "accepted" or "rejected"), after each answer; the next review goes on where this one stopped. 'assay tune' leaves
            rejected examples out and warns of those that nobody has looked at. With --project, edited answers are held to the project's contract. Answers may come from a pipe.

            Examples:
              assay tune make review examples.synthetic.jsonl
              assay tune make review examples.synthetic.jsonl --project my-project
              yes | head -20 | assay tune make review examples.synthetic.jsonl
            """) { named, project, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string path = CommonOptions.NotBlank(parsed.GetValue(named)!, "file");
            AnswerForm? form = parsed.GetValue(project) is { } folder ? AnswerForm.Of(ProjectFile.Read(CommonOptions.NotBlank(folder, "--project"))) : null;
            return new Review(host, ReviewedFile.Open(path), form).Run(parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    /// <summary>The conversation with whoever reviews.</summary>
    private sealed class Review(CommandHost host, ReviewedFile file, AnswerForm? form)
    {
        private int accepted, rejected, edited;

        public int Run(bool json, CancellationToken cancellationToken)
        {
            ReviewItem[] all = [.. file.Rows.Items];
            int done = all.Count(i => i.Reviewed != ExampleReview.None);
            while (file.Rows.Next is { } item)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Show(item, ++done, all.Length);
                if (!Ask(item, cancellationToken)) break;
            }

            int open = file.Rows.Items.Count(i => i.Reviewed == ExampleReview.None);
            if (json) host.WriteJson(new { File = file.Rows.Path, Examples = all.Length, Accepted = accepted, Edited = edited, Rejected = rejected, Open = open });
            else host.Out.WriteLine(all.Length == 0 ? $"{PlainWriter.Line(file.Rows.Path)} holds no synthetic example." : FormattableString.Invariant($"{accepted} accepted ({edited} with another answer), {rejected} rejected, {open} of {all.Length} are left."));
            return 0;
        }

        private void Show(ReviewItem item, int number, int of)
        {
            string documents = item.Documents.IsEmpty ? "" : $" from {string.Join(", ", item.Documents)}";
            host.Error.WriteLine(FormattableString.Invariant($"--- {number} of {of}, line {item.Line}: {PlainWriter.Line(item.Synthetic + documents)}"));
            host.Error.WriteLine(item.Prompt);
            host.Error.WriteLine();
            host.Error.WriteLine($"=> {item.Answer}");
        }

        private bool Ask(ReviewItem item, CancellationToken cancellationToken)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                host.Error.Write("[y]es, [n]o, [e]dit, [q]uit: ");
                switch (host.In.ReadLine()?.Trim().ToLowerInvariant())
                {
                    case "y" or "yes":
                        accepted++;
                        file.Judge(item.Line, accepted: true);
                        return true;
                    case "n" or "no":
                        rejected++;
                        file.Judge(item.Line, accepted: false);
                        return true;
                    case "e" or "edit":
                        if (Edit(item)) return true;
                        break;
                    case null or "q" or "quit":
                        return false;
                    default:
                        host.Error.WriteLine("Type y, n, e or q.");
                        break;
                }
            }
        }

        private bool Edit(ReviewItem item)
        {
            host.Error.Write("the answer, on one line (empty to go back): ");
            if (host.In.ReadLine()?.Trim() is not { Length: > 0 } written) return false;
            string answer = AnswerForm.Replace(item.Answer, written, form?.AnswerField);
            if (form?.Problem(answer) is { } problem)
            {
                host.Error.WriteLine($"That is not accepted by the contract: {PlainWriter.Line(problem)}");
                return false;
            }

            if (SyntheticAnswers.UnknownCitation(item.Prompt, answer) is { } number)
            {
                host.Error.WriteLine(FormattableString.Invariant($"The answer cites [{number}], and the prompt has no such passage."));
                return false;
            }

            (accepted, edited) = (accepted + 1, edited + 1);
            file.Edit(item.Line, answer);
            return true;
        }
    }
}
