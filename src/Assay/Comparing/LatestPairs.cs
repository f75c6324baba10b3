using System.Collections.Immutable;
using System.Text.Json;
using Assay.Projects;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Comparing;

/// <summary>The pairs of a project's latest comparison, read back from its file.</summary>
public static class LatestPairs
{
    /// <summary>Reads them.</summary>
    /// <param name="project">The project.</param>
    /// <returns>Each pair with the number of pairs in its family: those of arms that may be shipped, or those with a reference arm.</returns>
    /// <exception cref="InputException">There is no comparison, it was made before these figures were kept, or the file is damaged.</exception>
    public static ImmutableArray<(PairResult Pair, int Tests)> Read(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        string file = Path.Combine(Path.GetFullPath(project.Root), Workspace.FolderName, Workspace.ComparisonFileName);
        if (!File.Exists(file)) throw Bad(file, "There is no comparison yet. Run `assay compare`, or plan without a project: assay eval plan --questions 200.");
        Stored stored = Parse(file);
        HashSet<string> references = [.. stored.Arms.Where(a => a.Reference).Select(a => a.Arm)];
        bool Explains(PairResult pair) => references.Contains(pair.A) || references.Contains(pair.B);
        if (stored.Comparisons.IsDefaultOrEmpty) throw Bad(file, "The latest comparison has no pair of arms with scores on the same questions. Run `assay compare` with at least two arms.");
        if (stored.Comparisons.Any(p => p.N < 1 || p.Clusters < 1 || p.Clusters > p.N || p.StandardDeviation is < 0 || p.DesignEffect is < 0 || !(p.SizeVariation >= 0))) throw Bad(file, "The latest comparison was made before it kept what a plan needs, or the file was changed. Run `assay compare` again: it repeats no answer.");
        return [.. stored.Comparisons.Select(p => (p, stored.Comparisons.Count(o => Explains(o) == Explains(p))))];
    }

    private static Stored Parse(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Stored>(File.ReadAllText(file), JsonFormat.Compact) is { Arms.IsDefault: false } stored && stored.Arms.All(a => a?.Arm is not null) && !stored.Comparisons.IsDefault && stored.Comparisons.All(p => p is { A: not null, B: not null })
                ? stored
                : throw Bad(file, "The file is damaged. Run `assay compare` again: it repeats no answer.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Bad(file, $"The file cannot be read ({e.Message.TrimEnd('.')}). Run `assay compare` again: it repeats no answer.");
        }
    }

    private static InputException Bad(string file, string message) => new(new Problem(file, null, message));

    private sealed record Stored(ImmutableArray<StoredArm> Arms, ImmutableArray<PairResult> Comparisons);

    private sealed record StoredArm(string Arm, bool Reference);
}
