using System.CommandLine;
using Assay.Cli.Terminal;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune make</c>: training examples that no person wrote, always marked as such.</summary>
internal static class TuneMakeCommand
{
    public static Command Create(CommandHost host) => new Verb("make",
        """
        Make training examples from the project: with passages of its search, from its documents, from a brand's own writing. They are marked as synthetic.

        What is made goes into a file of its own, never over yours. Go through it with 'review' before it is trained on.

        Examples:
          assay tune make raft my-project
          assay tune make examples my-project --style brand.txt
          assay tune make review my-project/examples.synthetic.jsonl
        """)
    {
        TuneMakeRaftCommand.Create(host),
        TuneMakeExamplesCommand.Create(host),
        TuneMakeReviewCommand.Create(host),
    };
}
