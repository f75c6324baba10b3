using Assay.Retrieval.Context;

namespace Assay.Answering;

/// <summary>An answer that was checked.</summary>
/// <param name="Text">The text that was checked; spans of <paramref name="Check"/> are its.</param>
/// <param name="Check">What was found out.</param>
/// <param name="Abstained">Whether it declines to answer.</param>
public sealed record AuditedAnswer(string Text, CheckedAnswer Check, bool Abstained);
