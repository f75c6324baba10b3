using System.Collections.Immutable;
using System.Text.Json;
using Assay.Arms;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Prompting;

/// <summary>Keeps the best prompts of a project in <c>.assay/prompt.json</c>.</summary>
internal static class PromptFile
{
    private const int Version = 1, LongestInstructions = 20_000;

    private static readonly string[] s_arms = [ArmCatalog.Prompt, ArmCatalog.Rag];

    /// <summary>The kept prompts.</summary>
    /// <param name="workspace">Where they are kept.</param>
    /// <returns>At most one an arm; empty when none was looked for.</returns>
    /// <exception cref="AssayException">The file is damaged or another version wrote it.</exception>
    public static ImmutableArray<BestPrompt> Read(Workspace workspace)
    {
        if (!File.Exists(workspace.PromptFile)) return [];
        try
        {
            Content? content = JsonSerializer.Deserialize<Content>(File.ReadAllText(workspace.PromptFile), JsonFormat.Compact);
            if (content is { Version: Version, Prompts.IsDefault: false } && content.Prompts.All(IsSound) && content.Prompts.DistinctBy(p => p.Arm).Count() == content.Prompts.Length) return content.Prompts;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new AssayException(Damaged(workspace), e);
        }

        throw new AssayException(Damaged(workspace));
    }

    /// <summary>Keeps prompts; those of other arms stay.</summary>
    /// <param name="workspace">Where they are kept.</param>
    /// <param name="found">The prompts.</param>
    public static void Keep(Workspace workspace, ImmutableArray<BestPrompt> found)
    {
        ImmutableArray<BestPrompt> kept;
        try
        {
            kept = Read(workspace);
        }
        catch (AssayException)
        {
            // Damaged, or of another version: what was found replaces it.
            kept = [];
        }

        BestPrompt[] all = [.. kept.Where(k => found.All(f => f.Arm != k.Arm)), .. found];
        AtomicFile.Write(workspace.PromptFile, JsonSerializer.Serialize(new Content(Version, [.. all.OrderBy(p => p.Arm, StringComparer.Ordinal)]), JsonFormat.Indented) + "\n");
    }

    private static bool IsSound(BestPrompt? prompt) => prompt is { Inputs: not null, Fixed.IsDefault: false } && s_arms.Contains(prompt.Arm) && prompt.Shots is >= 0 and <= ShotIndex.Most
        && (prompt.Instructions?.Length ?? 0) <= LongestInstructions && prompt.Fixed.Length <= ShotIndex.Most && Enum.IsDefined(prompt.Choice) && (prompt.IsOwn || prompt.Proof is not null);

    private static string Damaged(Workspace workspace) => $"'{workspace.PromptFile}' cannot be used: it is damaged, or another version of Assay wrote it. Look for the best prompt again with `assay eval prompts`, or write prompt: own.";

    private sealed record Content(int Version, ImmutableArray<BestPrompt> Prompts);
}
