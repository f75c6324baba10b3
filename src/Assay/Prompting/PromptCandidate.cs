using System.Collections.Immutable;
using System.Globalization;
using Assay.Answering;
using Assay.Evaluation.Statistics;
using Assay.Running;

namespace Assay.Prompting;

/// <summary>A prompt that is tried, and what it has answered so far.</summary>
/// <param name="name">It in one line.</param>
/// <param name="plan">The prompt.</param>
/// <param name="model">The project's model, asked with it.</param>
internal sealed class PromptCandidate(string name, PromptPlan plan, IAnswerModel model)
{
    /// <summary>It in one line.</summary>
    public string Name => name;

    /// <summary>The prompt.</summary>
    public PromptPlan Plan => plan;

    /// <summary>The model, asked with it.</summary>
    public IAnswerModel Model => model;

    /// <summary>Its answers, in the order of the questions.</summary>
    public List<AnswerRow> Rows { get; } = [];

    /// <summary>Round in which it was left, from 1; null while it is in the race.</summary>
    public int? LeftIn { get; set; }

    /// <summary>Mean score; below every score where there is none.</summary>
    public double Mean => Rows.Average(r => r.Score.Score) ?? -1;

    /// <summary>Mean prompt tokens.</summary>
    public double InputTokens => Rows.Count == 0 ? 0 : Rows.Average(r => (double)r.InputTokens);

    /// <summary>Scores of the first answers by question; null where one is missing.</summary>
    public IReadOnlyDictionary<string, double?> Scores(int first = int.MaxValue) => Rows.Take(first).ToDictionary(r => r.Question, r => r.Score.Score, StringComparer.Ordinal);

    /// <summary>The project's model asked with a prompt.</summary>
    public static PromptCandidate Of(ChatAnswerModel model, string? instructions, string instructionsName, ShotPicker? shots)
    {
        var plan = new PromptPlan(instructions, shots);
        string shown = shots is null ? "no examples" : string.Create(CultureInfo.InvariantCulture, $"{shots.Count} {(shots.Choice == ShotChoice.Fixed ? "fixed" : "nearest")} examples");
        return new PromptCandidate($"{instructionsName}, {shown}", plan, model.With(new PromptPlans(plan, plan)));
    }

    /// <summary>What is told of it.</summary>
    /// <param name="own">The project's own prompt.</param>
    /// <param name="clusters">Cluster by question.</param>
    public PromptCandidateResult Result(PromptCandidate own, IReadOnlyDictionary<string, string> clusters)
    {
        ClusteredEstimate score = Clustered.Mean(Scores(), clusters);
        return new PromptCandidateResult
        {
            Name = name,
            Instructions = plan.Instructions,
            Asked = Rows.Count,
            Score = score.Mean,
            Interval = score.Interval,
            Difference = this == own ? null : Clustered.Difference(Scores(), own.Scores(), clusters).Mean,
            LeftIn = LeftIn,
            InputTokens = InputTokens,
        };
    }

    /// <summary>The one that is kept of it.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="inputs">What it was looked for with.</param>
    /// <param name="proof">What it reached on held-out examples.</param>
    public BestPrompt Best(string arm, PromptInputs inputs, PromptProof? proof) => new()
    {
        Arm = arm,
        Name = name,
        Instructions = plan.Instructions,
        Shots = plan.Shots?.Count ?? 0,
        Choice = plan.Shots?.Choice ?? ShotChoice.Fixed,
        Fixed = plan.Shots is { Choice: ShotChoice.Fixed } shots ? [.. shots.Fixed.Reverse().Select(s => s.Key)] : ImmutableArray<string>.Empty,
        Inputs = inputs,
        Proof = proof,
    };
}
