using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>What is multiplied for <c>dX = dY · W</c>. All memory stays in place while it is worked on.</summary>
internal readonly unsafe struct GradientOperands
{
    /// <summary>The weights.</summary>
    public required byte* Panels { get; init; }

    /// <summary>Bytes from a panel to the next.</summary>
    public required long PanelBytes { get; init; }

    /// <summary>Rows of weights.</summary>
    public required int Outputs { get; init; }

    /// <summary>Values of a row of weights.</summary>
    public required int Inputs { get; init; }

    /// <summary>Gradients of the results, <c>[rows, outputs]</c>.</summary>
    public required float* DY { get; init; }

    /// <summary>Rows of gradients.</summary>
    public required int Rows { get; init; }

    /// <summary>Takes the gradients of the inputs, <c>[rows, inputs]</c>.</summary>
    public required float* DX { get; init; }

    /// <summary>Adds to what is there.</summary>
    public required bool Add { get; init; }

    /// <summary>Multiplies.</summary>
    /// <typeparam name="TTiles">The form of the panels.</typeparam>
    /// <param name="path">By which instructions.</param>
    /// <param name="tiles">The panels.</param>
    /// <param name="team">Who works on it.</param>
    public void Multiply<TTiles>(VectorPath path, TTiles tiles, WorkerTeam team)
        where TTiles : struct, IPanelTiles => new TransposedPanels<TTiles>(tiles, Inputs).Multiply(path, Outputs, DY, Rows, DX, Add, team);
}
