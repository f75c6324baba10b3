using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Assay.Comparing;
using Assay.Tuning.Contrastive;

namespace Assay.FineTuning;

/// <summary>What tuning an embedder or a reranker came to, in the form that <c>--json</c> prints.</summary>
public sealed record EncoderTuningOutcome
{
    /// <summary>Which of the two.</summary>
    public required EncoderKind Kind { get; init; }

    /// <summary>What training began with.</summary>
    public required string Base { get; init; }

    /// <summary>Where the result is, relative to the project: what <c>assay.yaml</c> names.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether it was there already, made from the same inputs.</summary>
    public required bool WasThere { get; init; }

    /// <summary>Queries that it learned from.</summary>
    public required int Queries { get; init; }

    /// <summary>Passages that answer them.</summary>
    public required int Positives { get; init; }

    /// <summary>Passages that do not.</summary>
    public required int Negatives { get; init; }

    /// <summary>Steps of the training; 0 when it was there.</summary>
    public long Steps { get; init; }

    /// <summary>How held-out queries find their passages before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FoundPassages? HeldOutBefore { get; init; }

    /// <summary>The same afterwards.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FoundPassages? HeldOutAfter { get; init; }

    /// <summary>Questions that the search was measured on.</summary>
    public required int Questions { get; init; }

    /// <summary>The project's search on them, before.</summary>
    public ImmutableSortedDictionary<string, double> Before { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The same with the tuned model.</summary>
    public ImmutableSortedDictionary<string, double> After { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The paired differences, after minus before; null without questions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunComparison? Gain { get; init; }

    /// <summary>What the reader should know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
