using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;
using Assay.Projects;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.QuestionMaking;

/// <summary>Puts made questions into the project's own, whole or not at all.</summary>
public static class QuestionAdding
{
    /// <summary>Adds what was accepted behind the questions that are there, which stay byte for byte.</summary>
    /// <param name="project">Whose questions.</param>
    /// <param name="file">What was made.</param>
    /// <param name="all">Whether questions that nobody has looked at are added too.</param>
    /// <returns>What was added and what was not.</returns>
    /// <exception cref="InputException">A file cannot be used.</exception>
    /// <exception cref="AssayException">The questions cannot be written, or somebody else changed them meanwhile; they are as they were.</exception>
    public static QuestionMerge Add(Project project, string file, bool all)
    {
        ArgumentNullException.ThrowIfNull(project);
        if (Path.GetFullPath(file) == project.Questions) throw new InputException(new Problem(file, null, "These are the project's questions already. Name a file of questions that were made."));
        ImmutableArray<Question> made = QuestionReader.Read(file).Questions;
        string path = project.Questions;
        bool isThere = File.Exists(path);
        string before = isThere ? FileReading.Try(path, () => File.ReadAllText(path)).TrimStart('\uFEFF') : "";
        QuestionMerge merge = QuestionMerge.Of(isThere && !string.IsNullOrWhiteSpace(before) ? QuestionReader.Read(path).Questions : [], made, all);
        if (merge.Added.IsEmpty) return merge;
        string after = string.Concat([before, .. before.Length == 0 || before.EndsWith('\n') ? (string[])[] : ["\n"], .. merge.Added.Select(q => QuestionLine.Write(q) + "\n")]);
        if (isThere) new WatchedFile(path, before).Write(after);
        else AtomicFile.Write(path, after);
        return merge;
    }
}
