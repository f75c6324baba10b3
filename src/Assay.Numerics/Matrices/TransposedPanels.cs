using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices;

/// <summary>Weights <c>W</c> of <c>[outputs, inputs]</c> that lie in panels for <c>x · Wᵀ</c>, as the right-hand matrix of <c>dY · W</c>: pieces of 32 x 32 are transposed.</summary>
/// <remarks>
/// The weights are laid out once and stay as they are; every product turns them over again, which is work for <c>outputs · inputs</c> values beside the <c>rows</c> times as many
/// multiplications. From some dozens of rows on it is not felt.
/// </remarks>
/// <typeparam name="TTiles">The form of the panels.</typeparam>
/// <param name="tiles">The panels.</param>
/// <param name="inputs">Columns of <c>W</c>.</param>
internal readonly unsafe struct TransposedPanels<TTiles>(TTiles tiles, int inputs) : IPanelSource
    where TTiles : struct, IPanelTiles
{
    public void Fill(int panel, int first, int depth, float* target)
    {
        float* room = stackalloc float[PanelLayout.Width * PanelLayout.Width];
        int column = panel * PanelLayout.Width, width = Math.Min(PanelLayout.Width, inputs - column);
        for (int output = first; output < first + depth;)
        {
            int lane = output % PanelLayout.Width, count = Math.Min(PanelLayout.Width - lane, first + depth - output);
            float* piece = tiles.Read(output / PanelLayout.Width, column, width, room);
            new TransposedSource(piece, width, PanelLayout.Width).Fill(0, lane, count, target);
            output += count;
            target += (long)count * PanelLayout.Width;
        }
    }

    /// <summary><c>dX = dY · W</c>, or added to what is there.</summary>
    /// <param name="path">By which instructions.</param>
    /// <param name="outputs">Rows of <c>W</c>.</param>
    /// <param name="dy">Gradients of the results, row-major <c>[rows, outputs]</c>.</param>
    /// <param name="rows">1 or more.</param>
    /// <param name="dx">Gradients of the inputs, row-major <c>[rows, inputs]</c>.</param>
    /// <param name="add">Adds to what is there.</param>
    /// <param name="team">Who works on it.</param>
    public void Multiply(VectorPath path, int outputs, float* dy, int rows, float* dx, bool add, WorkerTeam team)
    {
        var product = new PanelProduct<SinglePanels>
        {
            Path = path,
            A = (byte*)dy,
            RowStep = (nint)outputs * sizeof(float),
            DepthStep = sizeof(float),
            Panels = null,
            PanelBytes = 0,
            C = dx,
            Stride = inputs,
            Rows = rows,
            Columns = inputs,
            Depth = outputs,
            DepthBlock = PanelLayout.DepthBlock(outputs),
            Add = add,
        };
        new PackingProduct<TransposedPanels<TTiles>>(product, this).Run(team);
    }
}
