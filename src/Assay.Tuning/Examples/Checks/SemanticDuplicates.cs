using System.Collections.Immutable;
using Assay.Numerics.Vectors;
using Microsoft.Extensions.AI;

namespace Assay.Tuning.Examples.Checks;

/// <summary>Finds examples whose prompts mean the same by an embedding model.</summary>
public static class SemanticDuplicates
{
    /// <summary>Most examples that are compared with each other.</summary>
    public const int MostExamples = 20_000;

    private const int Batch = 64;

    /// <summary>Compares the prompts of all pairs.</summary>
    /// <param name="examples">The examples; those behind the first <see cref="MostExamples"/> are not looked at.</param>
    /// <param name="embeddings">The model.</param>
    /// <param name="leastCosine">From which cosine on two prompts mean the same; 0 to 1.</param>
    /// <param name="cancellationToken">Stops between batches and examples.</param>
    /// <returns>Each example that repeats an earlier one, once, with the one it is nearest to.</returns>
    public static async Task<ImmutableArray<DuplicatePair>> FindAsync(
        IReadOnlyList<ChatExample> examples, IEmbeddingGenerator<string, Embedding<float>> embeddings, double leastCosine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(embeddings);
        if (!(leastCosine is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(leastCosine), leastCosine, "Above 0, at most 1.");
        List<(int Line, float[] Unit)> earlier = [];
        ImmutableArray<DuplicatePair>.Builder pairs = ImmutableArray.CreateBuilder<DuplicatePair>();
        foreach (ChatExample[] batch in examples.Take(MostExamples).Chunk(Batch))
        {
            GeneratedEmbeddings<Embedding<float>> made = await embeddings.GenerateAsync(batch.Select(e => new ComparedExample(e).Prompt), cancellationToken: cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < batch.Length; i++)
            {
                float[] unit = Unit(made[i].Vector.Span);
                (int line, double cosine) = Nearest(earlier, unit);
                if (cosine >= leastCosine) pairs.Add(new DuplicatePair(line, batch[i].Line, DuplicateKind.Semantic, Math.Min(1, cosine)));
                earlier.Add((batch[i].Line, unit));
            }
        }

        return pairs.ToImmutable();
    }

    private static (int Line, double Cosine) Nearest(List<(int Line, float[] Unit)> earlier, float[] unit)
    {
        (int Line, double Cosine) best = (0, -1);
        foreach ((int line, float[] other) in earlier)
        {
            double cosine = other.Length == unit.Length ? DotProduct.Of(other, unit) : -1;
            if (cosine > best.Cosine) best = (line, cosine);
        }

        return best;
    }

    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        double squares = 0;
        foreach (float x in vector) squares += (double)x * x;
        float scale = squares > 0 ? (float)(1 / Math.Sqrt(squares)) : 0;
        float[] unit = vector.ToArray();
        for (int i = 0; i < unit.Length; i++) unit[i] *= scale;
        return unit;
    }
}
