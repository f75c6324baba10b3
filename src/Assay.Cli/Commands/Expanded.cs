using Assay.Answering;
using Assay.Cli.Terminal;
using Assay.Decisions.Prices;
using Assay.Expanding;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Search.Expansion;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary>Asks a project's chat model to expand a question, where the project wants it.</summary>
internal static class Expanded
{
    /// <summary>One question.</summary>
    /// <returns>Null when the project does not want it; a failed call is a warning.</returns>
    public static async Task<ExpandedQuery?> ForAsync(CommandHost host, Project project, KnowledgeBase knowledge, string question, CancellationToken cancellationToken)
    {
        if (project.Retrieval.Expansion == QueryExpansion.Off) return null;
        using ProjectExpander expander = Open(host, project)!;
        ExpandedQuery expanded = await expander.ExpandAsync(project.Retrieval.Expansion, question, knowledge.Searcher.Profile, cancellationToken).ConfigureAwait(false);
        if (expanded.Outcome is ExpansionOutcome.NoReply or ExpansionOutcome.TimedOut or ExpansionOutcome.BadReply) host.Error.WriteLine($"warning: {expanded.Note}");
        await knowledge.PrepareMadeUpAsync(expanded.MadeUp, cancellationToken).ConfigureAwait(false);
        return expanded;
    }

    /// <summary>What asks the model.</summary>
    /// <returns>Null when the project has no chat model.</returns>
    public static ProjectExpander? Open(CommandHost host, Project project) =>
        new AnswerModels(Providers.Options(host), host.Time).CreateExpander(project, Workspace.Open(project.Root), PriceBook.Bundled());
}
