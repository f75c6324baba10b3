using System.Collections.Immutable;
using System.Text.Json;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Tuning.Preferences;

/// <summary>How likely answers are for a model before it is trained.</summary>
/// <remarks>
/// The same model and pairs give the same numbers bit for bit, on any number of threads, so a training that goes on after an interruption may compute them again from the model as it was at
/// first; or it reads them from the file that they were kept in, which holds them exactly.
/// </remarks>
/// <param name="decoder">The model as it is before the first step, and before a checkpoint is taken up.</param>
/// <param name="tokensAtOnce">Tokens that go through the model at once; 1 or more.</param>
/// <param name="team">Who works on it.</param>
public sealed class ReferenceScores(TrainableDecoder decoder, int tokensAtOnce, WorkerTeam team)
{
    /// <summary>Where they are kept; null for nowhere.</summary>
    public string? KeptAt { get; init; }

    /// <summary>Tells trainings apart: what was kept for another key is computed again.</summary>
    public string Key { get; init; } = "";

    /// <summary>Scores pairs.</summary>
    /// <param name="pairs">All pairs, those that are held out included.</param>
    /// <param name="cancellationToken">Ends it between two batches, with nothing kept.</param>
    /// <returns>The pairs with their scores, in their order.</returns>
    /// <exception cref="InputException">A text is longer than the model's context, or the file is damaged.</exception>
    /// <exception cref="AssayException">The file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public ImmutableArray<ScoredPair> Score(ImmutableArray<PreferencePair> pairs, CancellationToken cancellationToken = default)
    {
        int most = decoder.Config.MaxPositions;
        if (pairs.FirstOrDefault(p => Math.Max(p.Chosen.Tokens.Length, p.Rejected.Tokens.Length) > most) is { } tooLong)
            throw new InputException(new Problem("examples", tooLong.Line, $"prompt and answer have {Math.Max(tooLong.Chosen.Tokens.Length, tooLong.Rejected.Tokens.Length)} tokens; the model was made for {most}. Shorten the row or remove it."));
        if (Kept(pairs.Length) is not { } logs)
        {
            logs = Logs(new DecoderGradients(decoder, team), pairs, tokensAtOnce, cancellationToken);
            Keep(logs);
        }

        return [.. pairs.Zip(logs, (pair, l) => new ScoredPair(pair, l))];
    }

    /// <summary>How likely the answers are for a model as it is now.</summary>
    internal static PairLogs[] Logs(DecoderGradients gradients, ImmutableArray<PreferencePair> pairs, int tokensAtOnce, CancellationToken cancellationToken)
    {
        PairLogs[] logs = new PairLogs[pairs.Length];
        foreach (PairBatch batch in PairBatch.Pack(pairs, tokensAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] losses = new float[batch.Tokens.Tokens.Length];
            gradients.Loss(batch.Tokens, losses);
            batch.Logs(losses).CopyTo(logs, batch.First);
        }

        return logs;
    }

    private PairLogs[]? Kept(int count)
    {
        if (KeptAt is null || !File.Exists(KeptAt)) return null;
        try
        {
            KeptScores? kept = JsonSerializer.Deserialize<KeptScores>(File.ReadAllBytes(KeptAt));
            return kept?.Key != Key || kept.Chosen?.Length != count || kept.Rejected?.Length != count ? null : [.. kept.Chosen.Zip(kept.Rejected, (c, r) => new PairLogs(c, r))];
        }
        catch (JsonException e)
        {
            throw new InputException(new Problem(KeptAt, null, $"what the model thought before training cannot be read ({e.Message.Split('.')[0]}). Remove the file to compute it again."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{KeptAt}' cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private void Keep(PairLogs[] logs)
    {
        if (KeptAt is null) return;
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(new KeptScores(Key, [.. logs.Select(l => l.Chosen)], [.. logs.Select(l => l.Rejected)]));
        WeightWriter.Write(KeptAt, stream => stream.Write(content));
    }

    private sealed record KeptScores(string Key, double[]? Chosen, double[]? Rejected);
}
