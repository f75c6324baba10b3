using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules.Interviewing;

namespace Assay.Cli.Commands;

/// <summary>Puts the questions of an interview to whoever sits at the terminal. Answers may come from a pipe; its end ends the questions.</summary>
/// <param name="host">Questions go to standard error.</param>
/// <param name="kept">Where answers are kept.</param>
/// <param name="folder">The project as an argument of the command; empty without one.</param>
internal sealed class DecideInterview(CommandHost host, KeptAnswers kept, string folder)
{
    private Needs? _answered;
    private bool _isKept;

    /// <summary>Asks until nothing can change the decision any more.</summary>
    /// <returns>The answers.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted; what was answered is kept, or printed to go on with.</exception>
    public async Task<Needs> RunAsync(Interview interview, CancellationToken cancellationToken)
    {
        if (interview.Next is null) return interview.Answered;
        (_answered, _isKept) = (interview.Answered, kept.IsKept);
        host.Error.WriteLine("Some questions, at most twelve. Enter or \"don't know\" leaves one open; Ctrl-C keeps what was answered.");
        try
        {
            while (interview.Next is { } question)
            {
                Show(question, interview.Asked + 1);
                string? line = await ReadAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                if (line is null) break;
                InterviewReply reply = interview.Answer(line);
                if (reply.Problem is { } problem)
                {
                    host.Error.WriteLine($"  {PlainWriter.Line(problem)}");
                    continue;
                }

                interview = reply.Interview;
                _answered = interview.Answered;
                Keep(_answered);
            }
        }
        catch (OperationCanceledException)
        {
            host.Error.WriteLine();
            SayHowToGoOn();
            throw;
        }

        return interview.Answered;
    }

    /// <summary>Says where the answers are, or how to give them again, so that none is lost when something fails. Says nothing where nothing was asked.</summary>
    public void SayHowToGoOn()
    {
        if (_answered is { } answered) host.Error.WriteLine(_isKept ? "Your answers are kept in the project." : $"To go on from here: assay decide{folder}{string.Concat(NeedsText.Pairs(answered).Select(p => $" --need \"{p}\""))}");
    }

    private void Keep(Needs answered)
    {
        bool possible = _isKept;
        _isKept = false;
        kept.Keep(answered);
        _isKept = possible;
    }

    private void Show(InterviewQuestion question, int number)
    {
        host.Error.WriteLine();
        host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number}. {question.Text}"));
        host.Error.WriteLine($"   {question.Why}");
        for (int c = 0; c < question.Choices.Length; c++) host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {c + 1}  {question.Choices[c].Word,-13}{question.Choices[c].Text}"));
        host.Error.Write($"   {(question.Several && question.Choices.Length > 0 ? "Several with commas. " : "")}For example: {question.Example}\n> ");
    }

    // A terminal's reader knows no cancellation: it waits on a thread of its own, which ends with the process.
    private async Task<string?> ReadAsync()
    {
        await Task.Yield();
        return host.In.ReadLine();
    }
}
