namespace Assay.Retrieval.Documents;

/// <summary>What a file system says of a file without opening it.</summary>
/// <param name="LengthBytes">Its size.</param>
/// <param name="Modified">When it was last written, as the file system has it.</param>
public readonly record struct FileStamp(long LengthBytes, DateTimeOffset Modified)
{
    /// <summary>
    /// How old a write must be at the moment a file is read for its stamp to be believed later. A file that is written twice within one tick of the file system's
    /// clock (2 s on FAT, 10 ms on others) has the same stamp both times; one that was read between the two would never be read again.
    /// </summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>Whether the stamp still stands for what was read at <paramref name="read"/>.</summary>
    /// <param name="read">When reading began.</param>
    /// <returns>False for a file that was written shortly before, or in the future.</returns>
    public bool IsSettled(DateTimeOffset read) => Modified < read - Settled;
}
