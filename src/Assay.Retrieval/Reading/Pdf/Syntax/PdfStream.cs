namespace Assay.Retrieval.Reading.Pdf.Syntax;

/// <summary>A dictionary with bytes, as they stand in the file: encoded and encrypted.</summary>
/// <param name="Dictionary">What says how they are encoded.</param>
/// <param name="Raw">The bytes.</param>
/// <param name="Number">Number of the object, which decryption needs; 0 for one inside an object stream.</param>
/// <param name="Generation">Its generation.</param>
internal sealed record PdfStream(PdfDictionary Dictionary, ReadOnlyMemory<byte> Raw, int Number, int Generation);
