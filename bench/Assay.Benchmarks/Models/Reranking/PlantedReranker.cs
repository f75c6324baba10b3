using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Models.Sampling;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Benchmarks.Models.Reranking;

/// <summary>
/// A BERT that already looks for the words of the query when its training begins. Its rows are those of an embedder. In the first layer each token looks for tokens of its kind in the other text, one
/// head for the same and one for such as are used alike, and looks at the first token where there are none: whether it was found is one value of it. In the second the first token takes the mean of that
/// over the query, weighted by how much words say, and over the passage; their sum is the score. Everything else is random and small.
/// </summary>
/// <param name="shape">The shape; two heads.</param>
/// <param name="seed">Chooses random weights.</param>
internal sealed class PlantedReranker(RerankShape shape, ulong seed)
{
    private const int Heads = 2, Own = 8;
    private const double Deviation = 0.02, PositionDeviation = 0.01;

    // The last values of a token: how much it says, which text it is of, whether it is a mark, whether it was found (same, alike), and what the first token gathers.
    private int Says => shape.Width - 8;

    private int Side => shape.Width - 7;

    private int Mark => shape.Width - 6;

    private int Found => shape.Width - 5;

    private int Gathered => shape.Width - 3;

    private int HeadWidth => shape.Width / Heads;

    // Of a row what fits a head beside the three values that are looked at.
    private int Matched => HeadWidth - 4;

    /// <summary>Writes a model.</summary>
    /// <param name="embedder">The folder of a static embedder: vocabulary and rows.</param>
    /// <param name="hint">Written into the configuration.</param>
    /// <param name="folder">Made if it is not there.</param>
    public void Write(string embedder, Assay.Models.Encoders.RerankHint hint, string folder)
    {
        Directory.CreateDirectory(folder);
        JsonNode tokenizer = JsonNode.Parse(File.ReadAllText(Path.Combine(embedder, "tokenizer.json")))!;
        int known = tokenizer["model"]!["vocab"]!.AsObject().Count;
        AddMarks(tokenizer, known);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), tokenizer.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), JsonSerializer.Serialize(new { model_max_length = shape.Positions, tokenizer_class = "BertTokenizer", do_lower_case = true }));
        File.WriteAllText(Path.Combine(folder, "config.json"), Config(known + 2, hint).ToJsonString());
        var random = new Xoshiro256(seed);
        List<TensorDraft> tensors = [];
        void Add(string name, float[] values, params ReadOnlySpan<long> dimensions) => tensors.Add(TensorDraft.Of("bert." + name, [.. dimensions], values));
        int width = shape.Width;
        Add("embeddings.word_embeddings.weight", Words(embedder, known, ref random), known + 2, width);
        Add("embeddings.position_embeddings.weight", Normal(shape.Positions * width, PositionDeviation, ref random), shape.Positions, width);
        float[] types = new float[2 * width];
        (types[Side], types[width + Side]) = (0.3f, -0.3f);
        Add("embeddings.token_type_embeddings.weight", types, 2, width);
        Add("embeddings.LayerNorm.weight", Ones(width), width);
        Add("embeddings.LayerNorm.bias", new float[width], width);
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            Linear[] attention = [.. Enumerable.Range(0, 4).Select(_ => new Linear(width, Normal(width * width, Deviation, ref random)))];
            if (layer == 0) PlantMatching(attention);
            if (layer == 1) PlantGathering(attention);
            string at = string.Create(CultureInfo.InvariantCulture, $"encoder.layer.{layer}.");
            foreach ((string name, Linear linear) in ((string[])["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"]).Zip(attention))
            {
                Add(at + name + ".weight", linear.Weight, width, width);
                Add(at + name + ".bias", linear.Bias, width);
            }

            foreach (string norm in (string[])["attention.output.LayerNorm", "output.LayerNorm"])
            {
                Add(at + norm + ".weight", Ones(width), width);
                Add(at + norm + ".bias", new float[width], width);
            }

            Add(at + "intermediate.dense.weight", Normal(shape.FeedForward * width, Deviation, ref random), shape.FeedForward, width);
            Add(at + "intermediate.dense.bias", new float[shape.FeedForward], shape.FeedForward);
            Add(at + "output.dense.weight", Normal(shape.FeedForward * width, Deviation, ref random), width, shape.FeedForward);
            Add(at + "output.dense.bias", new float[width], width);
        }

        var pooler = new Linear(width, Normal(width * width, Deviation, ref random));
        float[] classifier = Normal(width, Deviation, ref random);
        for (int i = 0; i < 3; i++)
        {
            pooler[i, Gathered + i] = 0.4f;
            classifier[i] = i == 2 ? 0.5f : 1.5f;
        }

        Add("pooler.dense.weight", pooler.Weight, width, width);
        Add("pooler.dense.bias", pooler.Bias, width);
        tensors.Add(TensorDraft.Of("classifier.weight", [1, width], classifier));
        tensors.Add(TensorDraft.Of("classifier.bias", [1], new float[1]));
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), tensors, new Dictionary<string, string> { ["format"] = "pt" });
    }

    // Layer 0. Scores before the division by the root of the head's width; values of a row are about 1.
    private void PlantMatching(Linear[] attention)
    {
        (Linear query, Linear key, Linear value, Linear output) = (attention[0], attention[1], attention[2], attention[3]);
        for (int head = 0; head < Heads; head++)
        {
            int at = head * HeadWidth;
            float sharp = head == 0 ? 1.05f : 0.85f, nothing = head == 0 ? 19 : 15;
            Clear(query, at, HeadWidth);
            Clear(key, at, HeadWidth);
            for (int i = 0; i < Matched; i++) (query[at + i, i], key[at + i, i]) = (sharp, sharp);
            int side = at + Matched, mark = side + 1;
            (query[side, Side], key[side, Side]) = (2.2f, -2.2f);
            query.Bias[mark] = 1;
            key[mark, Mark] = (float)(nothing * Math.Sqrt(HeadWidth) / 10);
            for (int i = 0; i < shape.Width; i++) value[mark, i] = 0;
            value[mark, Mark] = 1;
            for (int i = 0; i < shape.Width; i++) output[Found + head, i] = 0;
            output[Found + head, mark] = -0.3f;
            output.Bias[Found + head] = 1.5f;
        }
    }

    // Layer 1: the first token looks at the query's tokens, the more at those that say more, and at the passage's.
    private void PlantGathering(Linear[] attention)
    {
        (Linear query, Linear key, Linear value, Linear output) = (attention[0], attention[1], attention[2], attention[3]);
        for (int head = 0; head < Heads; head++)
        {
            int at = head * HeadWidth;
            (query[at, Mark], query[at + 1, Mark]) = (1, 1);
            for (int i = 0; i < shape.Width; i++) (key[at, i], key[at + 1, i]) = (0, 0);
            key[at, Side] = head == 0 ? 2 : -2;
            key[at + 1, Says] = 0.4f;
            for (int i = 0; i < 2; i++)
            {
                for (int j = 0; j < shape.Width; j++) value[at + i, j] = 0;
                value[at + i, Found + i] = 1;
            }
        }

        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < shape.Width; j++) output[Gathered + i, j] = 0;
            output[Gathered + i, i < 2 ? i : HeadWidth] = 1;
        }
    }

    // Rows point as the embedder's do; how long they are there, which is how much a word says, is a value of its own.
    private float[] Words(string embedder, int known, ref Xoshiro256 random)
    {
        using WeightFile file = WeightFile.Open(embedder);
        WeightTensor table = file.Find("embedding.weight") ?? throw new InputException(new Problem(embedder, null, "expected a static embedder; its file has no embedding.weight."));
        int from = (int)table.Shape[1], width = shape.Width, taken = width - Own;
        float[] rows = new float[known * from];
        table.ToWeights().CopyTo(rows, 0);
        float[] lengths = [.. Enumerable.Range(0, known).Select(i => TensorPrimitives.Norm(rows.AsSpan(i * from, from)))];
        float longest = lengths.Order().ElementAt((int)(known * 0.95));
        float[] words = Normal((known + 2) * width, 1e-3, ref random);
        for (int row = 0; row < known; row++)
        {
            ReadOnlySpan<float> directed = rows.AsSpan(row * from, taken);
            float length = TensorPrimitives.Norm(directed);
            for (int i = 0; i < taken && length > 0; i++) words[(row * width) + i] = directed[i] / length;
            words[(row * width) + Says] = 0.5f * Math.Min(1, lengths[row] / longest);
        }

        // [CLS] is a mark to look at; [SEP] is nothing.
        words[(known * width) + Mark] = 1;
        for (int i = 0; i < taken; i++) words[((known + 1) * width) + i] = (float)(0.09 * (random.NextUnit() < 0.5 ? -1 : 1));
        return words;
    }

    private static void AddMarks(JsonNode tokenizer, int known)
    {
        JsonObject vocabulary = tokenizer["model"]!["vocab"]!.AsObject();
        JsonArray added = tokenizer["added_tokens"]!.AsArray();
        foreach ((string mark, int id) in ((string, int)[])[("[CLS]", known), ("[SEP]", known + 1)])
        {
            vocabulary[mark] = id;
            added.Add(new JsonObject { ["id"] = id, ["content"] = mark, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true });
        }

        static JsonObject Special(string mark, int type) => new() { ["SpecialToken"] = new JsonObject { ["id"] = mark, ["type_id"] = type } };
        static JsonObject Text(string which, int type) => new() { ["Sequence"] = new JsonObject { ["id"] = which, ["type_id"] = type } };
        JsonObject Ids(string mark, int id) => new() { ["id"] = mark, ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(mark) };
        tokenizer["post_processor"] = new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Special("[CLS]", 0), Text("A", 0), Special("[SEP]", 0)),
            ["pair"] = new JsonArray(Special("[CLS]", 0), Text("A", 0), Special("[SEP]", 0), Text("B", 1), Special("[SEP]", 1)),
            ["special_tokens"] = new JsonObject { ["[CLS]"] = Ids("[CLS]", known), ["[SEP]"] = Ids("[SEP]", known + 1) },
        };
    }

    private JsonObject Config(int vocabulary, Assay.Models.Encoders.RerankHint hint) => new()
    {
        ["architectures"] = new JsonArray("BertForSequenceClassification"),
        ["model_type"] = "bert",
        ["vocab_size"] = vocabulary,
        ["hidden_size"] = shape.Width,
        ["num_hidden_layers"] = shape.Layers,
        ["num_attention_heads"] = Heads,
        ["intermediate_size"] = shape.FeedForward,
        ["hidden_act"] = "gelu",
        ["max_position_embeddings"] = shape.Positions,
        ["type_vocab_size"] = 2,
        ["layer_norm_eps"] = 1e-12,
        ["pad_token_id"] = 0,
        ["id2label"] = new JsonObject { ["0"] = "LABEL_0" },
        ["label2id"] = new JsonObject { ["LABEL_0"] = 0 },
        ["sentence_transformers"] = new JsonObject { ["activation_fn"] = "torch.nn.modules.linear.Identity" },
        ["assay"] = new JsonObject { ["scripts"] = new JsonArray("Latin"), ["rerank"] = new JsonObject { ["weight"] = hint.Weight } },
    };

    private static void Clear(Linear linear, int from, int rows)
    {
        linear.Weight.AsSpan(from * linear.Width, rows * linear.Width).Clear();
    }

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private static float[] Normal(int count, double deviation, ref Xoshiro256 random)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)(deviation * Embedding.WordSpace.Normal(ref random));
        return values;
    }

    /// <summary>A square matrix with its bias; <c>y = W·x + b</c>.</summary>
    private sealed record Linear(int Width, float[] Weight)
    {
        public float[] Bias { get; } = new float[Width];

        public float this[int output, int input]
        {
            get => Weight[(output * Width) + input];
            set => Weight[(output * Width) + input] = value;
        }
    }
}
