using System.Collections.Immutable;
using Assay.Decisions.Requirements;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Storage;
using Assay.Text;
using Assay.Text.Tokens;
using Assay.Tuning.Examples;
using Assay.Workspaces;

namespace Assay.Deciding;

/// <summary>Reads from a project and its workspace what need not be asked: nothing is ingested, and a file that cannot be read is a sentence, not a failure.</summary>
/// <param name="time">The clock, for what happened a month.</param>
public sealed class ProjectObserver(TimeProvider time)
{
    /// <summary>Looks at a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>What was seen.</returns>
    public Observations Look(Project project, Workspace workspace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(workspace);
        return Examples(project, Documents(project, workspace, new Observations()), cancellationToken);
    }

    private Observations Documents(Project project, Workspace workspace, Observations seen)
    {
        if (!File.Exists(workspace.KnowledgeFile)) return seen;
        try
        {
            return Read(project, workspace, seen);
        }
        catch (AssayException e)
        {
            return seen with { Sources = [.. seen.Sources, $"The documents were not counted: {e.Message}"] };
        }
    }

    private Observations Read(Project project, Workspace workspace, Observations seen)
    {
        using KnowledgeBase knowledge = KnowledgeBase.Open(project, workspace, time);
        StoreTotals totals = knowledge.Totals;
        if (totals.Documents == 0) return seen;
        ChangeHistory changes = knowledge.Changes;
        DateTimeOffset now = time.GetUtcNow();
        seen = seen with
        {
            Needs = seen.Needs with { Corpus = new CorpusSize(totals.Documents, totals.Tokens) },
            Sources = [.. seen.Sources, FormattableString.Invariant($"{totals.Documents:N0} documents of {totals.Tokens:N0} tokens were read.")],
        };
        return changes.ChangesPerMonth(now) is not { } perMonth ? seen : seen with
        {
            Needs = seen.Needs with { KnowledgeChanges = ChangeRates.Nearest(perMonth) },
            ShareChangedPerMonth = changes.ShareChangedPerMonth(now),
            Sources = [.. seen.Sources, FormattableString.Invariant($"Since {changes.Since:yyyy-MM-dd} documents changed on {changes.ChangeDays:N0} days, {changes.ChangedDocuments:N0} changes in all; what changed twice between two readings counts once.")],
        };
    }

    private static Observations Examples(Project project, Observations seen, CancellationToken cancellationToken)
    {
        if (project.Examples is not { } file) return seen;
        try
        {
            ImmutableArray<ChatExample> examples = ExampleReader.Read(file, null, cancellationToken).Conversations;
            long tokens = examples.Sum(e => e.Messages.Sum(m => (long)TokenEstimate.Count(m.Content)));
            return seen with
            {
                Needs = seen.Needs with { Examples = examples.Length },
                ExampleTokens = tokens,
                Sources = [.. seen.Sources, FormattableString.Invariant($"{examples.Length:N0} examples of about {tokens:N0} tokens stand in {project.Display(file)}.")],
            };
        }
        catch (AssayException e)
        {
            return seen with { Sources = [.. seen.Sources, $"The examples were not counted: {e.Message}"] };
        }
    }
}
