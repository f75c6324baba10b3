namespace Assay.Benchmarks.Inference;

/// <summary>A step at which two engines would write different tokens.</summary>
/// <param name="Prompt">The prompt, from 0.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Theirs">The peer's two best.</param>
/// <param name="Ours">Assay's two best.</param>
internal readonly record struct Split(int Prompt, int Step, GreedyStep Theirs, GreedyStep Ours);
