using Assay.Text;
using Assay.Tuning.Synthesis;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>A file of synthetic examples under review, written as a whole after each word that is said of one.</summary>
public sealed class ReviewedFile
{
    private readonly WatchedFile _file;

    private ReviewedFile(ReviewFile rows) => (Rows, _file) = (rows, new WatchedFile(rows.Path, rows.ToText()));

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
        _file.Write(Rows.ToText());
    }

    /// <summary>Accepts an example with another answer.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="answer">The answer.</param>
    /// <exception cref="AssayException">The file cannot be written, or somebody else changed it.</exception>
    public void Edit(int line, string answer)
    {
        Rows.Edit(line, answer);
        _file.Write(Rows.ToText());
    }
}
