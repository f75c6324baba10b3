namespace Assay.Decisions.Verdicts;

/// <summary>One sentence of the rationale.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Link">Where its number stands: an anchor of the report (<c>#scores</c>, <c>#pair-A-B</c>, <c>#cost</c>, <c>#latency</c>, <c>#confidence</c>, <c>#need-latencyP95</c>) or a URL; null when it rests on none.</param>
public sealed record Reason(string Text, string? Link = null)
{
    /// <summary>A sentence without a link.</summary>
    /// <param name="text">The sentence.</param>
    public static implicit operator Reason(string text) => new(text);
}
