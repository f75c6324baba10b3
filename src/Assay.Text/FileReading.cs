namespace Assay.Text;

/// <summary>What users are told when a file that they named cannot be read.</summary>
public static class FileReading
{
    /// <summary>Reads, and turns what the system says into what a user can do.</summary>
    /// <typeparam name="T">What reading gives.</typeparam>
    /// <param name="path">The file, for messages.</param>
    /// <param name="read">Opens the file or reads from it.</param>
    /// <returns>What reading gave.</returns>
    /// <exception cref="InputException">There is no such file.</exception>
    /// <exception cref="AssayException">It cannot be read.</exception>
    public static T Try<T>(string path, Func<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && Directory.Exists(path))
        {
            throw new InputException(new Problem(path, null, "It is a folder. Name a file in it."));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(new Problem(path, null, "There is no such file. Check the path."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"{path}: The file cannot be read ({e.Message}). Check that it is a file and its permissions.", e);
        }
    }
}
