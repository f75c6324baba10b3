namespace Assay.Models.Generation;

/// <summary>Why a generation ended.</summary>
public enum FinishReason
{
    /// <summary>The model ended it, or a stop text came.</summary>
    Stop,

    /// <summary>As many tokens as were allowed, or as the model's window holds.</summary>
    Length,
}
