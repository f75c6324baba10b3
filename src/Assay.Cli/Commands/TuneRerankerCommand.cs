using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.FineTuning;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune reranker</c>: the model that reads a question with each of the best passages.</summary>
internal static class TuneRerankerCommand
{
    public static Command Create(CommandHost host) => new TuneEncoderOptions(EncoderKind.Reranker).Complete(host, new Verb("reranker",
        """
        Tune the project's reranker on its questions and measure the search before and after.

        A question is taught with the passage that answers it against passages that the project's search took for answers. A third of the questions, with documents of their own
        where that can be, is never taught: the search is measured on them, with intervals. The result goes to .assay/models; the project uses it once assay.yaml names it.
        The reranker must be a folder or hf:owner/name of a BERT, a RoBERTa or an XLM-RoBERTa; with --base a plain encoder becomes one. Ctrl-C keeps what was learned; the same
        command goes on.

        Examples:
          assay tune reranker my-project
          assay tune reranker my-project --base hf:owner/encoder --pairs pairs.jsonl
        """));
}
