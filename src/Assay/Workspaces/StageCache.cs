using System.Text.Json;

namespace Assay.Workspaces;

/// <summary>Results of finished stages, each under a hash of everything it was made from, so that a second run repeats nothing.</summary>
/// <param name="workspace">Where the results are kept.</param>
public sealed class StageCache(Workspace workspace)
{
    /// <summary>Returns the kept result of a stage or makes and keeps it.</summary>
    /// <typeparam name="T">A JSON-serialisable result.</typeparam>
    /// <param name="stage">Name of the stage, for the file's name.</param>
    /// <param name="inputs">Hash of all inputs, see <see cref="ContentHash"/>.</param>
    /// <param name="make">Makes the result; not kept when it throws.</param>
    /// <param name="keep">Whether a result is worth keeping; null to keep every one.</param>
    /// <returns>The result.</returns>
    public async Task<T> GetOrMakeAsync<T>(string stage, string inputs, Func<Task<T>> make, Func<T, bool>? keep = null) where T : class
    {
        if (Find<T>(stage, inputs) is { } kept) return kept;
        T made = await make().ConfigureAwait(false);
        if (keep is null || keep(made)) AtomicFile.Write(FileOf(stage, inputs), JsonSerializer.Serialize(made, JsonFormat.Compact));
        return made;
    }

    /// <summary>The kept result of a stage.</summary>
    /// <typeparam name="T">The type it was kept as.</typeparam>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="inputs">Hash of all inputs.</param>
    /// <returns>Null when it must be made.</returns>
    public T? Find<T>(string stage, string inputs) where T : class
    {
        string file = FileOf(stage, inputs);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<T>(File.ReadAllText(file), JsonFormat.Compact) : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            // Written by an older version, damaged, or just cleaned away: the stage is simply made again.
            return null;
        }
    }

    private string FileOf(string stage, string inputs) => Path.Combine(workspace.StagesFolder, $"{stage}-{inputs[..16]}.json");
}
