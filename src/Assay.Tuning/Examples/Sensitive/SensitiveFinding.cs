namespace Assay.Tuning.Examples.Sensitive;

/// <summary>Where personal data or a secret was found; never what.</summary>
/// <param name="Line">Line of the example, from 1.</param>
/// <param name="Field">The field, as <c>messages[1].content</c>.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Placeholder">What stands, or would stand, in its place; the same for the same value.</param>
/// <param name="Length">Its length in characters.</param>
public sealed record SensitiveFinding(int Line, string Field, SensitiveKind Kind, string Placeholder, int Length);
