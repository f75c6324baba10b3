using System.Globalization;
using Assay.Benchmarks.Inference;
using Assay.Models.Encoders;
using Assay.Models.Weights;

namespace Assay.Benchmarks.Encoders;

/// <summary>The weights of a BERT, random and the same for the same seed, under the names that transformers gives them.</summary>
/// <remarks>Queries and keys are large enough that heads look at single tokens more than at others, and not so large that they look at one alone.</remarks>
internal sealed class RandomEncoder
{
    private const float ScoreDeviation = 2, BiasDeviation = 0.1f;

    private readonly Dictionary<string, (int[] Shape, float[] Values)> tensors = new(StringComparer.Ordinal);
    private readonly SeededFloats random;

    /// <summary>Makes the weights.</summary>
    /// <param name="shape">The architecture.</param>
    /// <param name="seed">Of the weights.</param>
    public RandomEncoder(EncoderShape shape, ulong seed)
    {
        (Shape, random) = (shape, new SeededFloats(seed));
        Matrix("embeddings.word_embeddings", shape.Vocabulary, shape.Width, 1);
        Matrix("embeddings.position_embeddings", shape.Positions, shape.Width, 0.5f);
        Matrix("embeddings.token_type_embeddings", EncoderShape.Types, shape.Width, 0.5f);
        Norm("embeddings.LayerNorm");
        float keep = 1 / MathF.Sqrt(shape.Width), score = keep * MathF.Sqrt(ScoreDeviation);
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            string at = LayerName(layer);
            Linear(at + "attention.self.query", shape.Width, shape.Width, score);
            Linear(at + "attention.self.key", shape.Width, shape.Width, score);
            Linear(at + "attention.self.value", shape.Width, shape.Width, keep);
            Linear(at + "attention.output.dense", shape.Width, shape.Width, 2 * keep);
            Norm(at + "attention.output.LayerNorm");
            Linear(at + "intermediate.dense", shape.FeedForward, shape.Width, keep);
            Linear(at + "output.dense", shape.Width, shape.FeedForward, 1 / MathF.Sqrt(shape.FeedForward));
            Norm(at + "output.LayerNorm");
        }
    }

    /// <summary>The architecture.</summary>
    public EncoderShape Shape { get; }

    /// <summary>What the names of a layer's tensors begin with.</summary>
    public static string LayerName(int layer) => string.Create(CultureInfo.InvariantCulture, $"encoder.layer.{layer}.");

    /// <summary>The values of a tensor, row-major.</summary>
    public float[] this[string name] => tensors[name].Values;

    /// <summary>Texts of random tokens.</summary>
    /// <param name="lengths">Tokens of each.</param>
    /// <param name="seed">Of the choice.</param>
    public TokenSequence[] Texts(IEnumerable<int> lengths, ulong seed)
    {
        var tokens = new SeededFloats(seed);
        return [.. lengths.Select(length => new TokenSequence(Enumerable.Range(0, length).Select(_ => tokens.Below(Shape.Vocabulary)).ToArray()))];
    }

    /// <summary>Writes a folder as transformers lays it out.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="type">How matrices are stored.</param>
    public void WriteFolder(string folder, WeightType type)
    {
        Directory.CreateDirectory(folder);
        string config = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"architectures":["BertModel"],"model_type":"bert","vocab_size":{{Shape.Vocabulary}},"hidden_size":{{Shape.Width}},"num_hidden_layers":{{Shape.Layers}},"num_attention_heads":{{Shape.Heads}},"intermediate_size":{{Shape.FeedForward}},"max_position_embeddings":{{Shape.Positions}},"type_vocab_size":{{EncoderShape.Types}},"layer_norm_eps":{{EncoderShape.Epsilon}},"hidden_act":"gelu","pad_token_id":0}""");
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), RandomWords.Tokenizer(Shape.Vocabulary));
        IEnumerable<TensorDraft> drafts = tensors.Select(t => TensorDraft.Of(t.Key, [.. t.Value.Shape.Select(d => (long)d)], t.Value.Values, t.Value.Shape.Length == 2 ? type : WeightType.F32));
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), drafts);
    }

    private void Linear(string name, int outputs, int inputs, float deviation)
    {
        Matrix(name, outputs, inputs, deviation);
        Add(name + ".bias", [outputs], 0, BiasDeviation);
    }

    private void Norm(string name)
    {
        Add(name + ".weight", [Shape.Width], 1, BiasDeviation);
        Add(name + ".bias", [Shape.Width], 0, BiasDeviation);
    }

    private void Matrix(string name, int rows, int columns, float deviation) => Add(name + ".weight", [rows, columns], 0, deviation);

    private void Add(string name, int[] shape, float mean, float deviation)
    {
        float[] values = new float[shape.Aggregate(1, (a, b) => a * b)];
        random.Fill(values, mean, deviation);
        tensors.Add(name, (shape, values));
    }
}
