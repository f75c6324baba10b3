using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Text.Segmentation;
using Microsoft.Extensions.AI;

namespace Assay.Evaluation.Judging;

/// <summary>A local step of the ladder: a claim is supported when its vector is near enough to that of one sentence of the texts (cosine).</summary>
/// <remarks>Sees other words for the same thing; does not see a negation or another number, so a claim whose figures the texts do not have is unsupported whatever the vectors say. Keeps the vectors of texts it has seen. Safe for concurrent use.</remarks>
/// <param name="embedder">Makes the vectors; not disposed.</param>
/// <param name="name">Names it in <see cref="Identity"/>.</param>
public sealed class SimilarityEntailment(IEmbeddingGenerator<string, Embedding<float>> embedder, string name) : IEntailment
{
    /// <summary>Least cosine of a supported claim.</summary>
    /// <value>0.7, a common choice and not calibrated: hold the judge against labels before its numbers are believed.</value>
    public const double Threshold = 0.7;

    private readonly ConcurrentDictionary<string, ReadOnlyMemory<float>> _vectors = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Identity => "similarity/1 " + name;

    /// <inheritdoc/>
    public async Task<JudgeReply> JudgeAsync(JudgeTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ImmutableArray<string> sentences = [.. task.Texts.Concat(JudgedTexts.Context(task).Select(c => $"{c} {task.Texts[0]}")).SelectMany(t => SentenceSegmenter.Segment(t).Select(s => s.Of(t).ToString())).Where(s => !string.IsNullOrWhiteSpace(s)).Distinct(StringComparer.Ordinal)];
        if (sentences.IsEmpty) return JudgeReply.Of(task.Claims.Select(_ => 0.0), Threshold);
        try
        {
            ReadOnlyMemory<float>[] evidence = await VectorsAsync(sentences, cancellationToken).ConfigureAwait(false), claims = await VectorsAsync(task.Claims, cancellationToken).ConfigureAwait(false);
            return JudgeReply.Of(task.Claims.Select((c, i) => FigureCheck.Holds(c, task) ? evidence.Max(e => Cosine(e.Span, claims[i].Span)) : 0), Threshold);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return JudgeReply.Failed(task, e.Message);
        }
    }

    private async Task<ReadOnlyMemory<float>[]> VectorsAsync(ImmutableArray<string> texts, CancellationToken cancellationToken)
    {
        string[] missing = [.. texts.Where(t => !_vectors.ContainsKey(t)).Distinct(StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            GeneratedEmbeddings<Embedding<float>> made = await embedder.GenerateAsync(missing, null, cancellationToken).ConfigureAwait(false);
            if (made.Count != missing.Length) throw new InvalidOperationException($"The embedder made {made.Count} vectors of {missing.Length} texts.");
            for (int i = 0; i < missing.Length; i++) _vectors[missing[i]] = made[i].Vector;
        }

        return [.. texts.Select(t => _vectors[t])];
    }

    // NaN where a vector has no length or is not of numbers: that makes the verdict unknown.
    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length) return double.NaN;
        double dot = 0, left = 0, right = 0;
        for (int i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            left += (double)a[i] * a[i];
            right += (double)b[i] * b[i];
        }

        return dot / Math.Sqrt(left * right);
    }
}
