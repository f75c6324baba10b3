using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Workspaces;

namespace Assay.Answerability;

/// <summary>A fitted threshold: the content of <c>.assay/answerability.json</c>.</summary>
public sealed record AnswerabilityFile
{
    /// <summary>Raised when signals mean something else.</summary>
    private const int CurrentVersion = 1;

    /// <summary>Version of signals and file.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The settings that signals depend on, as they were.</summary>
    public required string Settings { get; init; }

    /// <summary>Names of the signals, in the order of the weights.</summary>
    public ImmutableArray<string> Signals { get; init; } = AnswerabilitySignals.Names;

    /// <summary>The model, fitted on all questions.</summary>
    public required AnswerabilityModel Model { get; init; }

    /// <summary>Answers are withheld below this probability.</summary>
    public required double Threshold { get; init; }

    /// <summary>The settings that signals depend on, as text.</summary>
    /// <param name="settings">The project's.</param>
    /// <returns>Equal for settings that give the same signals.</returns>
    public static string Describe(RetrievalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string chunking = JsonSerializer.Serialize(settings.Chunking, JsonFormat.Compact).Trim('"'), headers = settings.ContextualHeaders ? "on" : "off";
        return string.Create(CultureInfo.InvariantCulture, $"passages {settings.Passages}, chunking {chunking}, chunkTokens {settings.ChunkTokens}, overlapTokens {settings.OverlapTokens}, contextualHeaders {headers}");
    }

    /// <summary>Reads the file of a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <returns>Null when there is none that this version can use.</returns>
    public static AnswerabilityFile? Read(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        try
        {
            AnswerabilityFile? file = File.Exists(workspace.AnswerabilityFile) ? JsonSerializer.Deserialize<AnswerabilityFile>(File.ReadAllText(workspace.AnswerabilityFile), JsonFormat.Compact) : null;
            return file is { IsUsable: true } ? file : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            // Damaged: it is fitted again.
            return null;
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="workspace">The workspace.</param>
    public void Write(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        AtomicFile.Write(workspace.AnswerabilityFile, JsonSerializer.Serialize(this, JsonFormat.Indented) + "\n");
    }

    private bool IsUsable => Version == CurrentVersion && Settings is not null && Model is not null && !Signals.IsDefault && Signals.SequenceEqual(AnswerabilitySignals.Names)
        && new[] { Model.Means, Model.Deviations, Model.Weights }.All(v => !v.IsDefault && v.Length == Signals.Length) && Model.Deviations.All(d => d > 0);
}
