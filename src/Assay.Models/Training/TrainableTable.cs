using System.Collections.Immutable;
using System.Numerics.Tensors;
using Assay.Models.Encoders;
using Assay.Models.Weights;
using Assay.Numerics.Layers.Embeddings;
using Assay.Numerics.Parallel;

namespace Assay.Models.Training;

/// <summary>A static embedding model in training: a row for every token, whatever stands around it. Factors of tokens, where the model has them, stay.</summary>
internal sealed class TrainableTable : ITrainedTokens
{
    private readonly float[]? factors;

    private TrainableTable(Parameter table, float[]? factors) => (Table, this.factors) = (table, factors);

    /// <summary>A row for every token.</summary>
    public Parameter Table { get; }

    /// <inheritdoc/>
    public ImmutableArray<Parameter> Parameters => [Table];

    /// <inheritdoc/>
    public int Width => Table.Shape[1];

    /// <summary>The table of a folder that <see cref="StaticTable"/> has opened.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ModelFormatException">A value is no number.</exception>
    public static TrainableTable FromFolder(string folder)
    {
        using WeightFile file = WeightFile.Open(folder);
        WeightTensor stored = StaticTable.TensorOf(file);
        var table = new Parameter(stored.Name, [checked((int)stored.Rows), checked((int)stored.RowLength)], decays: true);
        stored.ToWeights().CopyTo(table.Values, 0);
        return new TrainableTable(table, StaticTable.FactorsOf(file, stored));
    }

    /// <inheritdoc/>
    public ITokenGradients Gradients(WorkerTeam team, float dropout) => new Pass(this, team);

    // A table has nothing to drop: a token's values are the token.
    private sealed class Pass(TrainableTable model, WorkerTeam team) : ITokenGradients
    {
        private int[] tokens = [];
        private float[] rows = [];

        public ReadOnlySpan<float> States => rows.AsSpan(0, tokens.Length * model.Width);

        public void Forward(ReadOnlySpan<TokenSequence> texts, ulong? seed)
        {
            List<int> all = [];
            foreach (TokenSequence text in texts) all.AddRange(text.Ids.Span);
            tokens = [.. all];
            if (rows.Length < tokens.Length * model.Width) rows = new float[tokens.Length * model.Width];
            Span<float> y = rows.AsSpan(0, tokens.Length * model.Width);
            EmbeddingTable.Forward(model.Table.Values, model.Width, tokens, y, team);
            Scale(y);
        }

        public void Backward(Span<float> slopes)
        {
            Scale(slopes);
            EmbeddingTable.Backward(tokens, model.Width, slopes, model.Table.Gradient, team);
        }

        private void Scale(Span<float> values)
        {
            for (int i = 0; i < tokens.Length && model.factors is not null; i++)
            {
                Span<float> row = values.Slice(i * model.Width, model.Width);
                TensorPrimitives.Multiply(row, model.factors[tokens[i]], row);
            }
        }
    }
}
