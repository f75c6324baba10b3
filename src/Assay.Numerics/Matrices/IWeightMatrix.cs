using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices;

/// <summary>The weights of a linear layer, <c>W</c> of <c>[outputs, inputs]</c>, kept in whatever form multiplies fastest: a transformer does not know in which.</summary>
/// <remarks>Reading is safe from any number of threads. Results do not depend on the number of threads.</remarks>
public interface IWeightMatrix : IDisposable
{
    /// <summary>Rows of <c>W</c>: the length of a result.</summary>
    int Outputs { get; }

    /// <summary>Columns of <c>W</c>: the length of an input.</summary>
    int Inputs { get; }

    /// <summary>Memory that the weights take, in bytes.</summary>
    long LengthBytes { get; }

    /// <summary><c>y = x · Wᵀ</c>.</summary>
    /// <param name="x">Inputs, row-major <c>[rows, inputs]</c>.</param>
    /// <param name="rows">Number of inputs, 0 or more.</param>
    /// <param name="y">Results, row-major <c>[rows, outputs]</c>; overwritten, and not the memory of <paramref name="x"/>.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match.</exception>
    void Multiply(ReadOnlySpan<float> x, int rows, Span<float> y, WorkerTeam team);

    /// <summary><c>dX = dY · W</c> or <c>dX += dY · W</c>: the gradient of the inputs of <c>y = x · Wᵀ</c>, from the same weights in the form that they have.</summary>
    /// <param name="dy">Gradients of the results, row-major <c>[rows, outputs]</c>.</param>
    /// <param name="rows">Number of inputs, 0 or more.</param>
    /// <param name="dx">Gradients of the inputs, row-major <c>[rows, inputs]</c>; not the memory of <paramref name="dy"/>.</param>
    /// <param name="add">Adds to what is in <paramref name="dx"/> instead of overwriting it.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match.</exception>
    /// <remarks>Weights of fewer bits count as the floats that <see cref="CopyRow"/> gives. Meant for many rows: the work that does not depend on their number is that of about ten.</remarks>
    void MultiplyTransposed(ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, WorkerTeam team);

    /// <summary>One row of <c>W</c> in full precision: an embedding, where the matrix is a table of them.</summary>
    /// <param name="row">0 or more, less than <see cref="Outputs"/>.</param>
    /// <param name="values">Takes <see cref="Inputs"/> values.</param>
    /// <exception cref="ArgumentException">A length does not match, or there is no such row.</exception>
    void CopyRow(int row, Span<float> values);
}
