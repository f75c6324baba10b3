using Assay.Text;

namespace Assay.Models.Constrained.Patterns;

/// <summary>A regular expression that is malformed, or is none of the supported kind.</summary>
/// <param name="reason">What is wrong, without a final full stop.</param>
/// <param name="position">Where, from 0.</param>
internal sealed class PatternException(string reason, int position) : AssayException(reason)
{
    /// <summary>Where in the expression, from 0.</summary>
    public int Position { get; } = position;
}
