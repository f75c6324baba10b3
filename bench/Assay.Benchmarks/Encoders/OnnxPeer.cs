using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Models.Encoders;

namespace Assay.Benchmarks.Encoders;

/// <summary>ONNX Runtime in a process of its own; <c>bench/peers/onnx.mjs</c> says what it is told.</summary>
/// <param name="folder">The peers.</param>
internal sealed class OnnxPeer(PeerFolder folder) : IDisposable
{
    private readonly PeerProcess process = PeerProcess.Start("node", folder.OnnxScript);
    private readonly string scratch = Path.Combine(folder.Work, "onnx.bin");

    /// <summary>What it calls itself, with its version.</summary>
    public string Name => $"{process.Name} {process.Version}";

    /// <summary>Opens a model.</summary>
    /// <param name="name">What it is called from now on.</param>
    /// <param name="file">Its file.</param>
    /// <param name="threads">Threads within an operator.</param>
    public void Load(string name, string file, int threads) => process.Ask("load", string.Create(CultureInfo.InvariantCulture, $"{name} {file} {threads}"));

    /// <summary>Says which texts are meant from now on; they are padded to a length.</summary>
    public void Use(TokenSequence[] texts, int length)
    {
        int[] numbers = new int[(texts.Length * length) + texts.Length];
        for (int text = 0; text < texts.Length; text++)
        {
            texts[text].Ids.Span.CopyTo(numbers.AsSpan(text * length));
            numbers[(texts.Length * length) + text] = texts[text].Ids.Length;
        }

        byte[] bytes = new byte[numbers.Length * sizeof(int)];
        Buffer.BlockCopy(numbers, 0, bytes, 0, bytes.Length);
        Directory.CreateDirectory(folder.Work);
        File.WriteAllBytes(scratch, bytes);
        process.Ask("ids", string.Create(CultureInfo.InvariantCulture, $"{texts.Length} {length} {scratch}"));
    }

    /// <summary>Seconds that the texts take, the mean of several times.</summary>
    public double Run(string name, int times) => process.Measure("run", string.Create(CultureInfo.InvariantCulture, $"{name} {times}"))[0];

    /// <summary>The states of all places, those of the padding included.</summary>
    public float[] States(string name)
    {
        process.Ask("states", $"{name} {scratch}");
        byte[] bytes = File.ReadAllBytes(scratch);
        float[] states = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, states, 0, bytes.Length);
        return states;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Dispose();
        File.Delete(scratch);
    }
}
