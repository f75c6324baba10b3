namespace Assay.Text.Tokenizers.Subwords;

/// <summary>What a byte-pair vocabulary may ask for beside its merges.</summary>
internal sealed record BpeSettings
{
    /// <summary>Token for characters that are not in the vocabulary; null drops them.</summary>
    /// <value>Default null.</value>
    public string? UnknownToken { get; init; }

    /// <summary>Written before every character but the first of a word.</summary>
    /// <value>Default empty.</value>
    public string ContinuingPrefix { get; init; } = "";

    /// <summary>Written after the last character of a word.</summary>
    /// <value>Default empty.</value>
    public string EndSuffix { get; init; } = "";

    /// <summary>One unknown token for neighbouring unknown characters.</summary>
    /// <value>Default false.</value>
    public bool FuseUnknown { get; init; }

    /// <summary>Unknown characters become tokens of their bytes, <c>&lt;0x0A&gt;</c>.</summary>
    /// <value>Default false.</value>
    public bool ByteFallback { get; init; }

    /// <summary>A word that is in the vocabulary is one token, whatever the merges.</summary>
    /// <value>Default false.</value>
    public bool IgnoreMerges { get; init; }
}
