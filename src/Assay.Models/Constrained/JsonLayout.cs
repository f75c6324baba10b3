namespace Assay.Models.Constrained;

/// <summary>White space in generated JSON. There is none but this.</summary>
public enum JsonLayout
{
    /// <summary><c>{"a": 1, "b": [2, 3]}</c>: what most models have seen most of.</summary>
    Spaced,

    /// <summary><c>{"a":1,"b":[2,3]}</c>: fewest bytes.</summary>
    Compact,
}
