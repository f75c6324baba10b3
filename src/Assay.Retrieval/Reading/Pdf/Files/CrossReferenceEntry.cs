namespace Assay.Retrieval.Reading.Pdf.Files;

/// <summary>Where an object stands.</summary>
/// <param name="Position">Its first byte in the file; unused inside an object stream.</param>
/// <param name="Container">Number of the object stream that holds it; 0 for none.</param>
internal readonly record struct CrossReferenceEntry(int Position, int Container);
