namespace Assay.Retrieval.Ingestion;

/// <summary>A file that could not be read. Nothing of it is in the knowledge base, also no older version.</summary>
/// <param name="Id">Document id.</param>
/// <param name="Reason">Why, for the user.</param>
public sealed record IngestFailure(string Id, string Reason);
