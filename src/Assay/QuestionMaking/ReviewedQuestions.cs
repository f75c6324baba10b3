using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.QuestionMaking;

/// <summary>A file of made questions under review, written as a whole after each word that is said of one.</summary>
public sealed class ReviewedQuestions
{
    private readonly WatchedFile _file;

    private ReviewedQuestions(QuestionReviewFile rows) => (Rows, _file) = (rows, new WatchedFile(rows.Path, rows.ToText()));

    /// <summary>What is in it.</summary>
    public QuestionReviewFile Rows { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file.</returns>
    /// <exception cref="AssayException">It cannot be read or used.</exception>
    public static ReviewedQuestions Open(string path) => new(QuestionReviewFile.Read(path));

    /// <summary>Accepts or rejects a question.</summary>
    /// <param name="at">Its place, from 0.</param>
    /// <param name="accepted">Whether it is right.</param>
    /// <exception cref="AssayException">The file cannot be written, or somebody else changed it.</exception>
    public void Judge(int at, bool accepted)
    {
        Rows.Judge(at, accepted);
        _file.Write(Rows.ToText());
    }

    /// <summary>Accepts a question in another form.</summary>
    /// <param name="at">Its place, from 0.</param>
    /// <param name="text">What is asked.</param>
    /// <param name="answers">The accepted answers.</param>
    /// <exception cref="AssayException">The file cannot be written, or somebody else changed it.</exception>
    public void Edit(int at, string text, ImmutableArray<string> answers)
    {
        Rows.Edit(at, text, answers);
        _file.Write(Rows.ToText());
    }
}
