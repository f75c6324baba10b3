namespace Assay.Numerics.Matrices;

/// <summary>Which of the factors of a matrix product are stored transposed.</summary>
public enum GemmForm
{
    /// <summary><c>A · B</c>: A is <c>[rows, depth]</c>, B <c>[depth, columns]</c>; the gradient of a layer's input, <c>dX = dY · W</c>.</summary>
    Plain,

    /// <summary><c>A · Bᵀ</c>: A is <c>[rows, depth]</c>, B <c>[columns, depth]</c>; a linear layer, <c>Y = X · Wᵀ</c>.</summary>
    TransposedB,

    /// <summary><c>Aᵀ · B</c>: A is <c>[depth, rows]</c>, B <c>[depth, columns]</c>; the gradient of a layer's weights, <c>dW = dYᵀ · X</c>.</summary>
    TransposedA,
}
