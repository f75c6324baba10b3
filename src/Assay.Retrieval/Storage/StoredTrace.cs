using Assay.Retrieval.Tracing;

namespace Assay.Retrieval.Storage;

/// <summary>A trace that was kept for audit.</summary>
/// <param name="Id">Its number; grows with time, never reused.</param>
/// <param name="Time">When it was kept, UTC.</param>
/// <param name="Trace">The trace.</param>
public sealed record StoredTrace(long Id, DateTimeOffset Time, SearchTrace Trace);
