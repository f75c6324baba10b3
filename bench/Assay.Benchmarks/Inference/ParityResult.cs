using System.Collections.Immutable;

namespace Assay.Benchmarks.Inference;

/// <summary>How far two engines are apart for one model.</summary>
/// <param name="Name">The model.</param>
/// <param name="Relative">Largest difference of a logit, by the root of the mean square of the logits of its position.</param>
/// <param name="Error">Largest difference of a logit.</param>
/// <param name="IdenticalTexts">Texts of which every token is the same.</param>
/// <param name="DifferentTokens">Different tokens in a text, in the mean.</param>
/// <param name="Splits">Steps at which the best tokens differ.</param>
/// <param name="Peer">The other engine.</param>
internal sealed record ParityResult(string Name, double Relative, double Error, int IdenticalTexts, double DifferentTokens, ImmutableArray<Split> Splits, string Peer)
{
    /// <summary>What the logits may differ by, relative.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>Splits that the measured error does not explain: each side may be off by it.</summary>
    public int Unexplained => Splits.Count(s => s.Theirs.Gap > 2 * Error);

    /// <summary>Whether the model passes.</summary>
    public bool Held => Relative <= Tolerance && Unexplained == 0;
}
