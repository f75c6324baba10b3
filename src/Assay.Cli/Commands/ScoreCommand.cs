using System.CommandLine;
using Assay.Cli.Terminal;

namespace Assay.Cli.Commands;

/// <summary><c>assay score</c>: measures on files that any system wrote.</summary>
internal static class ScoreCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Verb("score",
            """
            Score files written by any system: 'score ranking' (trec_eval's measures) and 'score answers' (SQuAD's).

            Examples:
              assay score ranking --qrels qrels.txt --run system.trec
              assay score answers --questions questions.jsonl --predictions predictions.json
            """);
        command.Add(ScoreRankingCommand.Create(host));
        command.Add(ScoreAnswersCommand.Create(host));
        return command;
    }
}
