namespace Assay.Numerics.Quantized.Panels;

/// <summary>What is multiplied with what. All memory stays in place while it is worked on.</summary>
internal readonly unsafe struct PanelOperands
{
    /// <summary>Activations, <c>[rows, inputs]</c>.</summary>
    public required float* X { get; init; }

    /// <summary>Takes the activations in tiles.</summary>
    public required byte* Tiles { get; init; }

    /// <summary>The weights.</summary>
    public required byte* Panels { get; init; }

    /// <summary>Takes the results, <c>[rows, outputs]</c>.</summary>
    public required float* Y { get; init; }

    /// <summary>Rows of activations.</summary>
    public required int Rows { get; init; }

    /// <summary>Values of a row of activations.</summary>
    public required int Inputs { get; init; }

    /// <summary>Rows of weights.</summary>
    public required int Outputs { get; init; }
}
