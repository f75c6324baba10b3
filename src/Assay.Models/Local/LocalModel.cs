using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assay.Models.Adapters;
using Assay.Models.Configuration;
using Assay.Models.Constrained;
using Assay.Models.Decoders;
using Assay.Models.Generation;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Text;
using Assay.Text.Templates;
using Assay.Text.Tokenizers;

namespace Assay.Models.Local;

/// <summary>A chat model of this machine: weights, tokenizer, chat template and the engine that generates with them.</summary>
/// <remarks>Safe for concurrent use: texts that are asked for at the same time share every step.</remarks>
public sealed class LocalModel : IDisposable
{
    private readonly DecoderModel model;
    private readonly Lazy<TokenTable> tokens;
    private readonly ConstraintCache constraints;

    private LocalModel(string path, DecoderModel model, Tokenizer tokenizer, ChatTemplate? template, (string? Begin, string? End) marks, ImmutableArray<int> endTokens)
    {
        this.model = model;
        Fingerprint = model.MergedAdapter is { } merged ? $"{FingerprintOf(path)}+{merged}" : FingerprintOf(path);

        // A limit or filling up that the file was saved with is not the model's: a conversation is never cut silently.
        Tokenizer = tokenizer.WithLimit(null);
        Template = template;
        (BeginText, EndText) = marks;
        EndTokens = endTokens;
        tokens = new Lazy<TokenTable>(() => new TokenTable(
            [.. Enumerable.Range(0, model.Config.VocabularySize).Select(id => (ReadOnlyMemory<byte>)(tokenizer.IsSpecial(id) ? [] : tokenizer.TokenBytes(id)).ToArray())], endTokens));
        constraints = new ConstraintCache(() => tokens.Value);
        Engine = new GenerationEngine(model, tokenizer, endTokens);
    }

    /// <summary>The architecture.</summary>
    public DecoderConfig Config => model.Config;

    /// <summary>Tells the model from another that lies at the same path later: a hash of its files' names, lengths and times, and the fingerprint of an adapter that was merged into it.</summary>
    public string Fingerprint { get; }

    /// <summary>Memory that the weights take, in bytes.</summary>
    public long LengthBytes => model.LengthBytes;

    /// <summary>Between text and tokens.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>How a conversation becomes text; null for a model that was not trained to converse.</summary>
    public ChatTemplate? Template { get; }

    /// <summary>The text of the token that begins a text; null for none.</summary>
    public string? BeginText { get; }

    /// <summary>The text of the token that ends a text; null for none.</summary>
    public string? EndText { get; }

    /// <summary>What its folder says about its use.</summary>
    public ModelAdvice Advice { get; private init; } = ModelAdvice.None;

    /// <summary>The weights, for measuring and training; disposed with this.</summary>
    public DecoderModel Decoder => model;

    /// <summary>Tokens that end an answer.</summary>
    public ImmutableArray<int> EndTokens { get; }

    /// <summary>What generates.</summary>
    public GenerationEngine Engine { get; }

    /// <summary>The bytes of all tokens, for texts that must have a form.</summary>
    public TokenTable Tokens => tokens.Value;

    /// <summary>What holds answers to a JSON Schema. Those asked for last are kept, so that asking again costs nothing.</summary>
    /// <param name="schema">The schema's text.</param>
    /// <returns>The constraint over this model's vocabulary.</returns>
    /// <exception cref="InputException">The schema has something that cannot be held to, or the vocabulary cannot spell any document of it.</exception>
    public CompiledConstraint ConstraintOf(string schema) => constraints.OfSchema(schema);

    /// <summary>Loads a model.</summary>
    /// <param name="path">A folder as Hugging Face lays it out, or a GGUF file.</param>
    /// <param name="precision">The form in which matrices are kept.</param>
    /// <param name="mergedAdapter">A folder or GGUF file of LoRA weights to add to the model's for good, see <see cref="DecoderModel.Open"/>; null for none. One that may be switched is opened with <see cref="OpenAdapter"/>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="AssayException">Something is missing, damaged, not supported, or too large for the memory that is free.</exception>
    public static LocalModel Open(string path, WeightPrecision precision = WeightPrecision.AsStored, string? mergedAdapter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? OpenFile(path, precision, mergedAdapter) : OpenFolder(path, precision, mergedAdapter);
    }

    /// <summary>Reads an adapter of this model, to be named in requests.</summary>
    /// <param name="path">A folder as peft writes it, or a GGUF file.</param>
    /// <returns>The adapter; to be disposed when no request uses it any more.</returns>
    /// <exception cref="AssayException">It is missing, damaged, of a kind that is not applied, or for another model.</exception>
    public LoraAdapter OpenAdapter(string path) => LoraAdapter.Open(path, Config);

    /// <summary>The model as the frozen base of low-rank additions. It must not be disposed before them.</summary>
    /// <param name="settings">Which layers get some, and how.</param>
    /// <param name="seed">Chooses their first values.</param>
    /// <returns>What trainers change.</returns>
    /// <exception cref="InputException">A setting is outside its range.</exception>
    public TrainableDecoder Trainable(LoraSettings settings, ulong seed) => TrainableDecoder.WithLora(model, settings, seed);

    /// <summary>Tells what lies at a path from what lies there later: a hash of its files' names, lengths and times.</summary>
    /// <param name="path">A folder, whose own files count, or a file.</param>
    /// <returns>The hash.</returns>
    private static string FingerprintOf(string path)
    {
        FileInfo[] files = Directory.Exists(path) ? new DirectoryInfo(path).GetFiles() : [new FileInfo(path)];
        IEnumerable<string> lines = files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name}\n{f.Length}\n{f.LastWriteTimeUtc.Ticks}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Engine.Dispose();
        model.Dispose();
    }

    private static LocalModel OpenFolder(string folder, WeightPrecision precision, string? mergedAdapter)
    {
        if (!Directory.Exists(folder)) throw new InputException(new Problem(folder, null, "expected the folder of a model; there is none. Correct the path, or get one with `assay models pull hf:owner/name`."));
        string tokenizer = Path.Combine(folder, "tokenizer.json"), sentencePiece = Path.Combine(folder, "tokenizer.model");
        if (!File.Exists(tokenizer) && !File.Exists(sentencePiece)) throw new InputException(new Problem(folder, null, "expected tokenizer.json or tokenizer.model in the folder; found neither. Download the model again with its tokenizer."));
        ModelAdvice advice = ModelAdvice.Read(folder);
        Tokenizer read = Tokenizer.Load(File.Exists(tokenizer) ? tokenizer : sentencePiece);
        ChatTemplateSet templates = ChatTemplateSet.Load(folder);
        DecoderModel model = DecoderModel.Open(folder, precision, mergedAdapter);
        return new LocalModel(folder, model, read, templates.For(hasTools: false), (templates.BosToken, templates.EosToken), templates.EndTokens(folder, model.Config, read)) { Advice = advice };
    }

    private static LocalModel OpenFile(string path, WeightPrecision precision, string? mergedAdapter)
    {
        using GgufFile file = GgufFile.Open(path);
        Tokenizer tokenizer = GgufTokenizer.Read(file);
        ChatTemplate? template = file.Text("tokenizer.chat_template") is { } text ? ChatTemplate.Parse(text) : null;
        DecoderModel model = DecoderModel.Open(path, precision, mergedAdapter);
        string? end = model.Config.EndTokens is [var first, ..] ? tokenizer.TokenOf(first) : null;
        return new LocalModel(path, model, tokenizer, template, (model.Config.BeginToken is { } begin ? tokenizer.TokenOf(begin) : null, end), model.Config.EndTokens);
    }
}

/// <summary>What templates and tokenizers know together.</summary>
internal static class TemplateTokens
{
    /// <summary>The token that ends a text as the template names it; null for none.</summary>
    public static int? EndToken(this ChatTemplateSet templates, Tokenizer tokenizer) =>
        templates.EosToken is { } text && tokenizer.IdOf(text) is >= 0 and var id ? id : null;

    /// <summary>All tokens that end a text or an answer, as the files of a model's folder name them.</summary>
    public static ImmutableArray<int> EndTokens(this ChatTemplateSet templates, string folder, DecoderConfig config, Tokenizer tokenizer)
    {
        string generation = Path.Combine(folder, "generation_config.json");
        ImmutableArray<int> more = File.Exists(generation) ? ConfigFields.Read(generation).Counts("eos_token_id") : [];
        IEnumerable<int> named = templates.EndToken(tokenizer) is { } end ? [end] : [];
        return [.. config.EndTokens.Concat(more).Concat(named).Distinct()];
    }
}
