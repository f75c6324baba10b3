using Assay.Text;

namespace Assay.Tuning.Examples.Sensitive;

/// <summary>A place in a text with personal data or a secret.</summary>
/// <param name="Span">Where.</param>
/// <param name="Kind">What kind.</param>
public readonly record struct SensitiveMatch(TextSpan Span, SensitiveKind Kind);
