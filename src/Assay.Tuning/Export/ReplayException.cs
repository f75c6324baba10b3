using Assay.Text;

namespace Assay.Tuning.Export;

/// <summary>An exported model gives something else than the one in memory.</summary>
/// <param name="message">Where they differ first and by how much, and what to do.</param>
public sealed class ReplayException(string message) : AssayException(message);
