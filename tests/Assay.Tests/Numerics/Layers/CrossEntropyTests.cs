using Assay.Numerics.Layers.Losses;
using Assay.Numerics.Layers.Losses.Reference;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;
using VectorPath = Assay.Numerics.Layers.Elementary.VectorPath;

namespace Assay.Tests.Numerics.Layers;

public sealed class CrossEntropyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loss_and_slopes_agree_with_reference_and_finite_differences(bool weighted)
    {
        const int Rows = 9, Dim = 7, Vocab = 23;
        var random = new Random(1);
        float[] hidden = LayerData.Floats(random, Rows * Dim, 2), matrix = LayerData.Floats(random, Vocab * Dim, 2);
        int[] targets = [3, 22, CrossEntropy.Ignored, 0, 5, 5, CrossEntropy.Ignored, 11, 1];
        float[] weights = weighted ? [1, 0.5f, 3, 0, 2, 1, 1, 0.25f, 1] : [];
        double[] h = LayerData.Doubles(hidden), m = LayerData.Doubles(matrix);
        double Loss() => Expected(h, m, Dim, targets, weights);
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            float[] losses = new float[Rows], dhidden = new float[hidden.Length], dmatrix = new float[matrix.Length], hiddenOnly = new float[hidden.Length];
            Assert.Equal(Loss(), CrossEntropy.Forward(new LossInputs(hidden, matrix, Dim, targets, weights), losses, WorkerTeam.One), 1e-5);
            for (int row = 0; row < Rows; row++)
            {
                double expected = targets[row] < 0 ? 0 : ScalarLosses.CrossEntropy(h.AsSpan(row * Dim, Dim), m, targets[row]);
                Assert.Equal(expected, losses[row], 1e-5);
            }

            Assert.Equal(Loss(), CrossEntropy.ForwardBackward(new LossInputs(hidden, matrix, Dim, targets, weights), [], dhidden, dmatrix, WorkerTeam.One), 1e-5);
            int compared = LayerData.CheckSlopes(h, dhidden, Loss, 1e-5, "rows") + LayerData.CheckSlopes(m, dmatrix, Loss, 1e-5, "weights");
            Assert.Equal((Rows + Vocab) * Dim, compared);
            Assert.True(compared > 50);
            CrossEntropy.ForwardBackward(new LossInputs(hidden, matrix, Dim, targets, weights), [], hiddenOnly, [], WorkerTeam.One);
            Assert.Equal(dhidden, hiddenOnly);
        }
    }

    /// <summary>What is not wanted has a weight below 0, and the sum of the weights may be 0.</summary>
    [Fact]
    public void Losses_that_are_to_grow_have_slopes_turned_round()
    {
        const int Rows = 6, Dim = 5, Vocab = 19;
        var random = new Random(6);
        float[] hidden = LayerData.Floats(random, Rows * Dim, 2), matrix = LayerData.Floats(random, Vocab * Dim, 2);
        int[] targets = [3, 18, CrossEntropy.Ignored, 0, 5, 5];
        float[] weights = [1, -0.5f, 7, -2, 1.25f, 0.25f];
        double[] h = LayerData.Doubles(hidden), m = LayerData.Doubles(matrix);
        double Loss() => Enumerable.Range(0, Rows).Where(row => targets[row] >= 0).Sum(row => weights[row] * ScalarLosses.CrossEntropy(h.AsSpan(row * Dim, Dim), m, targets[row])) / 3;
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            float[] dhidden = new float[hidden.Length], dmatrix = new float[matrix.Length];
            Assert.Equal(Loss(), CrossEntropy.ForwardBackward(new LossInputs(hidden, matrix, Dim, targets, weights) { Divisor = 3 }, [], dhidden, dmatrix, WorkerTeam.One), 1e-5);
            int compared = LayerData.CheckSlopes(h, dhidden, Loss, 1e-5, "rows") + LayerData.CheckSlopes(m, dmatrix, Loss, 1e-5, "weights");
            Assert.Equal((Rows + Vocab) * Dim, compared);
        }
    }

    [Fact]
    public void A_frozen_output_layer_gives_the_same_loss_and_slopes()
    {
        const int Rows = 40, Dim = 24, Vocab = 131;
        var random = new Random(4);
        float[] hidden = LayerData.Floats(random, Rows * Dim, 2), matrix = LayerData.Floats(random, Vocab * Dim, 2);
        int[] targets = [.. Enumerable.Range(0, Rows).Select(row => row % 7 == 3 ? CrossEntropy.Ignored : random.Next(Vocab))];
        using var packed = new PackedMatrix(matrix, Vocab, Dim);
        float[] expected = new float[hidden.Length], actual = new float[hidden.Length], losses = new float[Rows];
        double loss = CrossEntropy.ForwardBackward(new LossInputs(hidden, matrix, Dim, targets), [], expected, [], WorkerTeam.One);
        Assert.Equal(loss, CrossEntropy.ForwardBackward(new LossInputs(hidden, packed, targets), losses, actual, [], WorkerTeam.One), 1e-6);
        LayerData.Close(LayerData.Doubles(expected), actual, 1e-6);
        Assert.Equal(loss, losses.Sum() / (double)targets.Count(t => t >= 0), 1e-5);
    }

    [Fact]
    public void Many_rows_and_tokens_go_by_blocks_and_threads_do_not_change_a_bit()
    {
        // More than 512 rows that count, and as many logits as need more than one block.
        const int Rows = 700, Dim = 6, Vocab = 5000;
        var random = new Random(2);
        float[] hidden = LayerData.Floats(random, Rows * Dim, 2), matrix = LayerData.Floats(random, Vocab * Dim, 2);
        int[] targets = [.. Enumerable.Range(0, Rows).Select(row => row % 10 == 3 ? CrossEntropy.Ignored : random.Next(Vocab))];
        using var team = new WorkerTeam(3);
        (double Loss, float[] Hidden, float[] Matrix) With(WorkerTeam workers)
        {
            float[] dhidden = new float[hidden.Length], dmatrix = new float[matrix.Length];
            return (CrossEntropy.ForwardBackward(new LossInputs(hidden, matrix, Dim, targets), [], dhidden, dmatrix, workers), dhidden, dmatrix);
        }

        (double Loss, float[] Hidden, float[] Matrix) one = With(WorkerTeam.One), three = With(team);
        Assert.Equal(one.Loss, three.Loss);
        Assert.Equal(one.Hidden, three.Hidden);
        Assert.Equal(one.Matrix, three.Matrix);
        double[] h = LayerData.Doubles(hidden), m = LayerData.Doubles(matrix);
        Assert.Equal(Expected(h, m, Dim, targets, []), one.Loss, 1e-5);

        // Central differences of a few entries: a row's own loss for the rows, the whole loss for one token's weights.
        int compared = 0, counted = targets.Count(t => t >= 0);
        foreach (int row in (int[])[0, 1, 2, 300, 550, 610, 690, 698, 699])
        {
            if (targets[row] < 0) continue;
            double[] own = h[(row * Dim)..((row + 1) * Dim)];
            float[] scaled = [.. one.Hidden.AsSpan(row * Dim, Dim).ToArray().Select(v => v * counted)];
            compared += LayerData.CheckSlopes(own, scaled, () => ScalarLosses.CrossEntropy(own, m, targets[row]), 1e-4, $"row {row}");
        }

        Assert.True(compared > 50);
        int token = targets[699];
        double expected = Enumerable.Range(0, Rows).Where(row => targets[row] >= 0).Sum(row => (Share(row) - (targets[row] == token ? 1 : 0)) * h[row * Dim]) / counted;
        Assert.Equal(expected, one.Matrix[token * Dim], 1e-6);
        double Share(int row) => Math.Exp(-ScalarLosses.CrossEntropy(h.AsSpan(row * Dim, Dim), m, token));
    }

    [Fact]
    public void Slopes_of_weights_are_added_and_pieces_share_a_divisor()
    {
        const int Dim = 4;
        var random = new Random(3);
        float[] hidden = LayerData.Floats(random, 6 * Dim), matrix = LayerData.Floats(random, 8 * Dim), whole = new float[matrix.Length], pieces = new float[matrix.Length], dhidden = new float[hidden.Length], part = new float[3 * Dim];
        int[] targets = [1, 2, CrossEntropy.Ignored, 4, 5, 6];
        double loss = CrossEntropy.ForwardBackward(new LossInputs(hidden, matrix, Dim, targets), [], dhidden, whole, WorkerTeam.One), sum = 0;
        for (int start = 0; start < 6; start += 3)
        {
            var inputs = new LossInputs(hidden.AsSpan(start * Dim, 3 * Dim), matrix, Dim, targets.AsSpan(start, 3)) { Divisor = 5 };
            sum += CrossEntropy.ForwardBackward(inputs, [], part, pieces, WorkerTeam.One);
            LayerData.Close(LayerData.Doubles(dhidden.AsSpan(start * Dim, 3 * Dim)), part, 1e-6);
        }

        Assert.Equal(loss, sum, 1e-6);
        LayerData.Close(LayerData.Doubles(whole), pieces, 1e-6);
    }

    [Fact]
    public void Nothing_to_learn_is_no_loss_and_large_logits_do_not_overflow()
    {
        float[] dhidden = [7, 7], dmatrix = [1, 2, 3, 4];
        Assert.Equal(0, CrossEntropy.ForwardBackward(new LossInputs([1, 2], [1, 2, 3, 4], 2, [CrossEntropy.Ignored]), [], dhidden, dmatrix, WorkerTeam.One));
        Assert.Equal([0, 0], dhidden);
        Assert.Equal([1, 2, 3, 4], dmatrix);
        Assert.Equal(0, CrossEntropy.Forward(new LossInputs([], [1, 2], 2, []) { Divisor = 3 }, [], WorkerTeam.One));
        Assert.Equal(2000, CrossEntropy.Forward(new LossInputs([1000], [1, -1], 1, [1]), [], WorkerTeam.One), 1e-3);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        void Call(int hidden, int matrix, int[] targets, float[] weights, double divisor = 0) =>
            CrossEntropy.Forward(new LossInputs(new float[hidden], new float[matrix], 2, targets, weights) { Divisor = divisor }, [], WorkerTeam.One);
        Call(4, 6, [0, 2], [1, 1]);
        Assert.Throws<ArgumentException>(() => Call(3, 6, [0, 2], []));
        Assert.Throws<ArgumentException>(() => Call(4, 5, [0, 2], []));
        Assert.Throws<ArgumentException>(() => Call(4, 6, [0, 3], []));
        Assert.Throws<ArgumentException>(() => Call(4, 6, [0, -1], []));
        Assert.Throws<ArgumentException>(() => Call(4, 6, [0, 2], [1]));
        Assert.Throws<ArgumentException>(() => Call(4, 6, [0, 2], [1, float.NaN]));
        Assert.Throws<ArgumentException>(() => Call(4, 6, [0, 2], [1, -1]));
        Call(4, 6, [0, 2], [1, -1], 2);
        Assert.Throws<ArgumentException>(() => Call(4, 6, [0, 2], [], double.NaN));
        Assert.Throws<ArgumentException>(() => CrossEntropy.Forward(new LossInputs(new float[4], new float[6], 2, [0, 2]), new float[1], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => CrossEntropy.ForwardBackward(new LossInputs(new float[4], new float[6], 2, [0, 2]), [], new float[3], [], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => CrossEntropy.ForwardBackward(new LossInputs(new float[4], new float[6], 2, [0, 2]), [], new float[4], new float[4], WorkerTeam.One));
    }

    private static double Expected(double[] hidden, double[] matrix, int dim, int[] targets, float[] weights)
    {
        double loss = 0, total = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            if (targets[row] < 0) continue;
            double weight = weights.Length == 0 ? 1 : weights[row];
            loss += weight * ScalarLosses.CrossEntropy(hidden.AsSpan(row * dim, dim), matrix, targets[row]);
            total += weight;
        }

        return loss / total;
    }
}
