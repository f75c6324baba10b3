using System.CommandLine;
using Assay.Cli.Terminal;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval questions</c>: how a question set comes about and stays true.</summary>
internal static class EvalQuestionsCommand
{
    public static Command Create(CommandHost host) => new Verb("questions",
        """
        Make questions from the documents and from feedback, review them, add them to the project's, and see how far live traffic has gone from them.

        What is made goes into a file of its own, tagged as made, never over yours. Go through it with 'review'; 'add' takes what you accepted.

        Examples:
          assay eval questions make my-project --count 100
          assay eval questions review my-project/questions.made.jsonl
          assay eval questions add my-project/questions.made.jsonl --project my-project
        """)
    {
        EvalQuestionsMakeCommand.Create(host),
        EvalQuestionsReviewCommand.Create(host),
        EvalQuestionsAddCommand.Create(host),
        EvalQuestionsFromFeedbackCommand.Create(host),
        EvalQuestionsVersionsCommand.Create(host),
        EvalQuestionsDriftCommand.Create(host),
    };
}
