namespace Assay.Tests;

/// <summary>A folder that is gone when the test is over.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "assay-tests", Guid.NewGuid().ToString("N"));

    /// <summary>Writes a file, with its folders. A project file without models is one of <see cref="ModelFree"/>.</summary>
    public string Write(string relative, string content)
    {
        string path = System.IO.Path.Combine(Path, relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, System.IO.Path.GetFileName(path) == "assay.yaml" ? ModelFree.Settings(content) : content);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Another process may still be letting go of a file; the system clears its temporary folder.
        }
    }
}
