using System.Collections.Immutable;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Training;

namespace Assay.Tuning.Preferences;

/// <summary>A decoder that learns to prefer one answer to another, by direct preference optimisation (Rafailov and others 2023).</summary>
/// <remarks>
/// The loss and its slopes come from one pass: the weight of each token is known when the losses of its pair are. Pairs that go through the model in several parts give the same up to rounding.
/// The model before training is not kept: <see cref="ReferenceScores"/> holds all that is needed of it.
/// </remarks>
public sealed class PreferenceTask : ITrainingTask
{
    private readonly DecoderGradients gradients;
    private readonly ImmutableArray<ScoredPair> pairs, heldOut;
    private readonly TrainingOptions options;
    private readonly PreferenceOptions preferences;
    private readonly PreferenceLoss loss;

    /// <summary>A task.</summary>
    /// <param name="decoder">What is trained; changed.</param>
    /// <param name="pairs">What is learned from.</param>
    /// <param name="heldOut">What is evaluated on; empty for no evaluations.</param>
    /// <param name="options">Dropout, and how many tokens go through the model at once.</param>
    /// <param name="preferences">The loss.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="InputException">There is nothing to learn, or an option is outside its range.</exception>
    public PreferenceTask(TrainableDecoder decoder, ImmutableArray<ScoredPair> pairs, ImmutableArray<ScoredPair> heldOut, TrainingOptions options, PreferenceOptions preferences, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(preferences);
        preferences.Check();
        if (pairs.IsDefaultOrEmpty) throw new InputException(new Problem("examples", null, "there is nothing to learn: no row has a wanted answer and one that is not."));
        (this.pairs, this.heldOut, this.options, this.preferences) = (pairs, heldOut.IsDefault ? [] : heldOut, options, preferences);
        loss = new PreferenceLoss(preferences);
        gradients = new DecoderGradients(decoder, team) { Dropout = options.Dropout };
        Parameters = decoder.Parameters;
    }

    /// <inheritdoc/>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public int Count => pairs.Length;

    /// <inheritdoc/>
    public StepLoss Add(ImmutableArray<int> items, Func<int, ulong> seedOfPart)
    {
        ArgumentNullException.ThrowIfNull(seedOfPart);
        ScoredPair[] scored = [.. items.Select(i => pairs[i])];
        double total = 0;
        int part = 0, tokens = 0;
        foreach (PairBatch batch in PairBatch.Pack([.. scored.Select(s => s.Pair)], options.TokensAtOnce))
        {
            gradients.Add(batch.Tokens, scored.Length, seedOfPart(part++), (losses, weights) =>
            {
                PairLogs[] now = batch.Logs(losses);
                total += now.Select((logs, i) => loss.Of(scored[batch.First + i], logs)).Sum();
                batch.Weigh([.. now.Select((logs, i) => loss.Slopes(scored[batch.First + i], logs))], weights);
            });
            tokens += batch.Tokens.Tokens.Length;
        }

        return new StepLoss(total / scored.Length, tokens, scored.Length);
    }

    /// <inheritdoc/>
    public HeldOut? Evaluate() => Measure() is { } measures ? new HeldOut(measures.Loss, measures.Accuracy) : null;

    /// <summary>How the model as it is now prefers the answers of what is held out.</summary>
    /// <returns>Null when nothing is.</returns>
    public PreferenceMeasures? Measure()
    {
        if (heldOut.IsEmpty) return null;
        PairLogs[] now = Logs(heldOut);
        double[] margins = [.. now.Select((logs, i) => loss.Margin(heldOut[i], logs))];
        return new PreferenceMeasures(
            now.Select((logs, i) => loss.Of(heldOut[i], logs)).Average(),
            margins.Average(m => m > 0 ? 1 : m == 0 ? 0.5 : 0),
            preferences.Beta * now.Select((logs, i) => logs.Chosen - heldOut[i].Reference.Chosen).Average(),
            preferences.Beta * now.Select((logs, i) => logs.Rejected - heldOut[i].Reference.Rejected).Average());
    }

    /// <summary>How good the parameters are on each pair that is held out; one counts as right when the answer that is wanted has gained on the other.</summary>
    /// <returns>One for each, in their order.</returns>
    public ImmutableArray<TextScore> Scores() =>
        [.. Logs(heldOut).Select((logs, i) => new TextScore(heldOut[i].Pair.Line, loss.Of(heldOut[i], logs), 1, loss.Margin(heldOut[i], logs) > 0))];

    /// <inheritdoc/>
    public (int Line, double Loss) Alone(int item) => (pairs[item].Pair.Line, loss.Of(pairs[item], Logs([pairs[item]])[0]));

    private PairLogs[] Logs(ImmutableArray<ScoredPair> of) => ReferenceScores.Logs(gradients, [.. of.Select(s => s.Pair)], options.TokensAtOnce, CancellationToken.None);
}
