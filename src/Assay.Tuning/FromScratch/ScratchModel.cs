using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Models.Configuration;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Text.Tokenizers;
using Assay.Text.Tokenizers.Training;
using VocabularyOptions = Assay.Text.Tokenizers.Training.TrainingOptions;

namespace Assay.Tuning.FromScratch;

/// <summary>A small decoder with random weights and a vocabulary learned from texts: where there is no model to begin with, one of these can still learn behaviour.</summary>
public static class ScratchModel
{
    /// <summary>Changes when the same texts give another model.</summary>
    public const string Version = "scratch/1";

    private const string System = "<|system|>", User = "<|user|>", Assistant = "<|assistant|>", Tool = "<|tool|>", End = "<|end|>";

    // Each message between its role and the end; an answer is asked for by the role alone.
    private const string Template = "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>Writes the folder of a model of the usual shape: 288 wide, 6 layers, 6 heads, as Hugging Face lays it out.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="texts">What the vocabulary is learned from.</param>
    /// <param name="vocabularySize">Tokens at most.</param>
    /// <param name="seed">Chooses the weights.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Assay.Text.AssayException">A file cannot be written.</exception>
    public static void Write(string folder, IEnumerable<string> texts, int vocabularySize, ulong seed, CancellationToken cancellationToken = default) =>
        Write(folder, texts, new ScratchShape { Vocabulary = vocabularySize }, seed, cancellationToken);

    /// <summary>Writes the folder of a model as Hugging Face lays it out.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="texts">What the vocabulary is learned from.</param>
    /// <param name="shape">How large it is.</param>
    /// <param name="seed">Chooses the weights.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Assay.Text.AssayException">A file cannot be written, or the shape is none of a decoder.</exception>
    public static void Write(string folder, IEnumerable<string> texts, ScratchShape shape, ulong seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Directory.CreateDirectory(folder);
        VocabularyOptions options = new() { VocabularySize = shape.Vocabulary, DigitsTogether = shape.DigitsTogether, SpecialTokens = [System, User, Assistant, Tool, End] };
        string vocabulary = VocabularyTrainer.TrainByteLevelBpe(texts, options, cancellationToken);
        Tokenizer tokenizer = Tokenizer.Parse(vocabulary);
        JsonObject config = new()
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = "llama",
            ["hidden_size"] = shape.Width,
            ["intermediate_size"] = shape.FeedForward,
            ["num_hidden_layers"] = shape.Layers,
            ["num_attention_heads"] = shape.Heads,
            ["num_key_value_heads"] = shape.Heads,
            ["max_position_embeddings"] = shape.Positions,
            ["rms_norm_eps"] = 1e-5,
            ["rope_theta"] = shape.RotaryBase,
            ["hidden_act"] = "silu",
            ["tie_word_embeddings"] = true,
            ["vocab_size"] = tokenizer.VocabularySize,
            ["eos_token_id"] = tokenizer.IdOf(End),
            ["torch_dtype"] = "float32",
        };
        JsonObject tokens = new() { ["chat_template"] = Template, ["eos_token"] = End, ["model_max_length"] = shape.Positions };
        WriteText(folder, "tokenizer.json", vocabulary);
        WriteText(folder, "tokenizer_config.json", tokens.ToJsonString(Layout));
        WriteText(folder, "config.json", config.ToJsonString(Layout));
        TrainableDecoder decoder = TrainableDecoder.Random(DecoderConfigReader.Read(Path.Combine(folder, "config.json")), seed);
        if (shape.CopyHeads) CopyHeads.Plant(decoder, seed + 1);
        Export.ModelFolder.WriteWeights(folder, decoder);
    }

    private static void WriteText(string folder, string name, string text) => WeightWriter.Write(Path.Combine(folder, name), stream => stream.Write(global::System.Text.Encoding.UTF8.GetBytes(text)));
}
