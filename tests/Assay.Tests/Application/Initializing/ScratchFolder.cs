namespace Assay.Tests.Application.Initializing;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("assay-test-").FullName;

    public string At(string relative) => Path.Combine(Root, relative);

    public string Write(string relative, string text)
    {
        string path = At(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Read(string relative) => File.ReadAllText(At(relative));

    /// <summary>Every file below, with forward slashes, in ordinal order.</summary>
    public string[] Files(string relative = "") =>
        [.. Directory.EnumerateFiles(At(relative), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(At(relative), f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
