using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Statistics;

namespace Assay.Prompting;

/// <summary>The best prompt that was found for an arm, with the figures that speak for it.</summary>
public sealed record BestPrompt
{
    /// <summary>The arm it was measured in: <c>prompt</c> for answers without documents, <c>rag</c> for those from passages.</summary>
    public required string Arm { get; init; }

    /// <summary>What it is, in one line.</summary>
    public required string Name { get; init; }

    /// <summary>What stands at its top; null for the project's own instructions.</summary>
    public string? Instructions { get; init; }

    /// <summary>Examples that it shows; 0 for none.</summary>
    public required int Shots { get; init; }

    /// <summary>How they are chosen.</summary>
    public ShotChoice Choice { get; init; }

    /// <summary>Hashes of the fixed examples, the most telling first; empty where they are chosen for every question.</summary>
    public ImmutableArray<string> Fixed { get; init; } = [];

    /// <summary>What it was looked for with.</summary>
    public required PromptInputs Inputs { get; init; }

    /// <summary>What it reached on held-out examples beside the project's own prompt; null where no other prompt led, so that there was nothing to confirm.</summary>
    public PromptProof? Proof { get; init; }

    /// <summary>Whether this is the project's own prompt: no other led, or the one that led was shown to be worse on held-out examples.</summary>
    public bool IsOwn => Instructions is null && Shots == 0;

    /// <summary>What speaks for it, in one line.</summary>
    /// <returns>For reports.</returns>
    public string Describe() => IsOwn
        ? Proof is null ? "the project's own prompt: no other led" : Text($"the project's own prompt: the one that led was worse on {Proof.N} held-out examples ({100 * Proof.Difference:+0.0;-0.0} points)")
        : Text($"{Name} (found by `assay eval prompts`, see .assay/prompt.json; {100 * Proof!.Difference:+0.0;-0.0;0.0} points to the project's own prompt, {100 * Proof.Interval.Low:+0.0;-0.0;0.0} to {100 * Proof.Interval.High:+0.0;-0.0;0.0}, on {Proof.N} held-out examples)");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The prompt that led beside the project's own, on examples that neither was chosen on.</summary>
/// <param name="N">Examples that both have a score on.</param>
/// <param name="Score">Mean score of the one that led.</param>
/// <param name="Own">Mean score of the project's own.</param>
/// <param name="Difference">Mean of the paired differences.</param>
/// <param name="Interval">95% interval of it, clustered by where examples come from.</param>
/// <param name="PWorse">p-value of the one that led being no worse: small where it is shown to be worse.</param>
public sealed record PromptProof(int N, double Score, double Own, double Difference, Interval Interval, double PWorse);
