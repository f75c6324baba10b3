namespace Assay.Models.Hub;

/// <summary>How much room a disk has.</summary>
public static class DiskSpace
{
    /// <summary>Free bytes where a folder is or will be.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Null where nobody can tell.</returns>
    public static long? Free(string folder)
    {
        string? there = Path.GetFullPath(folder);
        while (there is not null && !Directory.Exists(there)) there = Path.GetDirectoryName(there);
        try
        {
            return there is null ? null : new DriveInfo(there).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // A network share without a drive letter, or one that does not answer: the write itself will tell.
            return null;
        }
    }
}
