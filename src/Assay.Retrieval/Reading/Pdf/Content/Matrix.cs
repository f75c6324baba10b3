namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>A transformation of the plane: <c>x' = A·x + C·y + E</c>, <c>y' = B·x + D·y + F</c> (ISO 32000-1, 8.3.3).</summary>
internal readonly record struct Matrix(double A, double B, double C, double D, double E, double F)
{
    private const double Largest = 1e7;

    /// <summary>Changes nothing.</summary>
    public static Matrix Identity { get; } = new(1, 0, 0, 1, 0, 0);

    /// <summary>First this one, then <paramref name="next"/>; held within numbers that can still be reckoned with.</summary>
    public Matrix Then(in Matrix next) => new(
        Held((A * next.A) + (B * next.C)), Held((A * next.B) + (B * next.D)), Held((C * next.A) + (D * next.C)), Held((C * next.B) + (D * next.D)),
        Held((E * next.A) + (F * next.C) + next.E), Held((E * next.B) + (F * next.D) + next.F));

    /// <summary>Where a point comes to lie.</summary>
    public (double X, double Y) Apply(double x, double y) => ((A * x) + (C * y) + E, (B * x) + (D * y) + F);

    private static double Held(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, -Largest, Largest);
}
