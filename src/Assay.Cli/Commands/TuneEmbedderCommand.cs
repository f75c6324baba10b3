using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.FineTuning;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune embedder</c>: the project's own vectors.</summary>
internal static class TuneEmbedderCommand
{
    public static Command Create(CommandHost host)
    {
        var dimensions = new Option<string?>("--dimensions") { Description = "Lengths that vectors can be cut to afterwards, with commas between them, such as 256,128 (default: whole vectors alone).", HelpName = "LIST" };
        var command = new Verb("embedder",
            """
            Tune the project's embedder on its questions and measure the search before and after.

            A question is taught with the passage that answers it and with passages that the project's search took for answers. A third of the questions, with documents of their own
            where that can be, is never taught: the search is measured on them, with intervals. The result goes to .assay/models; the project uses it once assay.yaml names it.
            The embedder must be a folder or hf:owner/name: a BERT, a RoBERTa, an XLM-RoBERTa or a static table. Ctrl-C keeps what was learned; the same command goes on.

            Examples:
              assay tune embedder my-project
              assay tune embedder my-project --pairs pairs.jsonl --name ours
              assay tune embedder my-project --dimensions 256,128
            """) { dimensions };
        return new TuneEncoderOptions(EncoderKind.Embedder).Complete(host, command, dimensions);
    }
}
