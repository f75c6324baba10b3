using System.Collections.Immutable;
using System.Numerics.Tensors;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Tuning.Contrastive;

/// <summary>
/// How well queries find their passages: <c>mean_i(-log(e^(s[i,t_i]) / sum_j(e^(s[i,j]))))</c> with <c>s = cosine / temperature</c> over all passages of the batch that do not answer query <c>i</c>
/// otherwise (van den Oord and others 2018; Henderson and others 2017). The symmetric form has half of that, and half of the same with passages looking for queries. Over several beginnings of the
/// vectors it is the mean by their weights.
/// </summary>
/// <remarks>Sums of exponentials and losses in double precision. Does not depend on the number of threads.</remarks>
/// <param name="options">Temperature and symmetry.</param>
/// <param name="dimensions">Values of a vector.</param>
/// <param name="team">Who works on it.</param>
internal sealed class ContrastiveLoss(ContrastiveOptions options, int dimensions, WorkerTeam team)
{
    private const float Least = 1e-12f;

    private readonly ImmutableArray<VectorPrefix> prefixes = options.Check(dimensions);

    /// <summary>The loss and its slopes.</summary>
    /// <param name="batch">Who is to find what.</param>
    /// <param name="vectors">Those of the queries, then those of the passages, <c>[queries + passages, dimensions]</c>.</param>
    /// <param name="slopes">The slopes along the vectors are added to it; empty when they are not wanted.</param>
    /// <returns>The mean over the queries.</returns>
    public double Of(ContrastiveBatch batch, ReadOnlySpan<float> vectors, Span<float> slopes)
    {
        double total = prefixes.Sum(p => p.Weight), loss = 0;
        foreach (VectorPrefix prefix in prefixes) loss += Of(batch, vectors, slopes, prefix.Length, prefix.Weight / total);
        return loss;
    }

    /// <summary>The place that each query's passage takes among those that are not hidden, from 1, by the cosine of whole vectors; passages with an equal one come before it.</summary>
    public int[] Ranks(ContrastiveBatch batch, ReadOnlySpan<float> vectors)
    {
        int count = batch.Queries + batch.Passages;
        float[] unit = new float[count * dimensions], scores = new float[batch.Queries * batch.Passages];
        ToUnit(vectors, dimensions, unit, new float[count]);
        Scores(batch, unit, dimensions, scores);
        int[] ranks = new int[batch.Queries];
        for (int i = 0; i < ranks.Length; i++)
        {
            ReadOnlySpan<float> row = scores.AsSpan(i * batch.Passages, batch.Passages);
            for (int j = 0; j < row.Length; j++)
            {
                if (!batch.Hidden[(i * batch.Passages) + j] && row[j] >= row[batch.Targets[i]]) ranks[i]++;
            }
        }

        return ranks;
    }

    private double Of(ContrastiveBatch batch, ReadOnlySpan<float> vectors, Span<float> slopes, int length, double weight)
    {
        int count = batch.Queries + batch.Passages, split = batch.Queries * length;
        float[] unit = new float[count * length], norms = new float[count], scores = new float[batch.Queries * batch.Passages];
        ToUnit(vectors, length, unit, norms);
        Scores(batch, unit, length, scores);
        float[] dscores = new float[scores.Length];
        double share = weight / batch.Queries * (options.Symmetric ? 0.5 : 1);
        double loss = QueriesLook(batch, scores, dscores, share) + (options.Symmetric ? PassagesLook(batch, scores, dscores, share) : 0);
        if (slopes.IsEmpty) return loss;
        TensorPrimitives.Multiply(dscores, (float)(1 / options.Temperature), dscores);
        float[] dunit = new float[unit.Length];
        Gemm.Multiply(new GemmShape(batch.Queries, length, batch.Passages, GemmForm.Plain), dscores, unit.AsSpan(split), dunit.AsSpan(0, split), accumulate: false, team);
        Gemm.Multiply(new GemmShape(batch.Passages, length, batch.Queries, GemmForm.TransposedA), dscores, unit.AsSpan(0, split), dunit.AsSpan(split), accumulate: false, team);
        for (int row = 0; row < count; row++)
        {
            // Along x of u = x / |x|: (du - u · (u·du)) / |x|.
            if (norms[row] <= Least) continue;
            Span<float> to = slopes.Slice(row * dimensions, length), slope = dunit.AsSpan(row * length, length);
            ReadOnlySpan<float> u = unit.AsSpan(row * length, length);
            TensorPrimitives.MultiplyAdd(u, -TensorPrimitives.Dot<float>(u, slope), slope, slope);
            TensorPrimitives.MultiplyAdd(slope, 1 / norms[row], to, to);
        }

        return loss;
    }

    private void ToUnit(ReadOnlySpan<float> vectors, int length, Span<float> unit, Span<float> norms)
    {
        for (int row = 0; row < norms.Length; row++)
        {
            ReadOnlySpan<float> vector = vectors.Slice(row * dimensions, length);
            norms[row] = TensorPrimitives.Norm(vector);
            TensorPrimitives.Divide(vector, Math.Max(norms[row], Least), unit.Slice(row * length, length));
        }
    }

    private void Scores(ContrastiveBatch batch, ReadOnlySpan<float> unit, int length, Span<float> scores)
    {
        int split = batch.Queries * length;
        Gemm.Multiply(new GemmShape(batch.Queries, batch.Passages, length, GemmForm.TransposedB), unit[..split], unit[split..], scores, accumulate: false, team);
        TensorPrimitives.Multiply(scores, (float)(1 / options.Temperature), scores);
    }

    private static double QueriesLook(ContrastiveBatch batch, float[] scores, float[] dscores, double share)
    {
        double loss = 0;
        int[] seen = new int[batch.Passages];
        for (int i = 0; i < batch.Queries; i++)
        {
            int from = i * batch.Passages, count = 0;
            for (int j = 0; j < batch.Passages; j++)
            {
                if (!batch.Hidden[from + j]) seen[count++] = from + j;
            }

            loss += CrossEntropy(scores, dscores, seen.AsSpan(0, count), from + batch.Targets[i], share);
        }

        return loss;
    }

    // A query that looks for the same passage, or that the passage answers besides, is no wrong answer.
    private static double PassagesLook(ContrastiveBatch batch, float[] scores, float[] dscores, double share)
    {
        double loss = 0;
        int[] seen = new int[batch.Queries];
        for (int i = 0; i < batch.Queries; i++)
        {
            int passage = batch.Targets[i], count = 0;
            for (int j = 0; j < batch.Queries; j++)
            {
                int at = (j * batch.Passages) + passage;
                if (j == i || (batch.Targets[j] != passage && !batch.Hidden[at])) seen[count++] = at;
            }

            loss += CrossEntropy(scores, dscores, seen.AsSpan(0, count), (i * batch.Passages) + passage, share);
        }

        return loss;
    }

    /// <summary><c>-share · log softmax(scores[seen])[target]</c>, its slopes added to those of the scores.</summary>
    internal static double CrossEntropy(ReadOnlySpan<float> scores, Span<float> dscores, ReadOnlySpan<int> seen, int target, double share)
    {
        double most = double.NegativeInfinity, sum = 0;
        foreach (int at in seen) most = Math.Max(most, scores[at]);
        foreach (int at in seen) sum += Math.Exp(scores[at] - most);
        foreach (int at in seen) dscores[at] += (float)(share * ((Math.Exp(scores[at] - most) / sum) - (at == target ? 1 : 0)));
        return share * (most + Math.Log(sum) - scores[target]);
    }
}
