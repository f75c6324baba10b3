using System.Text.Json;
using Assay.Decisions.Verdicts;
using Assay.Workspaces;

namespace Assay.Evaluating;

/// <summary>The verdict of the latest comparison.</summary>
internal static class LastVerdict
{
    private sealed record Compared(Verdict? Verdict);

    /// <summary>Reads it.</summary>
    /// <param name="workspace">Where comparisons are kept.</param>
    /// <returns>Null when nothing was compared yet, or not by this version.</returns>
    public static Verdict? Of(Workspace workspace)
    {
        try
        {
            return File.Exists(workspace.ComparisonFile) ? JsonSerializer.Deserialize<Compared>(File.ReadAllText(workspace.ComparisonFile), JsonFormat.Compact)?.Verdict : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }
}
