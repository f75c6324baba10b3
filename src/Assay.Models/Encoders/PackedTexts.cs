using System.Buffers;
using Assay.Numerics.Parallel;

namespace Assay.Models.Encoders;

/// <summary>Takes what is known of the tokens of a text.</summary>
/// <param name="text">Its number.</param>
/// <param name="states">A row for each token; only valid during the call.</param>
public delegate void StatesTaker(int text, ReadOnlySpan<float> states);

/// <summary>Cuts many texts into packs of about the same length and takes them through a model, each processor with packs of its own: then none waits for another within a layer.</summary>
public sealed class PackedTexts
{
    // 256 rows are as fast a product as more are, and what belongs to them fits a processor's own cache.
    private const int RowsPerPack = 256;

    private readonly ITokenStates source;
    private readonly WorkerTeam team;

    /// <summary>For a model whose states are wanted as they are, without pooling.</summary>
    /// <param name="model">The model; not disposed of.</param>
    /// <param name="team">Who works on it.</param>
    public PackedTexts(EncoderModel model, WorkerTeam team)
        : this(new TransformerStates(model), team)
    {
    }

    internal PackedTexts(ITokenStates source, WorkerTeam team) => (this.source, this.team) = (source, team);

    /// <summary>Computes the states of texts; longest first, which does not change any of them.</summary>
    /// <param name="texts">The texts; one without tokens is passed over.</param>
    /// <param name="take">Given the states of each text, in any order and from several threads at once.</param>
    /// <param name="cancellationToken">Checked per layer.</param>
    public void Run(IReadOnlyList<TokenSequence> texts, StatesTaker take, CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, texts.Count).Where(i => texts[i].Ids.Length > 0).OrderByDescending(i => texts[i].Ids.Length).ThenBy(i => i)];
        List<int[]> packs = [];
        for (int from = 0, to = 0; from < order.Length; from = to)
        {
            int rows = 0;
            while (to < order.Length && (to == from || rows + texts[order[to]].Ids.Length <= RowsPerPack)) rows += texts[order[to++]].Ids.Length;
            packs.Add(order[from..to]);
        }

        bool apart = packs.Count >= 2 * team.Threads;
        var work = new Packs(packs, pack => Do([.. pack.Select(i => texts[i])], pack, take, apart ? WorkerTeam.One : team, cancellationToken));
        if (apart) team.Run(ref work, packs.Count);
        else
            for (int i = 0; i < packs.Count; i++) work.Do(i);
    }

    private void Do(TokenSequence[] texts, int[] numbers, StatesTaker take, WorkerTeam within, CancellationToken cancellationToken)
    {
        int rows = texts.Sum(t => t.Ids.Length), at = 0;
        float[] buffer = ArrayPool<float>.Shared.Rent(checked(rows * source.Width));
        Span<float> states = buffer.AsSpan(0, rows * source.Width);
        source.Forward(texts, states, within, cancellationToken);
        for (int i = 0; i < texts.Length; i++)
        {
            int length = texts[i].Ids.Length * source.Width;
            take(numbers[i], states.Slice(at, length));
            at += length;
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    private readonly struct Packs(List<int[]> packs, Action<int[]> work) : IParts
    {
        public void Do(int part) => work(packs[part]);
    }
}
