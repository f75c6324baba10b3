namespace Assay.Numerics.Matrices.Reference;

/// <summary>The matrix product as its definition says, one value at a time: what the fast paths are tested against.</summary>
public static class ScalarGemm
{
    /// <summary><c>C = A · B</c> or <c>C += A · B</c>, each sum in double precision.</summary>
    /// <param name="shape">Sizes, and which factor is stored transposed.</param>
    /// <param name="a">First factor, as <see cref="GemmForm"/> says.</param>
    /// <param name="b">Second factor, as <see cref="GemmForm"/> says.</param>
    /// <param name="c">Result, row-major <c>[rows, columns]</c>.</param>
    /// <param name="accumulate">Adds to what is in <paramref name="c"/>.</param>
    /// <exception cref="ArgumentException">A length does not match the shape.</exception>
    public static void Multiply(in GemmShape shape, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, bool accumulate)
    {
        shape.Check(a.Length, b.Length, c.Length);
        for (int row = 0; row < shape.Rows; row++)
        {
            for (int column = 0; column < shape.Columns; column++)
            {
                double sum = accumulate ? c[(row * shape.Columns) + column] : 0;
                for (int k = 0; k < shape.Depth; k++)
                {
                    float left = shape.Form == GemmForm.TransposedA ? a[(k * shape.Rows) + row] : a[(row * shape.Depth) + k];
                    float right = shape.Form == GemmForm.TransposedB ? b[(column * shape.Depth) + k] : b[(k * shape.Columns) + column];
                    sum += (double)left * right;
                }

                c[(row * shape.Columns) + column] = (float)sum;
            }
        }
    }
}
