namespace Assay.Models.Encoders;

/// <summary>How the values of a text's tokens become those of the text.</summary>
public enum PoolingMode
{
    /// <summary>Those of the first token.</summary>
    First,

    /// <summary>The greatest of each.</summary>
    Max,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The sum over the root of the number of tokens.</summary>
    MeanSquareRoot,

    /// <summary>The mean, where the second token counts twice, the third three times and so on.</summary>
    WeightedMean,

    /// <summary>Those of the last token.</summary>
    Last,
}
