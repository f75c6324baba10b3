using Microsoft.Extensions.AI;
using Polly;

namespace Assay.Models.Providers;

/// <summary>Cuts many texts into requests and repeats those that fail, each under a time limit; see <see cref="ResilientChatClient"/>. Safe for concurrent use.</summary>
internal sealed class ResilientEmbeddingGenerator : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Most texts of one request: with passages of usual length far below every server's limit of tokens, and an answer below 4 MiB at 3,072 values a vector.</summary>
    public const int BatchSize = 64;

    private readonly ProviderOptions options;
    private readonly ProviderErrors errors;
    private readonly TimeProvider time;
    private readonly ResiliencePipeline pipeline;

    /// <summary>Wraps a generator.</summary>
    /// <param name="inner">Fails with <see cref="ProviderException"/>; owned by this generator.</param>
    /// <param name="options">Attempts, pauses and time-outs.</param>
    /// <param name="errors">Makes the exceptions of time-outs.</param>
    /// <param name="time">The clock of pauses and time-outs.</param>
    public ResilientEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner, ProviderOptions options, ProviderErrors errors, TimeProvider time) : base(inner)
    {
        this.options = options;
        this.errors = errors;
        this.time = time;
        pipeline = Attempts.Pipeline(options, time);
    }

    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        GeneratedEmbeddings<Embedding<float>> all = [];
        long tokens = 0;
        bool counted = true;
        foreach (string[] batch in values.Chunk(BatchSize))
        {
            GeneratedEmbeddings<Embedding<float>> some = await pipeline.ExecuteAsync(async token =>
            {
                using AttemptDeadline deadline = new(this.options.RequestTimeout, time, errors, token);
                return await deadline.LimitAsync(limited => base.GenerateAsync(batch, options, limited)).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
            all.AddRange(some);
            counted &= some.Usage?.InputTokenCount is not null;
            tokens += some.Usage?.InputTokenCount ?? 0;
        }
        if (counted && all.Count > 0)
            all.Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens };
        return all;
    }
}
