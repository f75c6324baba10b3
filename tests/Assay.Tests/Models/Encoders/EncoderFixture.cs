using System.Buffers.Binary;
using System.Globalization;
using Assay.Models.Encoders;
using Assay.Models.Weights;

namespace Assay.Tests.Models.Encoders;

/// <summary>A tiny encoder and what PyTorch makes of token sequences with it; made by Fixtures/encoders/make.py.</summary>
internal sealed class EncoderFixture
{
    private EncoderFixture(string kind)
    {
        Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "encoders", kind);
        using WeightFile expected = WeightFile.Open(Path.Combine(Folder, "expected.safetensors"));
        Scores = expected.Find("scores")!.ToArray();
        for (int i = 0; i < Scores.Length; i++)
        {
            string at = i.ToString(CultureInfo.InvariantCulture);
            Texts.Add(new TokenSequence(Whole(expected.Find(at + ".ids")!), Whole(expected.Find(at + ".types")!)));
            States.Add(expected.Find(at + ".states")!.ToArray());
        }
    }

    public string Folder { get; }

    public List<TokenSequence> Texts { get; } = [];

    public List<float[]> States { get; } = [];

    public float[] Scores { get; }

    public static EncoderFixture Of(string kind) => new(kind);

    /// <summary>A copy that a test may change.</summary>
    public static void Copy(string kind, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string name in new[] { "config.json", "tokenizer.json", "model.safetensors" }) File.Copy(Path.Combine(Of(kind).Folder, name), Path.Combine(folder, name), overwrite: true);
    }

    /// <summary>Writes the weights again with other names; null leaves a tensor out.</summary>
    public static void Rename(string folder, Func<string, string?> name)
    {
        string path = Path.Combine(folder, "model.safetensors");
        TensorDraft[] drafts;
        using (WeightFile file = WeightFile.Open(path)) drafts = [.. file.Tensors.Where(t => name(t.Name) is not null).Select(t => TensorDraft.Of(name(t.Name)!, [.. t.Shape], t.ToArray()))];
        SafetensorsWriter.Write(path, drafts);
    }

    private static int[] Whole(WeightTensor tensor) => [.. Enumerable.Range(0, (int)tensor.Count).Select(i => BinaryPrimitives.ReadInt32LittleEndian(tensor.Bytes(4 * i, 4)))];
}
