namespace Assay.Tuning.Examples.Reading;

/// <summary>One row of a file as bytes.</summary>
/// <param name="Line">The line it begins in, from 1; of an array whose rows share lines, the number of the row.</param>
/// <param name="Bytes">Valid until the next row is read.</param>
internal readonly record struct RawRow(int Line, ReadOnlyMemory<byte> Bytes);
