using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Models.Encoders;

/// <summary>A reranker that reads a query and a passage together and says how well they match: a classifier with one label.</summary>
/// <remarks>Safe for concurrent use. With weights as floats a score is the same bit for bit whatever else is scored with it, and always whatever the number of threads.</remarks>
public sealed class CrossEncoder : IDisposable
{
    private readonly TransformerStates source;
    private readonly ClassifierHead head;
    private readonly PackedTexts packs;
    private readonly PairTokens tokens;
    private readonly bool isProbability;
    private readonly ScriptSet? scripts;

    private CrossEncoder(EncoderModel model, ClassifierHead head, Tokenizer tokenizer, int maxTokens, WorkerTeam team, bool isProbability, (RerankHint? Hint, ScriptSet? Scripts) said)
    {
        (Hint, scripts) = said;
        source = new TransformerStates(model);
        (this.head, this.isProbability) = (head, isProbability);
        tokens = new PairTokens(tokenizer, model.Config, maxTokens);
        packs = new PackedTexts(source, team);
        MaxTokens = maxTokens;
    }

    /// <summary>Tokens that a query and a passage are cut to together, the longer one first.</summary>
    public int MaxTokens { get; }

    /// <summary>How much its order counts beside that of the search before it; null where the model's configuration says nothing.</summary>
    public RerankHint? Hint { get; }

    /// <summary>Memory that the weights take, in bytes.</summary>
    public long LengthBytes => source.LengthBytes;

    /// <summary>Loads a model.</summary>
    /// <param name="folder">A folder with <c>config.json</c>, <c>tokenizer.json</c> and safetensors files.</param>
    /// <param name="precision">The form in which matrices are kept.</param>
    /// <param name="team">Who works on it; null for all processors.</param>
    /// <returns>The model.</returns>
    /// <exception cref="AssayException">Something is missing, damaged, not supported, or too large for the memory that is free.</exception>
    public static CrossEncoder Open(string folder, WeightPrecision precision = WeightPrecision.AsStored, WorkerTeam? team = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new InputException(new Problem(folder, null, "expected the folder of a reranker; there is none. Correct the path, or get one with `assay models pull hf:owner/name`."));
        ConfigFields fields = ConfigFields.Read(Path.Combine(folder, "config.json"));
        EncoderConfig config = EncoderConfigReader.Of(fields);
        string architecture = fields.Texts("architectures").FirstOrDefault() ?? "nothing";
        if (!architecture.EndsWith("ForSequenceClassification", StringComparison.Ordinal)) throw fields.Refuse("architectures", $"expected a reranker (BertForSequenceClassification, XLMRobertaForSequenceClassification or ModernBertForSequenceClassification); found {architecture}. An encoder without a classifier can embed, not rerank.");
        bool isProbability = IsProbability(fields);
        Tokenizer tokenizer = ModelTokenizer.Load(folder);
        ModelTokenizer.Require(folder, tokenizer, config.VocabularySize);
        using WeightFile file = WeightFile.Open(folder);
        string output = config.Family == EncoderFamily.Roberta ? "classifier.out_proj.weight" : "classifier.weight";
        if (file.Find(output) is { Shape: [not 1, _] } labels) throw new InputException(new Problem(Path.Combine(folder, "config.json"), null, $"expected a reranker, which has one label; the classifier has {labels.Shape[0]}. Choose a model that was trained to score pairs of query and passage."));
        var loader = new EncoderLoader(file, config, precision);
        int limit = Math.Min(ModelTokenizer.SavedLimit(folder) ?? int.MaxValue, config.MaxTokens);
        return new CrossEncoder(EncoderModel.Load(folder, config, loader), ClassifierHead.Load(config, loader), tokenizer, limit, team ?? WorkerTeam.Shared, isProbability, (RerankHint.Of(fields), ReadScripts.Of(fields)));
    }

    /// <summary>How well passages match a query, in their order: from 0 to 1, or any numbers where the model's configuration leaves them as they are; more is better.</summary>
    /// <param name="query">What somebody looks for.</param>
    /// <param name="passages">What was found.</param>
    /// <param name="cancellationToken">Checked per layer.</param>
    /// <returns>A score for each passage.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public float[] Score(string query, IReadOnlyList<string> passages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(passages);
        var pairs = new TokenSequence[passages.Count];
        for (int i = 0; i < pairs.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pairs[i] = tokens.Of(query, passages[i]);
        }

        return Score(pairs, cancellationToken);
    }

    /// <summary>Whether a query is written as those that the model was made for; where it is not, its scores say nothing.</summary>
    /// <param name="query">What somebody looks for.</param>
    /// <returns>True where the model's configuration names no scripts.</returns>
    public bool Reads(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return scripts?.HaveMostOf(query) ?? true;
    }

    /// <summary>Tokens of a query and a passage together, special ones included, after the cut to <see cref="MaxTokens"/>.</summary>
    /// <param name="query">What somebody looks for.</param>
    /// <param name="passage">What was found.</param>
    /// <returns>1 or more.</returns>
    public int CountTokens(string query, string passage)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(passage);
        return tokens.Of(query, passage).Ids.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        source.Dispose();
        head.Dispose();
    }

    /// <summary>Scores of pairs that are tokens already.</summary>
    internal float[] Score(IReadOnlyList<TokenSequence> pairs, CancellationToken cancellationToken)
    {
        float[] scores = new float[pairs.Count];
        packs.Run(pairs, (pair, states) => scores[pair] = Finish(head.Score(states)), cancellationToken);
        return scores;
    }

    // One by one: over an array the last bits would depend on a pair's place.
    private float Finish(float score) => isProbability ? (float)(1 / (1 + Math.Exp(-score))) : score;

    // sentence-transformers writes which curve a score goes through in two spellings; without either it is the logistic one.
    private static bool IsProbability(ConfigFields fields)
    {
        ConfigFields? section = fields.Object("sentence_transformers");
        string curve = section?.Text("activation_fn") ?? fields.Text("sbert_ce_default_activation_function") ?? "Sigmoid";
        return curve[(curve.LastIndexOf('.') + 1)..] switch
        {
            "Sigmoid" => true,
            "Identity" => false,
            _ => throw fields.Refuse("sentence_transformers.activation_fn", $"expected Sigmoid or Identity; found '{curve}'."),
        };
    }
}
