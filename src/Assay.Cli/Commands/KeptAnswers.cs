using Assay.Decisions.Requirements;
using Assay.Decisions.Rules.Interviewing;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary>Answers to <c>assay decide</c> in the workspace of a project, so that none is asked twice; without a project nothing is kept.</summary>
internal sealed class KeptAnswers
{
    private readonly string? _path;

    private KeptAnswers(string? path, Needs needs) => (_path, Needs) = (path, needs);

    /// <summary>What was answered before.</summary>
    public Needs Needs { get; }

    /// <summary>Whether anything was.</summary>
    public bool Any => NeedsText.Pairs(Needs).Length > 0;

    /// <summary>Whether there is a place to keep them.</summary>
    public bool IsKept => _path is not null;

    /// <summary>Reads them.</summary>
    /// <param name="root">The folder of the project; null without one.</param>
    /// <param name="forget">Whether to begin anew.</param>
    public static KeptAnswers Open(string? root, bool forget)
    {
        if (root is null) return new KeptAnswers(null, new Needs());
        string path = Path.Combine(Workspace.Open(root).Root, "decide-answers.yaml");
        return new KeptAnswers(path, !forget && File.Exists(path) ? NeedsText.ReadFile(path) : new Needs());
    }

    /// <summary>Keeps them, whole or not at all.</summary>
    public void Keep(Needs needs)
    {
        if (_path is not null) AtomicFile.Write(_path, "# Answers to `assay decide`; delete a line to be asked again.\n" + NeedsText.Yaml(needs));
    }
}
