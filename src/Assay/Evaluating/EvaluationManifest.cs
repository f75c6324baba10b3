using System.Collections.Immutable;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Scoring;
using Assay.Judging;

namespace Assay.Evaluating;

/// <summary>What a kept evaluation was made of: everything its figures depend on beside the questions and the answers, which are kept with it.</summary>
public sealed record EvaluationManifest
{
    /// <summary>Its name, <c>e1</c> and up.</summary>
    public required string Name { get; init; }

    /// <summary>Version of Assay.</summary>
    public required string Assay { get; init; }

    /// <summary>When the answers were complete.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>What answered.</summary>
    public required string Model { get; init; }

    /// <summary>Hash of model, documents, settings and questions; of the file, where another system answered.</summary>
    public required string Inputs { get; init; }

    /// <summary>Hash of the questions.</summary>
    public required string Questions { get; init; }

    /// <summary>Questions of the set that were not asked any more, because the arms had been told apart.</summary>
    public int NotAsked { get; init; }

    /// <summary>Seed of the project.</summary>
    public required int Seed { get; init; }

    /// <summary>How often every question was asked.</summary>
    public required int Repeats { get; init; }

    /// <summary>The arms, in their order.</summary>
    public required ImmutableArray<string> Arms { get; init; }

    /// <summary>The trained version of the tuned arms; null where there is none.</summary>
    public string? Version { get; init; }

    /// <summary>How answers are scored.</summary>
    public required ScoringOptions Score { get; init; }

    /// <summary>Text of the contract's JSON Schema; null where there is none.</summary>
    public string? Contract { get; init; }

    /// <summary>Whether answers must cite.</summary>
    public required bool CitationsRequired { get; init; }

    /// <summary>Measures that were asked for beside those that every evaluation has.</summary>
    public ImmutableArray<string> Measures { get; init; } = [];

    /// <summary>What the arms were asked with where that is not the project's own prompt, and what is stale of it.</summary>
    public ImmutableArray<string> Prompts { get; init; } = [];

    /// <summary>Who judged the answers; null for nobody.</summary>
    public JudgeManifest? Judge { get; init; }

    /// <summary>How answers are to sound; null where that is not measured.</summary>
    public StyleProfile? Style { get; init; }

    /// <summary>The gates that were held against it, as written.</summary>
    public ImmutableArray<string> Gates { get; init; } = [];

    /// <summary>Name of the evaluation it was compared with; null for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>SHA-256 of the files kept with it, by name: what was changed or lost since is no evidence any more.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The command.</summary>
    public required string Command { get; init; }
}
