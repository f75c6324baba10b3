using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Numerics.Cuda;
using Assay.Numerics.Matrices;
using Assay.Numerics.Optimizers;

namespace Assay.Models.Training.Cuda;

/// <summary>Trains a decoder on a graphics processor: what <see cref="DecoderGradients"/> and <see cref="AdamWOptimizer"/> do on the processor, which it is tested against.</summary>
/// <remarks>
/// For decoders of the plain Llama form, all of whose weights are trained, with heads of 64 values and as many heads of keys as of queries; nothing is dropped. For one thread. Work is asked for and not
/// waited for, until losses or parameters are read. The same batches give the same bytes on the same processor.
/// </remarks>
public sealed class CudaDecoder : IDisposable
{
    private const int Slots = 256;
    private readonly TrainableDecoder decoder;
    private readonly DecoderConfig config;
    private readonly CudaDevice device;
    private readonly CudaKernels kernels;
    private readonly CudaWeights weights;
    private readonly CudaLayerMemory[] layers;
    private readonly CudaMemory memory;
    private readonly CudaSpan table, losses, norms;
    private readonly int capacity, query;
    private int added, stepped, parts, stepAt;

    /// <summary>Takes a decoder to a processor.</summary>
    /// <param name="decoder">The decoder; its parameters are read now, and written by <see cref="Read"/>.</param>
    /// <param name="device">The processor; not disposed of with this.</param>
    /// <param name="capacity">Most tokens of a batch.</param>
    /// <exception cref="ArgumentException">The decoder is of another form.</exception>
    /// <exception cref="InvalidOperationException">There is not enough memory.</exception>
    public CudaDecoder(TrainableDecoder decoder, CudaDevice device, int capacity)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(device);
        (this.decoder, this.device, this.capacity, config) = (decoder, device, capacity, decoder.Config);
        if (config.HeadDim != CudaKernels.Tile || config.KeyValueHeads != config.Heads || config.Windows.Any(w => w != 0) || config.QueryKeyNorm || config.QueryKeyValueBias || config.OutputBias || config.FeedForwardBias)
            throw new ArgumentException($"A graphics processor trains plain Llama decoders with heads of {CudaKernels.Tile} values and as many heads of keys as of queries; this one is of another form.", nameof(decoder));
        query = config.Heads * config.HeadDim;
        kernels = new CudaKernels(device);
        weights = new CudaWeights(decoder, device);
        memory = new CudaMemory(config, capacity, device);
        layers = [.. Enumerable.Range(0, config.Layers).Select(_ => new CudaLayerMemory(config, capacity, device))];
        (losses, norms) = (device.Allocate(Slots), device.Allocate(Slots));
        int positions = Math.Min(config.MaxPositions, capacity);
        table = device.Allocate((long)positions * config.HeadDim);
        device.Upload<float>(Turns(positions), table);
    }

    /// <summary>Adds the slopes of a batch's loss to the gradients.</summary>
    /// <param name="batch">Texts and targets.</param>
    /// <param name="divisor">What losses are divided by: the weight of all batches of a step together.</param>
    /// <exception cref="ArgumentException">The batch is too long.</exception>
    public void Add(CudaBatch batch, double divisor)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Rows > capacity) throw new ArgumentException($"A batch of {batch.Rows} tokens is longer than the {capacity} that there is memory for.", nameof(batch));
        if (added - stepAt >= Slots) throw new InvalidOperationException($"A step has at most {Slots} batches.");
        device.Upload<int>(batch.Values, memory.Batch);
        var at = new Places(memory.Batch, batch.Rows);
        Forward(at);
        Ends(at, divisor);
        for (int layer = config.Layers - 1; layer >= 0; layer--)
        {
            FeedForwardBackward(layer, at.Rows);
            AttendBackward(layer, at);
        }

        kernels.EmbedBackward.Run(batch.Distinct, memory.Slopes, at.Distinct, at.Starts, at.ByToken, weights.Part(DecoderPart.Embedding, 0).Gradients, config.Width);
    }

    /// <summary>Changes the parameters along the gradients, which are 0 afterwards. A gradient that is not finite changes nothing.</summary>
    /// <param name="settings">How.</param>
    /// <param name="step">Number of the step, 1 or more.</param>
    /// <param name="mostNorm">Longer gradients are shortened to this.</param>
    public void Step(in AdamWSettings settings, long step, double mostNorm)
    {
        CudaSpan norm = norms.Slice(stepped++ % Slots, 1);
        parts = added - stepAt;
        stepAt = added;
        Sum(weights.Gradients, weights.Count, norm, squared: 1);
        kernels.AdamW.Run(CudaKernel.Blocks(weights.Count), weights.Values, weights.Gradients, weights.Means, weights.Squares, weights.Count, weights.Decaying, norm, (float)mostNorm,
            (float)(1 - (settings.LearningRate * settings.WeightDecay)), (float)settings.Beta1, (float)settings.Beta2, (float)(settings.LearningRate / (1 - Math.Pow(settings.Beta1, step))),
            (float)Math.Sqrt(1 - Math.Pow(settings.Beta2, step)), (float)settings.Epsilon);
    }

    /// <summary>The mean loss of the last step, and the length of its gradient; waits for it.</summary>
    /// <returns>Not finite where the step went wrong and changed nothing.</returns>
    public (double Loss, double Norm) Last()
    {
        Span<float> value = stackalloc float[1];
        double loss = 0;
        for (int part = stepAt - parts; part < stepAt; part++)
        {
            device.Download(losses.Slice(part % Slots, 1), value);
            loss += value[0];
        }

        device.Download(norms.Slice((stepped - 1) % Slots, 1), value);
        return (loss, Math.Sqrt(value[0]));
    }

    /// <summary>Copies the parameters to the decoder.</summary>
    public void Read() => weights.Read(device, weights.Values, p => p.Values);

    /// <summary>Copies the gradients to the decoder.</summary>
    public void ReadGradients() => weights.Read(device, weights.Gradients, p => p.Gradient);

    /// <inheritdoc/>
    public void Dispose() => device.Synchronize();

    private void Forward(in Places at)
    {
        int rows = at.Rows;
        kernels.Embed.Run(CudaKernel.Blocks((long)rows * config.Width), weights.Part(DecoderPart.Embedding, 0).Values, at.Tokens, layers[0].Input, rows, config.Width);
        CudaSpan add = CudaSpan.None, x = layers[0].Input;
        for (int number = 0; number < config.Layers; number++)
        {
            CudaLayerMemory layer = layers[number];
            Norm(x, add, layer.Input, DecoderPart.AttentionNorm, number, layer.InputNormalised, layer.InputInverse, rows);
            Product(rows, 3 * query, config.Width, layer.InputNormalised, weights.Part(DecoderPart.Query, number, DecoderPart.Value).Values, layer.Heads);
            Rotate(layer.Heads, at, 1);
            kernels.Attention.Run((CudaKernel.Blocks(rows, CudaKernels.Tile), config.Heads), layer.Heads, at.First, layer.Attended, layer.LogSums, rows, config.Heads, Scale);
            Product(rows, config.Width, query, layer.Attended, weights.Part(DecoderPart.AttentionOutput, number).Values, memory.Inner);
            Norm(layer.Input, memory.Inner, layer.Middle, DecoderPart.FeedForwardNorm, number, layer.MiddleNormalised, layer.MiddleInverse, rows);
            Product(rows, 2 * config.FeedForwardWidth, config.Width, layer.MiddleNormalised, weights.Part(DecoderPart.Gate, number, DecoderPart.Up).Values, layer.Gates);
            kernels.Gated.Run(CudaKernel.Blocks((long)rows * config.FeedForwardWidth), layer.Gates, layer.Product, rows, config.FeedForwardWidth);
            Product(rows, config.Width, config.FeedForwardWidth, layer.Product, weights.Part(DecoderPart.Down, number).Values, memory.Inner);
            (x, add) = (layer.Middle, memory.Inner);
        }

        Norm(x, add, memory.State, DecoderPart.OutputNorm, 0, memory.StateNormalised, memory.StateInverse, rows);
    }

    // The loss, and the slopes along the rows after the last layer.
    private void Ends(in Places at, double divisor)
    {
        (CudaSpan output, CudaSpan gradient) = weights.Part(config.TiedEmbeddings ? DecoderPart.Embedding : DecoderPart.Output, 0);
        Product(at.Rows, config.VocabularySize, config.Width, memory.StateNormalised, output, memory.Logits);
        kernels.CrossEntropy.Run(at.Rows, memory.Logits, at.Targets, at.Weights, (float)(1 / divisor), memory.Losses, config.VocabularySize);
        Sum(memory.Losses, at.Rows, losses.Slice(added++ % Slots, 1), squared: 0);
        ProductBackward(at.Rows, config.VocabularySize, config.Width, memory.StateNormalised, memory.Logits, (output, gradient), memory.Inner);
        NormBackward(memory.State, memory.StateInverse, DecoderPart.OutputNorm, 0, add: false, at.Rows);
    }

    private void FeedForwardBackward(int number, int rows)
    {
        CudaLayerMemory layer = layers[number];
        ProductBackward(rows, config.Width, config.FeedForwardWidth, layer.Product, memory.Slopes, weights.Part(DecoderPart.Down, number), memory.Wide);
        kernels.GatedBackward.Run(CudaKernel.Blocks((long)rows * config.FeedForwardWidth), layer.Gates, memory.Wide, rows, config.FeedForwardWidth);
        ProductBackward(rows, 2 * config.FeedForwardWidth, config.Width, layer.MiddleNormalised, layer.Gates, weights.Part(DecoderPart.Gate, number, DecoderPart.Up), memory.Inner);
        NormBackward(layer.Middle, layer.MiddleInverse, DecoderPart.FeedForwardNorm, number, add: true, rows);
    }

    private void AttendBackward(int number, in Places at)
    {
        CudaLayerMemory layer = layers[number];
        int rows = at.Rows;
        (int, int) tiles = (CudaKernel.Blocks(rows, CudaKernels.Tile), config.Heads);
        ProductBackward(rows, config.Width, query, layer.Attended, memory.Slopes, weights.Part(DecoderPart.AttentionOutput, number), memory.Wide);
        kernels.AttentionDelta.Run(CudaKernel.Blocks((long)rows * config.Heads, 8), layer.Attended, memory.Wide, memory.Delta, rows, config.Heads);
        kernels.AttentionQueries.Run(tiles, layer.Heads, memory.Wide, layer.LogSums, memory.Delta, at.First, memory.HeadSlopes, rows, config.Heads, Scale);
        kernels.AttentionKeys.Run(tiles, layer.Heads, memory.Wide, layer.LogSums, memory.Delta, at.First, at.Last, memory.HeadSlopes, rows, config.Heads, Scale);
        Rotate(memory.HeadSlopes, at, -1);
        ProductBackward(rows, 3 * query, config.Width, layer.InputNormalised, memory.HeadSlopes, weights.Part(DecoderPart.Query, number, DecoderPart.Value), memory.Inner);
        NormBackward(layer.Input, layer.InputInverse, DecoderPart.AttentionNorm, number, add: true, rows);
    }

    private float Scale => 1 / MathF.Sqrt(config.HeadDim);

    private void Rotate(CudaSpan heads, in Places at, float direction) =>
        kernels.Rotate.Run(CudaKernel.Blocks((long)at.Rows * query), heads, table, at.Positions, direction, at.Rows, 2 * config.Heads, 3 * query);

    private void Norm(CudaSpan x, CudaSpan add, CudaSpan sum, DecoderPart scale, int layer, CudaSpan y, CudaSpan inverse, int rows) =>
        kernels.Norm.Run(CudaKernel.Blocks(rows, 8), x, add, add == CudaSpan.None ? CudaSpan.None : sum, weights.Part(scale, layer).Values, config.NormEpsilon, y, inverse, rows, config.Width);

    // From the slopes in Inner to those in Slopes.
    private void NormBackward(CudaSpan x, CudaSpan inverse, DecoderPart scale, int layer, bool add, int rows)
    {
        (CudaSpan values, CudaSpan gradients) = weights.Part(scale, layer);
        int parts = CudaKernel.Blocks(rows, CudaMemory.Chunk);
        kernels.NormBackward.Run(CudaKernel.Blocks(rows, 8), x, inverse, values, memory.Inner, memory.Slopes, add ? 1 : 0, rows, config.Width);
        kernels.NormScaleParts.Run(parts, x, inverse, memory.Inner, memory.ScaleParts, rows, config.Width, CudaMemory.Chunk);
        kernels.AddParts.Run(CudaKernel.Blocks(config.Width), memory.ScaleParts, gradients, parts, config.Width);
    }

    // y = x · wᵀ
    private void Product(int rows, int outputs, int inputs, CudaSpan x, CudaSpan w, CudaSpan y) =>
        device.Products.Multiply(new GemmShape(rows, outputs, inputs, GemmForm.TransposedB), x, w, y, accumulate: false);

    // dw += dyᵀ · x; dx = dy · w
    private void ProductBackward(int rows, int outputs, int inputs, CudaSpan x, CudaSpan dy, (CudaSpan Values, CudaSpan Gradients) w, CudaSpan dx)
    {
        device.Products.Multiply(new GemmShape(outputs, inputs, rows, GemmForm.TransposedA), dy, x, w.Gradients, accumulate: true);
        device.Products.Multiply(new GemmShape(rows, inputs, outputs, GemmForm.Plain), dy, w.Values, dx, accumulate: false);
    }

    private void Sum(CudaSpan values, int count, CudaSpan to, int squared)
    {
        int chunk = Math.Max(1024, CudaKernel.Blocks(count, CudaMemory.MostSums)), parts = CudaKernel.Blocks(count, chunk);
        kernels.SumParts.Run(parts, values, memory.SumParts, count, chunk, squared);
        kernels.SumAll.Run(1, memory.SumParts, to, parts);
    }

    // For each position the cosines of the pairs of a head, then the sines.
    private float[] Turns(int positions)
    {
        double[] frequencies = config.Rotary.Frequencies(config.HeadDim);
        float[] turns = new float[positions * config.HeadDim];
        for (int position = 0; position < positions; position++)
        {
            for (int pair = 0; pair < frequencies.Length; pair++)
            {
                (double sine, double cosine) = Math.SinCos(position * frequencies[pair]);
                (turns[(position * config.HeadDim) + pair], turns[(position * config.HeadDim) + frequencies.Length + pair]) = ((float)cosine, (float)sine);
            }
        }

        return turns;
    }

    /// <summary>Where the parts of a batch are.</summary>
    private readonly record struct Places(CudaSpan All, int Rows)
    {
        public CudaSpan Tokens => Part(0);

        public CudaSpan Targets => Part(1);

        public CudaSpan Weights => Part(2);

        public CudaSpan Positions => Part(3);

        public CudaSpan First => Part(4);

        public CudaSpan Last => Part(5);

        public CudaSpan Distinct => Part(6);

        public CudaSpan ByToken => Part(7);

        public CudaSpan Starts => All.Slice(8L * Rows, Rows + 1);

        private CudaSpan Part(int number) => All.Slice((long)number * Rows, Rows);
    }
}
