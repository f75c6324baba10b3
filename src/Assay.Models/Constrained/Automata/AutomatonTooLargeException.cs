using Assay.Text;

namespace Assay.Models.Constrained.Automata;

/// <summary>An expression or schema needs an automaton above the limit.</summary>
/// <param name="message">What is too large, and the limit.</param>
internal sealed class AutomatonTooLargeException(string message) : AssayException(message);
