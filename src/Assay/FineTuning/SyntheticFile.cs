using System.Collections.Immutable;
using Assay.Projects;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Synthesis;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>The file that synthetic examples go to: never one that somebody has written, or reviewed.</summary>
/// <param name="Path">The file as the user would type it.</param>
public sealed record SyntheticFile(string Path)
{
    /// <summary>A file that may be written.</summary>
    /// <param name="project">Whose files are not touched.</param>
    /// <param name="given">As typed, relative to the working folder; null for the default.</param>
    /// <param name="name">The default, in the project's folder.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InputException">It is the user's own, or holds rows that were reviewed.</exception>
    public static SyntheticFile For(Project project, string? given, string name)
    {
        ArgumentNullException.ThrowIfNull(project);
        string path = given ?? System.IO.Path.Combine(project.Root, name), full = System.IO.Path.GetFullPath(path);
        if (!IsThere(project, path, full)) return new SyntheticFile(path);
        string text = FileReading.Try(path, () => File.ReadAllText(full));
        ReviewFile old;
        try
        {
            old = ReviewFile.Read(path);
        }
        catch (InputException)
        {
            throw new InputException(new Problem(path, null, "There is a file of this name that holds something else than synthetic examples. Name another one with --out."));
        }

        int rows = text.Split('\n').Count(l => !string.IsNullOrWhiteSpace(l)), reviewed = old.Items.Count(i => i.Reviewed != ExampleReview.None);
        if (rows > old.Items.Count()) throw new InputException(new Problem(path, null, "There is a file of this name with rows that are not marked as synthetic, which are not written over. Name another one with --out."));
        if (reviewed > 0) throw new InputException(new Problem(path, null, FormattableString.Invariant($"{reviewed} examples of this file were reviewed, which would be lost. Name another one with --out, or remove it.")));
        return new SyntheticFile(path);
    }

    /// <summary>Whether there is a file already, which is none of the project's own.</summary>
    /// <exception cref="InputException">It is, or a folder.</exception>
    internal static bool IsThere(Project project, string path, string full)
    {
        if (Directory.Exists(full)) throw new InputException(new Problem(path, null, "This is a folder; the name of a file is expected."));
        string[] own = [project.Questions, project.Examples ?? "", project.Contract ?? "", System.IO.Path.Combine(project.Root, ProjectFile.FileName)];
        if (own.Contains(full, StringComparer.Ordinal)) throw new InputException(new Problem(path, null, "This is a file of the project, which is never written over. Name another one with --out."));
        return File.Exists(full);
    }

    /// <summary>Writes it whole or not at all.</summary>
    /// <param name="examples">The examples.</param>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public void Write(ImmutableArray<SyntheticExample> examples) => AtomicFile.Write(Path, writer =>
    {
        foreach (SyntheticExample example in examples) writer.WriteLine(example.ToLine());
    });

    /// <summary>The project's own examples, to keep apart from and to ask alike.</summary>
    /// <param name="project">Names the file.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>None where the project has none.</returns>
    public static ImmutableArray<ChatExample> Existing(Project project, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        return project.Examples is { } file ? Read(project, file, cancellationToken).Conversations : [];
    }

    /// <summary>Reads a file of examples as the project wants it.</summary>
    /// <param name="project">What is done about personal data.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>Its rows.</returns>
    /// <exception cref="InputException">Rows are wrong and not to be skipped.</exception>
    public static ExampleSet Read(Project project, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ExampleSet set = ExampleReader.Read(file, new ExampleReadOptions { Sensitive = project.Tuning.Sensitive }, cancellationToken);
        if (!project.Tuning.SkipBadRows) set.ThrowIfAny();
        return set;
    }
}
