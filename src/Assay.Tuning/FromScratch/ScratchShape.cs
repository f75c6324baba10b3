namespace Assay.Tuning.FromScratch;

/// <summary>How large a model from random weights is. The defaults are those of <c>assay tune</c> where there is no model to begin with.</summary>
public sealed record ScratchShape
{
    /// <summary>Tokens of the vocabulary at most.</summary>
    /// <value>Default 2,048.</value>
    public int Vocabulary { get; init; } = 2048;

    /// <summary>Digits of a number in one token.</summary>
    /// <value>1 or 3; default 3.</value>
    public int DigitsTogether { get; init; } = 3;

    /// <summary>Values of a token's state; a multiple of <see cref="Heads"/>.</summary>
    /// <value>Default 288.</value>
    public int Width { get; init; } = 288;

    /// <summary>Layers.</summary>
    /// <value>Default 6.</value>
    public int Layers { get; init; } = 6;

    /// <summary>Heads of attention.</summary>
    /// <value>Default 6.</value>
    public int Heads { get; init; } = 6;

    /// <summary>Values within the feed-forward half of a layer.</summary>
    /// <value>Default 768.</value>
    public int FeedForward { get; init; } = 768;

    /// <summary>Most tokens of a text.</summary>
    /// <value>Default 2,048.</value>
    public int Positions { get; init; } = 2048;

    /// <summary>Base of the rotary positions: greater ones let tokens agree over longer texts.</summary>
    /// <value>Default 10,000.</value>
    public double RotaryBase { get; init; } = 10_000;

    /// <summary>Whether training begins with heads that copy (<see cref="Models.Training.CopyHeads"/>); they need a <see cref="RotaryBase"/> of about 500,000.</summary>
    public bool CopyHeads { get; init; }
}
