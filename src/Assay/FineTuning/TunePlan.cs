using System.Reflection;
using System.Text.Json;
using Assay.Models.Training;
using Assay.Projects;
using Assay.Tuning.Registry;
using Assay.Tuning.Training;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>A training that is ready to begin: everything it depends on is known.</summary>
public sealed class TunePlan : IDisposable
{
    /// <summary>Whose model is tuned.</summary>
    public required Project Project { get; init; }

    /// <summary>Where everything is kept.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The model that training begins with.</summary>
    public required TuneBase Base { get; init; }

    /// <summary>What is learned from.</summary>
    public required TuneData Data { get; init; }

    /// <summary>What is trained.</summary>
    public required TuningMethod Method { get; init; }

    /// <summary>How.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The low-rank additions; null when every weight is trained.</summary>
    public required LoraSettings? Lora { get; init; }

    /// <summary>Hash of everything that the trained weights depend on.</summary>
    public required string Key { get; init; }

    /// <summary>The version that this very training gave before; null for none.</summary>
    public required AdapterVersion? Existing { get; init; }

    /// <summary>Steps that an interrupted run of this training has done.</summary>
    public required long StepsDone { get; init; }

    /// <summary>All steps; 0 when the examples cannot be used.</summary>
    public long Steps => Data.Lesson is { } lesson ? new TrainingPlan(lesson.Items, Options).Steps : 0;

    /// <summary>Whether there is something to train on and nothing against it.</summary>
    public bool CanRun => Data.Lesson is not null;

    /// <summary>What is learned.</summary>
    /// <exception cref="InvalidOperationException">The plan cannot run.</exception>
    internal TuneLesson Lesson => Data.Lesson ?? throw new InvalidOperationException("A plan that cannot run has no lesson.");

    /// <summary>The folder of the training while it runs.</summary>
    internal string Folder => Path.Combine(Workspace.TuningFolder, Key[..16]);

    /// <summary>Its checkpoint.</summary>
    internal string Checkpoint => Path.Combine(Folder, CheckpointName);

    internal const string CheckpointName = "checkpoint.safetensors";

    /// <summary>The version of the code that trains.</summary>
    internal static readonly string Code = typeof(TunePlan).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Hash of everything that trained weights depend on.</summary>
    internal static string KeyOf(TuneBase with, TuneSettings settings, TuningMethod method, TrainingOptions options, LoraSettings? lora, TuneLesson? lesson) => ContentHash.Of(
        ["tune/1", Code, with.Hashes.Weights, with.Hashes.Template, with.Hashes.Tokenizer, settings.BaseWeights.ToString(), method.ToString(), JsonSerializer.Serialize(options with { CheckpointEvery = default }, JsonFormat.Compact), JsonSerializer.Serialize(lora, JsonFormat.Compact), lesson?.Hash, lora is null ? null : (settings.Strength ?? StrengthMode.Best).ToString()]);

    /// <inheritdoc/>
    public void Dispose() => Base.Dispose();
}
