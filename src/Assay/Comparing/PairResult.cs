namespace Assay.Comparing;

/// <summary>Two arms on the same questions.</summary>
/// <param name="A">First arm.</param>
/// <param name="B">Second arm.</param>
/// <param name="N">Questions scored in both.</param>
/// <param name="Difference">Mean of score A minus score B.</param>
/// <param name="Low">Lower end of its 95% paired bootstrap interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Better">The better arm, or null when the interval holds 0.</param>
public sealed record PairResult(string A, string B, int N, double Difference, double Low, double High, string? Better);
