namespace Assay.Numerics.Layers.Normalization;

/// <summary>Checks the lengths that a normalisation is called with.</summary>
internal static class NormalizationShape
{
    public static int Rows(int values, int dim, int results, float eps)
    {
        if (dim == 0 || values % dim != 0) throw new ArgumentException($"{values} values are not rows of {dim}, the number of weights.", nameof(values));
        if (results != values) throw new ArgumentException($"There is room for {results} results of {values} values.", nameof(results));
        if (!(eps > 0)) throw new ArgumentOutOfRangeException(nameof(eps), eps, "Must be more than 0.");
        return values / dim;
    }

    public static void CheckSlopes(int values, int slopes, int dim, int weightSlopes)
    {
        if (slopes != values) throw new ArgumentException($"{slopes} slopes do not match {values} values.", nameof(slopes));
        if (weightSlopes != 0 && weightSlopes != dim) throw new ArgumentException($"There is room for {weightSlopes} slopes of {dim} weights.", nameof(weightSlopes));
    }
}
