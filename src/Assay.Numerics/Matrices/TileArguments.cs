namespace Assay.Numerics.Matrices;

/// <summary>Where one tile is: <c>C[i, j] (+)= sum_k(A[i, k] · panel[k, j])</c>.</summary>
internal unsafe struct TileArguments
{
    /// <summary>Value (0, 0) of the rows.</summary>
    public required byte* A;

    /// <summary>Bytes from a row to the next, and from a value of a row to the next.</summary>
    public required nint RowStep, DepthStep;

    /// <summary>The panel's first row, in its own format.</summary>
    public required byte* Panel;

    /// <summary>Length of the sums, 0 or more.</summary>
    public required int Depth;

    /// <summary>Value (0, 0) of the result.</summary>
    public required float* C;

    /// <summary>Values from a row of the result to the next.</summary>
    public required nint Stride;

    /// <summary>Adds to what is there instead of overwriting it.</summary>
    public required bool Add;

    /// <summary>The panel is not yet in a near cache: what follows is fetched ahead.</summary>
    public required bool Cold;
}
