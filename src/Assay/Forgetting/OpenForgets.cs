using System.Collections.Immutable;
using Assay.Workspaces;

namespace Assay.Forgetting;

/// <summary>Documents that somebody began to forget and that are not forgotten to the end.</summary>
public static class OpenForgets
{
    /// <summary>Says so in one line, with the commands that finish it.</summary>
    /// <param name="workspace">Where.</param>
    /// <returns>Null when there is none.</returns>
    public static string? Warning(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ImmutableArray<string> open = ForgetJob.Open(workspace);
        return open.Length == 0 ? null : $"Not forgotten to the end, parts may still be stored; finish it with: {string.Join("; ", open.Select(d => $"assay forget {(d.Contains(' ', StringComparison.Ordinal) ? $"\"{d}\"" : d)}"))}";
    }

    /// <summary>The same for one who asks and may not be meant to know the names.</summary>
    /// <param name="workspace">Where.</param>
    /// <returns>Null when there is none.</returns>
    public static string? NamelessWarning(Workspace workspace) => Warning(workspace) is null ? null : "A document is not forgotten to the end, parts of it may still be stored; `assay ingest` names the command that finishes it.";
}
