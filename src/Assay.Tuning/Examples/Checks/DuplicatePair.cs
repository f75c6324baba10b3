namespace Assay.Tuning.Examples.Checks;

/// <summary>An example that repeats an earlier one.</summary>
/// <param name="First">Line of the earlier one.</param>
/// <param name="Second">Line of the one that repeats it.</param>
/// <param name="Kind">How.</param>
/// <param name="Similarity">0 to 1; of the prompts by words and pairs of words (Jaccard), of embeddings the cosine.</param>
public sealed record DuplicatePair(int First, int Second, DuplicateKind Kind, double Similarity);
