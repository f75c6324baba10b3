using System.Collections.Concurrent;
using Assay.Models.Configuration;
using Assay.Numerics.Parallel;

namespace Assay.Models.Encoders;

/// <summary>The last layer of a transformer. Passes are kept for the next call, one set for calls that share a team and one for those that work alone.</summary>
internal sealed class TransformerStates(EncoderModel model) : ITokenStates
{
    private readonly ConcurrentDictionary<WorkerTeam, ConcurrentBag<EncoderPass>> idle = new();

    /// <summary>The architecture.</summary>
    public EncoderConfig Config => model.Config;

    /// <inheritdoc/>
    public int Width => model.Config.Width;

    /// <inheritdoc/>
    public int? MaxTokens => model.Config.MaxTokens;

    /// <inheritdoc/>
    public long LengthBytes => model.LengthBytes;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<TokenSequence> texts, Span<float> states, WorkerTeam team, CancellationToken cancellationToken)
    {
        ConcurrentBag<EncoderPass> passes = idle.GetOrAdd(team, _ => []);
        EncoderPass pass = passes.TryTake(out EncoderPass? used) ? used : new EncoderPass(model, team);
        pass.Forward(texts, states, cancellationToken);
        passes.Add(pass);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
