namespace Assay.Models.Hub;

/// <summary>A file of a stored model.</summary>
/// <param name="Path">From the model's folder, with <c>/</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its content, 64 hexadecimal digits.</param>
public sealed record ModelFile(string Path, long Bytes, string Sha256);
