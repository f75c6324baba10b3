using System.Globalization;
using Assay.Benchmarks.Peers;

namespace Assay.Benchmarks.Inference;

/// <summary>llama.cpp's library in a process of its own; <c>bench/peers/llama.c</c> says what it is told.</summary>
internal sealed class LlamaPeer : IDecoderEngine
{
    private readonly PeerProcess process;
    private readonly string scratch;

    private LlamaPeer(PeerProcess process, string scratch) => (this.process, this.scratch) = (process, scratch);

    /// <inheritdoc/>
    public string Name => $"{process.Name} {process.Version}";

    /// <summary>Starts it with a model.</summary>
    /// <param name="folder">The peers.</param>
    /// <param name="file">The model.</param>
    /// <param name="singlePrecision">Whether its cache keeps 32 bits; 16 is what it does by itself.</param>
    public static LlamaPeer Start(PeerFolder folder, string file, bool singlePrecision) => Start(folder, file, singlePrecision ? "f32" : "f16");

    /// <summary>Starts it with an encoder.</summary>
    /// <param name="folder">The peers.</param>
    /// <param name="file">The model.</param>
    /// <param name="pooling">What becomes of the states of a text: <c>none</c>, <c>mean</c> or <c>cls</c>.</param>
    public static LlamaPeer StartEncoder(PeerFolder folder, string file, string pooling) => Start(folder, file, pooling);

    /// <summary>Puts LoRA weights on top of the model, at their own strength.</summary>
    /// <param name="file">A GGUF file.</param>
    public void Adapt(string file) => process.Ask("adapter", file);

    /// <inheritdoc/>
    public void Use(int threads) => process.Ask("threads", threads.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public double Prompt(int[] tokens) => double.Parse(process.Ask("prompt", Text(tokens)), CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public double Generate(int[] tokens) => double.Parse(process.Ask("generate", Text(tokens)), CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public float[] Logits(int[] tokens)
    {
        process.Ask("logits", $"{scratch} {Text(tokens)}");
        return Floats();
    }

    /// <summary>What an encoder makes of a text: its states or one vector.</summary>
    public float[] Embed(int[] tokens)
    {
        process.Ask("embed", $"{scratch} {Text(tokens)}");
        return Floats();
    }

    /// <summary>The ids of a text, special ones included.</summary>
    public int[] Tokens(string text) => [.. process.Ask("tokens", text).Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    /// <summary>Continues a text, always with the best token.</summary>
    /// <param name="steps">Tokens to add.</param>
    /// <param name="tokens">The text so far.</param>
    public GreedyStep[] Greedy(int steps, int[] tokens) =>
        [.. process.Ask("greedy", string.Create(CultureInfo.InvariantCulture, $"{steps} {Text(tokens)}")).Split(' ').Select(Step)];

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Dispose();
        File.Delete(scratch);
    }

    private static LlamaPeer Start(PeerFolder folder, string file, string how)
    {
        Directory.CreateDirectory(folder.Work);
        var peer = new LlamaPeer(PeerProcess.Start(folder.Program("llama"), folder.LlamaBackends), Path.Combine(folder.Work, "llama-logits.f32"));
        peer.process.Ask("load", $"{file} {how}");
        return peer;
    }

    private float[] Floats()
    {
        byte[] bytes = File.ReadAllBytes(scratch);
        float[] values = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }

    private static GreedyStep Step(string text)
    {
        string[] parts = text.Split(':');
        return new GreedyStep(int.Parse(parts[0], CultureInfo.InvariantCulture), Float(parts[1]), int.Parse(parts[2], CultureInfo.InvariantCulture), Float(parts[3]));
    }

    private static float Float(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int[] tokens) => string.Join(' ', tokens.Select(t => t.ToString(CultureInfo.InvariantCulture)));
}
