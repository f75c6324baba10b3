using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.QuestionMaking;

/// <summary>The file that made questions go to: never one that somebody has written, or reviewed.</summary>
/// <param name="Path">The file as the user would type it.</param>
public sealed record MadeFile(string Path)
{
    /// <summary>A file that may be written.</summary>
    /// <param name="project">Whose files are not touched.</param>
    /// <param name="given">As typed, relative to the working folder; null for the default.</param>
    /// <param name="name">The default, in the project's folder.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InputException">It is the user's own, or holds questions that were reviewed.</exception>
    public static MadeFile For(Project project, string? given, string name)
    {
        ArgumentNullException.ThrowIfNull(project);
        string path = given ?? System.IO.Path.Combine(project.Root, name), full = System.IO.Path.GetFullPath(path);
        if (!SyntheticFile.IsThere(project, path, full)) return new MadeFile(path);
        ImmutableArray<Question> old;
        try
        {
            old = QuestionReader.Read(path).Questions;
        }
        catch (InputException)
        {
            throw new InputException(new Problem(path, null, "There is a file of this name that holds something else than made questions. Name another one with --out."));
        }

        if (old.Any(q => !q.Tags.Contains(MadeKinds.Tag))) throw new InputException(new Problem(path, null, "There is a file of this name with questions that are not tagged as made, which are not written over. Name another one with --out."));
        int reviewed = old.Count(q => q.Reviewed != QuestionReview.None);
        if (reviewed > 0) throw new InputException(new Problem(path, null, FormattableString.Invariant($"{reviewed} questions of this file were reviewed, which would be lost. Name another one with --out, or remove it.")));
        return new MadeFile(path);
    }

    /// <summary>Writes it whole or not at all.</summary>
    /// <param name="questions">The questions.</param>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public void Write(ImmutableArray<Question> questions) => AtomicFile.Write(Path, writer =>
    {
        foreach (Question question in questions) writer.WriteLine(QuestionLine.Write(question));
    });
}
