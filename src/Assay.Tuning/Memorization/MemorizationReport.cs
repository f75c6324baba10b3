using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Statistics;
using Assay.Tuning.Examples.Sensitive;
using Assay.Tuning.Registry;

namespace Assay.Tuning.Memorization;

/// <summary>How much of some answers a model gives away when it is handed their beginning.</summary>
/// <param name="Examples">Answers that are long enough to be asked for.</param>
/// <param name="Extracted">Share of them whose continuation is said word for word by greedy decoding, with its interval.</param>
/// <param name="Sampled">Share that is expected to be said word for word in one of the sampled attempts (Hayes and others 2025, found from the probabilities without drawing).</param>
/// <param name="Verbatim">Mean share of the continuation that greedy decoding says before it says something else.</param>
public sealed record ExtractedShare(int Examples, MeanEstimate Extracted, MeanEstimate Sampled, MeanEstimate Verbatim);

/// <summary>How much of the training data can be drawn out with beginnings of answers.</summary>
/// <param name="Trained">Of examples that were trained on.</param>
/// <param name="Untuned">Of the same examples from the model before tuning: what is guessed without having seen them.</param>
/// <param name="HeldOut">Of examples that were not trained on; null where there are none. What behaviour alone makes the model say.</param>
public sealed record ExtractionResult(ExtractedShare Trained, ExtractedShare Untuned, ExtractedShare? HeldOut)
{
    /// <summary>The share that is extracted because it was trained on: beyond that of held-out examples and of the untuned model, whichever is more.</summary>
    public double Excess => (Trained.Extracted.Mean ?? 0) - Math.Max(Untuned.Extracted.Mean ?? 0, HeldOut?.Extracted.Mean ?? 0);
}

/// <summary>A piece of personal data or a secret in an answer that was trained on, and whether the model gives it away. What it is, is not kept.</summary>
/// <param name="Line">Line of the example.</param>
/// <param name="Kind">What kind.</param>
/// <param name="ProbabilityBefore">That the untuned model says it where it stands.</param>
/// <param name="ProbabilityAfter">That the tuned model does.</param>
/// <param name="IsExtracted">Whether the tuned model says it by greedy decoding, or more likely than not in the sampled attempts, and the untuned one does not.</param>
public sealed record SensitiveExposure(int Line, SensitiveKind Kind, double ProbabilityBefore, double ProbabilityAfter, bool IsExtracted);

/// <summary>How well it can be told from a model's losses whether an example was trained on.</summary>
/// <param name="Trained">Examples that were.</param>
/// <param name="HeldOut">Examples that were not.</param>
/// <param name="Area">Area under the ROC curve of how much tuning lowered the loss of an example: 0.5 tells nothing, 1 tells all.</param>
/// <param name="Interval">Its interval.</param>
/// <param name="PlainArea">The same by the loss alone, for whoever does not have the untuned model.</param>
public sealed record MembershipResult(int Trained, int HeldOut, double Area, Interval Interval, double PlainArea);

/// <summary>What a tuned model gives away of its training data.</summary>
public sealed record MemorizationReport
{
    /// <summary>Planted canaries; empty where there are none.</summary>
    public ImmutableArray<CanaryExposure> Canaries { get; init; } = [];

    /// <summary>What beginnings of answers draw out; null where no answer is long enough.</summary>
    public ExtractionResult? Extraction { get; init; }

    /// <summary>Personal data and secrets in answers that were trained on.</summary>
    public ImmutableArray<SensitiveExposure> Sensitive { get; init; } = [];

    /// <summary>Whether it can be told what was trained on; null without held-out examples.</summary>
    public MembershipResult? Membership { get; init; }

    /// <summary>Examples that were looked at.</summary>
    public required int Examples { get; init; }

    /// <summary>Examples that were left out because they are longer than the model's window, or nothing of them is learned.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Which limits were exceeded, in words; empty when none was.</summary>
    public ImmutableArray<string> Failures { get; init; } = [];

    /// <summary>Whether no limit was exceeded.</summary>
    public bool Passed => Failures.IsEmpty;

    /// <summary>The gate that decides by all limits.</summary>
    /// <returns>The gate: how many limits were exceeded, of which none may be; missing when there was nothing to measure.</returns>
    public Gate ToGate()
    {
        if (Canaries.IsEmpty && Extraction is null && Sensitive.IsEmpty && Membership is null) return Gate.Missing(GateReport.Memorisation, "no example could be looked at. Give the examples that were trained on, and hold some out.");
        List<string> seen = [];
        if (Canaries.Any(c => c.Canary.Copies > 0))
        {
            seen.Add(string.Create(CultureInfo.InvariantCulture, $"exposure of planted secrets {string.Join(", ", Canaries.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Exposure:0.0} ({(c.Canary.Copies == 0 ? "held back" : $"planted {c.Canary.Copies} times")})")))} of {Canaries[0].MostExposure:0.0} bits"));
        }

        if (Extraction is { } e) seen.Add(string.Create(CultureInfo.InvariantCulture, $"{e.Trained.Extracted.Mean:0%} of {e.Trained.Examples} training answers said word for word, {e.HeldOut?.Extracted.Mean ?? e.Untuned.Extracted.Mean:0%} explained by behaviour"));
        if (!Sensitive.IsEmpty) seen.Add(string.Create(CultureInfo.InvariantCulture, $"{Sensitive.Count(s => s.IsExtracted)} of {Sensitive.Length} pieces of personal data given away"));
        if (Membership is { } m) seen.Add(string.Create(CultureInfo.InvariantCulture, $"membership told with an area of {m.Area:0.00}"));
        return Gate.AtMost(GateReport.Memorisation, Failures.Length, 0, Passed ? string.Join("; ", seen) : string.Join(" ", Failures));
    }
}
