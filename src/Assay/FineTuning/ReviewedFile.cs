using Assay.Text;
using Assay.Tuning.Synthesis;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>A file of synthetic examples under review, written as a whole after each word that is said of one.</summary>
public sealed class ReviewedFile
{
    private string _written;

    private ReviewedFile(ReviewFile rows) => (Rows, _written) = (rows, rows.ToText());

    /// <summary>What is in it.</summary>
    public ReviewFile Rows { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file.</returns>
    /// <exception cref="AssayException">It cannot be read or used.</exception>
    public static ReviewedFile Open(string path) => new(ReviewFile.Read(path));

    /// <summary>Accepts or rejects an example.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="accepted">Whether it is right.</param>
    /// <exception cref="AssayException">The file cannot be written, or somebody else changed it.</exception>
    public void Judge(int line, bool accepted)
    {
        Rows.Judge(line, accepted);
        Save();
    }

    /// <summary>Accepts an example with another answer.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="answer">The answer.</param>
    /// <exception cref="AssayException">The file cannot be written, or somebody else changed it.</exception>
    public void Edit(int line, string answer)
    {
        Rows.Edit(line, answer);
        Save();
    }

    private void Save()
    {
        string now = FileReading.Try(Rows.Path, () => File.ReadAllText(Rows.Path)).TrimStart('\uFEFF');
        if (now != _written) throw new AssayException($"'{Rows.Path}' was changed by somebody else meanwhile: nothing was written over it. What you said before is in it; review it again.");
        _written = Rows.ToText();
        AtomicFile.Write(Rows.Path, _written);
    }
}
