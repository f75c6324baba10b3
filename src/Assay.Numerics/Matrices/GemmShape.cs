namespace Assay.Numerics.Matrices;

/// <summary>A matrix product <c>C = A · B</c> of row-major matrices.</summary>
/// <param name="Rows">Rows of the result.</param>
/// <param name="Columns">Columns of the result.</param>
/// <param name="Depth">Length of the sums.</param>
/// <param name="Form">Which factor is stored transposed.</param>
public readonly record struct GemmShape(int Rows, int Columns, int Depth, GemmForm Form)
{
    /// <summary>Refuses operands that are not of this shape.</summary>
    internal void Check(int a, int b, int c)
    {
        if (Rows < 0 || Columns < 0 || Depth < 0) throw new ArgumentException($"A matrix product has no negative size: {Rows} rows, {Columns} columns, depth {Depth}.");
        if (Form is not (GemmForm.Plain or GemmForm.TransposedA or GemmForm.TransposedB)) throw new ArgumentException($"There is no form {(int)Form} of a matrix product.");
        Check("a", a, Rows, Depth);
        Check("b", b, Columns, Depth);
        Check("c", c, Rows, Columns);
    }

    private static void Check(string name, int length, int first, int second)
    {
        if (length != (long)first * second) throw new ArgumentException($"{length} values are no matrix of {first} x {second}.", name);
    }
}
