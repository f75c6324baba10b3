using System.Collections.Immutable;
using System.Security.Cryptography;
using Assay.Projects;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Registry;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>The examples that a version was trained on, as far as they are still there.</summary>
/// <param name="File">The file, relative to the project.</param>
/// <param name="Examples">Its rows that can be used, without those that the version never saw.</param>
/// <param name="IsChanged">Whether the file is another one than the version was trained on.</param>
public sealed record TrainingRows(string File, ImmutableArray<ChatExample> Examples, bool IsChanged)
{
    /// <summary>Reads them.</summary>
    /// <param name="manifest">Names the file.</param>
    /// <param name="project">The project, whose files alone are read.</param>
    /// <param name="workspace">Its workspace, which may hold examples that were made.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>Null when the file is gone or cannot be read.</returns>
    public static TrainingRows? Read(TuningManifest manifest, Project project, Workspace workspace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(workspace);
        string path = Path.GetFullPath(Path.Combine(project.Root, manifest.Data.Path));
        string[] within = [project.Root, workspace.Root];
        if (!System.IO.File.Exists(path) || !within.Any(r => path.StartsWith(r.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))) return null;
        try
        {
            using FileStream stream = System.IO.File.OpenRead(path);
            bool changed = Convert.ToHexStringLower(SHA256.HashData(stream)) != manifest.Data.Sha256;
            HashSet<int> unseen = changed ? [] : [.. manifest.Data.NeverSeen];
            return new TrainingRows(project.Display(path), [.. ExampleReader.Read(path, null, cancellationToken).Conversations.Where(e => !unseen.Contains(e.Line))], changed);
        }
        catch (Exception e) when (e is AssayException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
