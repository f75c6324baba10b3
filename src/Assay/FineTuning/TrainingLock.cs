using Assay.Text;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>Lets one training run in a workspace: two at once would take each other's processors and memory.</summary>
internal static class TrainingLock
{
    /// <summary>Takes the lock, which disposing or the end of the process gives back.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="folder">Where the training keeps its state; made if it is not there.</param>
    /// <exception cref="AssayException">Another training has it, or nothing can be written there.</exception>
    public static FileStream Take(Workspace workspace, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(workspace.TuningFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"Another training runs in '{workspace.Root}', or nothing can be written there ({e.Message.TrimEnd('.')}). Wait until it has ended, then run this command again.", e);
        }
    }
}
