using System.Collections.Immutable;

namespace Assay.Tuning.Forgetting;

/// <summary>How well a model expects one general text.</summary>
/// <param name="Name">The text's.</param>
/// <param name="TotalLoss">Loss of all its tokens together, in nats.</param>
/// <param name="Tokens">Tokens that were expected; 1 or more.</param>
/// <param name="Bytes">Bytes of the text that they spell, in UTF-8.</param>
/// <param name="Right">How many of them were the most probable ones.</param>
public sealed record GeneralTextScore(string Name, double TotalLoss, int Tokens, long Bytes, int Right);

/// <summary>How well a model expects a set of general texts.</summary>
/// <param name="Texts">Each of them; texts without a token that could be expected are left out.</param>
public sealed record GeneralScore(ImmutableArray<GeneralTextScore> Texts)
{
    /// <summary>Tokens of all texts.</summary>
    public int Tokens { get; } = Texts.Sum(t => t.Tokens);

    /// <summary>Bytes that they spell.</summary>
    public long Bytes { get; } = Texts.Sum(t => t.Bytes);

    /// <summary>Mean loss of a token, in nats.</summary>
    public double Loss => Texts.Sum(t => t.TotalLoss) / Tokens;

    /// <summary>Mean loss of a byte, in nats: comparable between models that cut text differently.</summary>
    public double LossPerByte => Texts.Sum(t => t.TotalLoss) / Bytes;

    /// <summary>How many tokens the model is in doubt between, on average: <c>exp(loss)</c>.</summary>
    public double Perplexity => Math.Exp(Loss);

    /// <summary>The same for bytes.</summary>
    public double PerplexityPerByte => Math.Exp(LossPerByte);

    /// <summary>Share of the tokens that were the most probable ones.</summary>
    public double Accuracy => (double)Texts.Sum(t => t.Right) / Tokens;
}
