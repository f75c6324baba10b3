namespace Assay.Retrieval.Tracing;

/// <summary>A filter that was applied inside the search, before any hit could enter a result.</summary>
/// <param name="Reason">What it filters by.</param>
/// <param name="AllowedDocuments">Documents that pass.</param>
/// <param name="ExcludedDocuments">Documents that do not; null where the viewer may not know, as in the view of the asker for <see cref="FilterReason.Permission"/>.</param>
public sealed record FilterTrace(FilterReason Reason, int AllowedDocuments, int? ExcludedDocuments);
