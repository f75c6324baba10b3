using Assay.Text;

namespace Assay.Workspaces;

/// <summary>A user's file that is written as a whole again and again, unless somebody else changes it meanwhile.</summary>
/// <param name="path">The file.</param>
/// <param name="written">What is in it now, without a byte order mark.</param>
internal sealed class WatchedFile(string path, string written)
{
    private string _written = written;

    /// <summary>Writes it.</summary>
    /// <param name="text">All of it.</param>
    /// <exception cref="AssayException">It cannot be written, or somebody else changed it.</exception>
    public void Write(string text)
    {
        string now = FileReading.Try(path, () => File.ReadAllText(path)).TrimStart('\uFEFF');
        if (now != _written) throw new AssayException($"'{path}' was changed by somebody else meanwhile: nothing was written over it. What you said before is in it; review it again.");
        _written = text;
        AtomicFile.Write(path, _written);
    }
}
