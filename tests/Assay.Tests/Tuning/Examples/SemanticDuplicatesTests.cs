using System.Collections.Immutable;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Microsoft.Extensions.AI;

namespace Assay.Tests.Tuning.Examples;

public sealed class SemanticDuplicatesTests
{
    [Fact]
    public async Task Prompts_of_the_same_direction_are_found_across_batches()
    {
        ChatExample[] rows = [.. Enumerable.Range(0, 150).Select(i => ExampleRows.Of(i + 1, i == 140 ? "7 again" : $"{i}", "a"))];
        ImmutableArray<DuplicatePair> pairs = await SemanticDuplicates.FindAsync(rows, new ByNumber(), 0.999);
        DuplicatePair pair = Assert.Single(pairs);
        Assert.Equal((8, 141, DuplicateKind.Semantic), (pair.First, pair.Second, pair.Kind));
        Assert.Equal(1, pair.Similarity, 5);
    }

    [Fact]
    public async Task A_cosine_out_of_range_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SemanticDuplicates.FindAsync([], new ByNumber(), double.NaN));

    /// <summary>A direction of its own for each number that a text begins with, at any length.</summary>
    private sealed class ByNumber : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(v =>
            {
                float[] vector = new float[256];
                vector[int.Parse(v.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)] = v.Length;
                return new Embedding<float>(vector);
            })));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
