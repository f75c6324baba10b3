using System.Collections.Immutable;
using System.Text.Json;

namespace Assay.Evaluation.Judging;

/// <summary>A local step of the ladder that needs no model file: a logistic regression over <see cref="SupportFeatures"/>, learned from answers that people labelled.</summary>
/// <remarks>
/// The weights are a resource of this assembly with their source, fitted by <c>bench judges --fit</c> on the development part of BEGIN (Wizard of Wikipedia); <c>docs/benchmarks/judges.md</c> says how it does on other sources. English. A claim whose figures the texts
/// do not have is unsupported whatever the weights say. Safe to share between threads.
/// </remarks>
public sealed class LearnedEntailment : IEntailment
{
    private const double Forbidden = -100;

    /// <summary>The judge that comes with Assay.</summary>
    public static LearnedEntailment Bundled { get; } = new(LearnedWeights.Bundled());

    private readonly LearnedWeights _weights;

    /// <summary>A judge with other weights.</summary>
    /// <param name="weights">The weights.</param>
    public LearnedEntailment(LearnedWeights weights) => _weights = weights;

    /// <inheritdoc/>
    public string Identity => $"learned/{_weights.Version}";

    /// <summary>How sure it is of a claim.</summary>
    /// <param name="claim">A sentence.</param>
    /// <param name="texts">The evidence.</param>
    /// <returns>A logit: 0 is as likely as not.</returns>
    public double Score(string claim, IReadOnlyList<string> texts)
    {
        ImmutableArray<double> features = SupportFeatures.Of(claim, texts);
        double sum = _weights.Intercept;
        for (int i = 0; i < features.Length; i++) sum += _weights.Weights[i] * features[i];
        return sum;
    }

    /// <inheritdoc/>
    public Task<JudgeReply> JudgeAsync(JudgeTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        cancellationToken.ThrowIfCancellationRequested();
        ImmutableArray<string> texts = JudgedTexts.Context(task).IsEmpty ? task.Texts : [.. task.Texts.Select(t => $"{task.Question} {t}")];
        return Task.FromResult(JudgeReply.Of(task.Claims.Select(c => FigureCheck.Holds(c, task) && JudgedTexts.SharesMoreThanTheQuestion(c, task) ? Score(c, texts) : Forbidden), 0));
    }
}

/// <summary>Weights of a learned judge.</summary>
/// <param name="Version">Part of what its verdicts depend on.</param>
/// <param name="Source">What they were learned from, by which command.</param>
/// <param name="Features">Names of the features.</param>
/// <param name="Weights">One a feature.</param>
/// <param name="Intercept">Added to the sum.</param>
public sealed record LearnedWeights(string Version, string Source, ImmutableArray<string> Features, ImmutableArray<double> Weights, double Intercept)
{
    /// <summary>The weights that come with Assay.</summary>
    /// <returns>The weights.</returns>
    /// <exception cref="InvalidOperationException">They are of other features than this version computes: fit them again.</exception>
    public static LearnedWeights Bundled()
    {
        using Stream file = typeof(LearnedWeights).Assembly.GetManifestResourceStream($"{typeof(LearnedWeights).Namespace}.Weights.learned.v1.json")!;
        LearnedWeights weights = JsonSerializer.Deserialize<LearnedWeights>(file, JsonSerializerOptions.Web)!;
        return weights.Features.SequenceEqual(SupportFeatures.Names) && weights.Weights.Length == weights.Features.Length ? weights : throw new InvalidOperationException("The bundled weights are of other features. Fit them with `bench judges --fit`.");
    }
}
