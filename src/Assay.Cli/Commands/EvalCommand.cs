using System.CommandLine;
using Assay.Cli.Terminal;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval</c>: measures one part of the system.</summary>
internal static class EvalCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Verb("eval",
            """
            Measure one part of the system: 'eval retrieval', 'eval chunking', 'eval answerability'. 'eval plan' says how many questions it takes.

            Example:
              assay eval retrieval samples/support
            """);
        command.Add(EvalRetrievalCommand.Create(host));
        command.Add(EvalChunkingCommand.Create(host));
        command.Add(EvalAnswerabilityCommand.Create(host));
        command.Add(EvalPlanCommand.Create(host));
        return command;
    }
}
