using System.Collections.Immutable;
using Assay.Models.Decoders;
using Assay.Numerics.Parallel;

namespace Assay.Tuning.Scoring;

/// <summary>Continues texts, always with the most probable token; all of them together.</summary>
/// <param name="model">The model.</param>
/// <param name="team">Who works on it.</param>
internal sealed class GreedyWriter(RunningModel model, WorkerTeam team)
{
    private const int AtOnce = 32;

    private readonly DecoderPass pass = new(model.Model.Decoder, team);

    /// <summary>Continues texts.</summary>
    /// <param name="prompts">Their beginnings; each one token or more, and shorter than the model's window.</param>
    /// <param name="most">Most tokens that each is continued by.</param>
    /// <param name="cancellationToken">Ends it between two tokens.</param>
    /// <returns>What follows each; a token that ends the answer is its last.</returns>
    public ImmutableArray<ImmutableArray<int>> Write(IReadOnlyList<ImmutableArray<int>> prompts, int most, CancellationToken cancellationToken)
    {
        var texts = prompts.Select(p => new Text(model.Model.Decoder.NewCache(model.Adapter), p)).ToArray();
        float[] room = new float[Math.Min(AtOnce, texts.Length) * model.Vocabulary];
        foreach (Text[] together in texts.Chunk(AtOnce))
        {
            for (List<Text> open = [.. together]; open.Count > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<float> scores = room.AsSpan(0, open.Count * model.Vocabulary);
                pass.Forward([.. open.Select(t => new SequencePart(t.Cache, t.Next))], scores);
                for (int i = 0; i < open.Count; i++) open[i].Add(TokenDistribution.Best(scores.Slice(i * model.Vocabulary, model.Vocabulary)));
                open.RemoveAll(t => t.Written.Count >= most || model.Model.EndTokens.Contains(t.Written[^1]) || t.Cache.Length >= model.Model.Config.MaxPositions);
            }
        }

        return [.. texts.Select(t => t.Written.ToImmutableArray())];
    }

    private sealed class Text(KeyValueCache cache, ImmutableArray<int> prompt)
    {
        public KeyValueCache Cache => cache;

        public ReadOnlyMemory<int> Next { get; private set; } = prompt.AsMemory();

        public List<int> Written { get; } = [];

        public void Add(int token)
        {
            Written.Add(token);
            Next = new[] { token };
        }
    }
}
