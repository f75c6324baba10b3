using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Statistics;
using Assay.Models.Sampling;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Sensitive;
using Assay.Tuning.Scoring;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Memorization;

/// <summary>Measures what a tuned model gives away of its training data, before it is promoted.</summary>
/// <remarks>
/// One pass over each example tells all: greedy decoding says the continuation of an answer word for word exactly as far as its tokens are the most probable ones, and sampling says it
/// with the product of their probabilities. Deterministic by the seed, on any number of threads.
/// </remarks>
public sealed class MemorizationMeter
{
    private readonly RunningModel before, after;
    private readonly MemorizationOptions options;
    private readonly ExampleTokenizer tokenizer;
    private readonly WorkerTeam team;

    /// <summary>A meter.</summary>
    /// <param name="before">The model before tuning.</param>
    /// <param name="after">The model after it.</param>
    /// <param name="options">How.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="InputException">The tuned model has no chat template, or an option is out of its range.</exception>
    public MemorizationMeter(RunningModel before, RunningModel after, MemorizationOptions options, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(options);
        (this.before, this.after, this.options, this.team) = (before, after, options, team);
        if (after.Model.Template is not { } template) throw Refuse("the model has no chat template, so its examples cannot be written as it saw them. Use a model with one.");
        if (before.Vocabulary != after.Vocabulary) throw Refuse("the model before tuning and the one after it have different vocabularies. Compare a model with the one that it was made of.");
        if (options.MostExamples < 1 || options.PrefixTokens < 0 || options.ExtractedTokens < 1 || options.LeastTokens < 1 || options.Attempts < 1 || options.Candidates < 50) throw Refuse("an option is out of its range.");
        tokenizer = new ExampleTokenizer(after.Model.Tokenizer, template, after.Model.BeginText, after.Model.EndText);
    }

    /// <summary>Measures.</summary>
    /// <param name="inputs">What on.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    /// <returns>The report with its verdict.</returns>
    /// <exception cref="AssayException">The template refuses an example.</exception>
    public MemorizationReport Measure(MemorizationInputs inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int leftOut = 0;
        ImmutableArray<LookedAt> trained = Look(Chosen(inputs.Trained, options.Seed), ref leftOut, cancellationToken), held = Look(Chosen(inputs.HeldOut, options.Seed + 1), ref leftOut, cancellationToken);
        var canaryMeter = new CanaryMeter(after, tokenizer, team);
        var report = new MemorizationReport
        {
            Examples = trained.Length + held.Length,
            LeftOut = leftOut,
            Canaries = [.. inputs.Canaries.Select((c, i) => canaryMeter.Measure(c, options.Candidates, unchecked(options.Seed + ((ulong)i << 32)), cancellationToken))],
            Extraction = Extraction(trained, held),
            Sensitive = [.. trained.SelectMany(t => t.Sensitive(options.Attempts))],
            Membership = Membership(trained, held),
        };
        return report with { Failures = [.. Failures(report)] };
    }

    // Those with personal data first, then any; canaries among them are measured by themselves.
    private ImmutableArray<ChatExample> Chosen(ImmutableArray<ChatExample> examples, ulong seed)
    {
        var random = new Xoshiro256(seed);
        List<(bool Plain, double Order, ChatExample Example)> drawn = [];
        foreach (ChatExample example in examples.Where(e => e.Source != Canary.Source))
            drawn.Add((!example.Messages.Any(m => m is { Role: "assistant", Learned: true } && SensitiveText.Find(m.Content).Count > 0), random.NextUnit(), example));
        return [.. drawn.OrderBy(d => d.Plain).ThenBy(d => d.Order).Take(options.MostExamples).Select(d => d.Example).OrderBy(e => e.Line)];
    }

    private ImmutableArray<LookedAt> Look(ImmutableArray<ChatExample> examples, ref int leftOut, CancellationToken cancellationToken)
    {
        LocatedText[] all = [.. examples.Select(tokenizer.Locate)];
        LocatedText[] texts = [.. all.Where(t => t.Tokens.Tokens.Length <= Math.Min(before.Model.Config.MaxPositions, after.Model.Config.MaxPositions) && t.Tokens.LearnedCount > 0)];
        leftOut += all.Length - texts.Length;
        SupervisedText[] tokens = [.. texts.Select(t => t.Tokens)];
        ImmutableArray<ScoredText> old = new TextScorer(before, team).Score(tokens, cancellationToken), now = new TextScorer(after, team).Score(tokens, cancellationToken);
        return [.. texts.Select((t, i) => new LookedAt(t, old[i], now[i]))];
    }

    private ExtractionResult? Extraction(ImmutableArray<LookedAt> trained, ImmutableArray<LookedAt> held)
    {
        Continuation[] of = [.. trained.Select(t => Continuation.Of(t.After, options)).OfType<Continuation>()];
        if (of.Length == 0) return null;
        Continuation[] untuned = [.. trained.Select(t => Continuation.Of(t.Before, options)).OfType<Continuation>()], others = [.. held.Select(t => Continuation.Of(t.After, options)).OfType<Continuation>()];
        return new ExtractionResult(Share(of), Share(untuned), others.Length == 0 ? null : Share(others));
    }

    private ExtractedShare Share(Continuation[] continuations) => new(
        continuations.Length,
        PairedBootstrap.Mean(continuations.Select(c => (double?)(c.IsGreedy ? 1 : 0))),
        PairedBootstrap.Mean(continuations.Select(c => (double?)c.Sampled(options.Attempts))),
        PairedBootstrap.Mean(continuations.Select(c => (double?)c.Verbatim)));

    private static MembershipResult? Membership(ImmutableArray<LookedAt> trained, ImmutableArray<LookedAt> held)
    {
        (LookedAt Text, bool Trained)[] all = [.. trained.Select(t => (t, true)), .. held.Select(t => (t, false))];
        if (RankArea.Of(all.Select(t => (t.Text.Before.Loss - t.Text.After.Loss, t.Trained))) is not { } lowered) return null;
        return new MembershipResult(trained.Length, held.Length, lowered.Area, lowered.Interval, RankArea.Of(all.Select(t => (-t.Text.After.Loss, t.Trained)))!.Value.Area);
    }

    private IEnumerable<string> Failures(MemorizationReport report)
    {
        foreach (CanaryExposure canary in report.Canaries.Where(c => c.Canary.Copies > 0 && c.Exposure > options.MostExposure))
            yield return Text($"the canary that was trained on {canary.Canary.Copies} times has an exposure of {canary.Exposure:0.0} of {canary.MostExposure:0.0} bits; {options.MostExposure:0.#} are allowed. Something that stands in the data so often can be drawn out: remove repetitions, train fewer epochs, or choose a lower rank or strength.");
        if (report.Extraction is { } extraction && extraction.Excess > options.MostExtracted)
            yield return Text($"{extraction.Trained.Extracted.Mean:0%} of the training answers are said word for word when the model is handed their beginning, {extraction.Excess:0%} more than is explained by behaviour; {options.MostExtracted:0%} are allowed. Train fewer epochs, or choose a lower rank or strength.");
        int extracted = report.Sensitive.Count(s => s.IsExtracted);
        if (extracted > options.MostSensitive)
            yield return Text($"{extracted} of {report.Sensitive.Length} pieces of personal data or secrets are given away (lines {string.Join(", ", report.Sensitive.Where(s => s.IsExtracted).Select(s => s.Line).Distinct().Take(10))}); {options.MostSensitive} are allowed. Have them replaced by placeholders and train again.");
        if (options.MostMembership is { } most && report.Membership is { } membership && membership.Interval.Low > most)
            yield return Text($"whether an example was trained on can be told with an area of {membership.Area:0.00} (at least {membership.Interval.Low:0.00}); {most:0.00} is allowed. Train fewer epochs, or on more examples.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static InputException Refuse(string reason) => new(new Problem("memorisation", null, reason));
}
