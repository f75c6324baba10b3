namespace Assay.Numerics.Matrices;

/// <summary>A matrix <c>[depth, columns]</c> in some form, from which panels of floats are filled.</summary>
internal unsafe interface IPanelSource
{
    /// <summary>Fills a part of one panel; columns that the matrix does not have become zero.</summary>
    /// <param name="panel">Number of the panel.</param>
    /// <param name="first">First row of the part.</param>
    /// <param name="depth">Rows of the part.</param>
    /// <param name="target">Takes 32 values for every row.</param>
    void Fill(int panel, int first, int depth, float* target);
}
