namespace Assay.Numerics.Layers.Normalization;

/// <summary>What is done to the rows of a normalisation.</summary>
internal enum NormalizationPass
{
    /// <summary>The results.</summary>
    Forward,

    /// <summary>The slopes along the input, and each row's center and scale put down.</summary>
    Input,

    /// <summary>The slopes along scale and shift, column by column, from what <see cref="Input"/> put down.</summary>
    Weights,
}
