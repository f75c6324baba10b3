namespace Assay.Tuning.Contrastive;

/// <summary>Which passages some queries are to find among others.</summary>
/// <param name="Passages">Number of passages, each there once.</param>
/// <param name="Targets">For each query the passage that it is to find, from 0.</param>
/// <param name="Hidden">For each query and passage, <c>[queries, passages]</c>, whether the passage is left out because it answers the query too.</param>
internal sealed record ContrastiveBatch(int Passages, int[] Targets, bool[] Hidden)
{
    /// <summary>Number of queries.</summary>
    public int Queries => Targets.Length;
}
