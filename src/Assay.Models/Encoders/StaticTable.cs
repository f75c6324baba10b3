using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Models.Encoders;

/// <summary>A static embedding model: a row for every token, whatever stands around it.</summary>
internal sealed class StaticTable : ITokenStates
{
    private readonly IWeightMatrix rows;
    private readonly float[]? weights;

    private StaticTable(IWeightMatrix rows, float[]? weights) => (this.rows, this.weights) = (rows, weights);

    /// <inheritdoc/>
    public int Width => rows.Inputs;

    /// <inheritdoc/>
    public int? MaxTokens => null;

    /// <inheritdoc/>
    public long LengthBytes => rows.LengthBytes;

    /// <summary>Reads the table of a folder, under the name that sentence-transformers or model2vec gives it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="vocabulary">Rows that the tokenizer needs.</param>
    /// <param name="precision">The form in which the table is kept.</param>
    /// <exception cref="ModelFormatException">It is missing, damaged or has too few rows.</exception>
    public static StaticTable Open(string folder, int vocabulary, WeightPrecision precision)
    {
        using WeightFile file = WeightFile.Open(folder);
        WeightTensor table = TensorOf(file);
        if (file.Find("mapping") is not null) throw new ModelFormatException(WeightFault.UnsupportedFormat, table.File, "mapping", "several tokens share a row of the table, which is not supported. Take a version of the model with its whole vocabulary.");
        if (table.Shape.Length != 2 || table.Rows < vocabulary) throw new ModelFormatException(WeightFault.UnexpectedShape, table.File, table.Name, $"expected a row for each of the {vocabulary} tokens of tokenizer.json, found shape [{string.Join(", ", table.Shape)}]. The table and the tokenizer belong to different models.");
        FreeMemory.Require(folder, WeightMatrices.LengthBytes(table, precision), FreeMemory.Bytes());
        return new StaticTable(WeightMatrices.Of(table, precision, WorkerTeam.Shared), FactorsOf(file, table));
    }

    /// <summary>The table of a file.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    internal static WeightTensor TensorOf(WeightFile file) => file.Find("embedding.weight") ?? file.Find("embeddings") ?? throw new ModelFormatException(
        WeightFault.MissingTensor, file.Path, "embedding.weight", "expected a table of tokens under this name or under 'embeddings', found neither. The folder is not that of a static embedding model.");

    /// <summary>What each row of a table is multiplied with; null for nothing.</summary>
    internal static float[]? FactorsOf(WeightFile file, WeightTensor table) => file.Find("weights") is null ? null : file.Require("weights", table.Rows).ToWeights();

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<TokenSequence> texts, Span<float> states, WorkerTeam team, CancellationToken cancellationToken)
    {
        foreach (TokenSequence text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (int token in text.Ids.Span)
            {
                Span<float> to = states[..Width];
                rows.CopyRow(token, to);
                if (weights is not null) System.Numerics.Tensors.TensorPrimitives.Multiply(to, weights[token], to);
                states = states[Width..];
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => rows.Dispose();
}
