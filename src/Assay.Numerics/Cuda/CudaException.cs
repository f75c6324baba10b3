using System.Diagnostics.CodeAnalysis;

namespace Assay.Numerics.Cuda;

/// <summary>There is no graphics processor that can be used, or it refused something.</summary>
/// <param name="message">What, and what to do.</param>
/// <param name="inner">What caused it; null for nothing else.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Never made without saying what happened.")]
public sealed class CudaException(string message, Exception? inner = null) : Exception(message, inner);
