using Assay.Evaluation.Questions;
using Assay.Text;

namespace Assay.Initializing;

/// <summary>A project being written into a new or empty folder. What was written is removed again unless <see cref="Complete"/> was reached.</summary>
internal sealed class NewProject : IDisposable
{
    private const string QuestionsFile = "questions.jsonl";

    private readonly string root;
    private readonly bool created;
    private bool complete;

    private NewProject(string root, bool created) => (this.root, this.created) = (root, created);

    /// <summary>Takes a folder for a new project.</summary>
    /// <param name="directory">A folder that is empty or not there yet.</param>
    /// <returns>To be disposed.</returns>
    /// <exception cref="InputException">The folder has something in it, or is a file.</exception>
    public static NewProject Create(string directory)
    {
        if (File.Exists(directory)) throw new InputException(new Problem(directory, null, "expected a folder for the new project; this is a file."));
        bool there = Directory.Exists(directory);
        if (there && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new InputException(new Problem(directory, null, "expected a new or empty folder for the new project; this one has files in it. Name another folder."));
        }

        Directory.CreateDirectory(directory);
        return new NewProject(Path.GetFullPath(directory), !there);
    }

    /// <summary>Writes a text file as UTF-8.</summary>
    /// <param name="relative">Path under the project with forward slashes.</param>
    /// <param name="text">Its text.</param>
    public void Write(string relative, string text) => File.WriteAllText(Place(relative), text);

    /// <summary>Copies a file byte for byte.</summary>
    /// <param name="relative">Path under the project with forward slashes.</param>
    /// <param name="source">The file to copy.</param>
    public void Copy(string relative, string source)
    {
        using FileStream from = File.OpenRead(source);
        using FileStream to = File.Create(Place(relative));
        from.CopyTo(to);
    }

    /// <summary>Writes the questions.</summary>
    /// <param name="questions">In the order of the file.</param>
    public void Write(IEnumerable<Question> questions)
    {
        using var writer = new StreamWriter(Place(QuestionsFile)) { NewLine = "\n" };
        foreach (Question question in questions) writer.WriteLine(QuestionLine.Write(question));
    }

    /// <summary>Writes the project file, the last one: a folder with it is a whole project.</summary>
    /// <param name="name">Name of the project.</param>
    /// <param name="documents">Patterns of the documents.</param>
    public void Complete(string name, IEnumerable<string> documents)
    {
        Write(ProjectText.FileName, ProjectText.Render(name, documents, questions: true));
        complete = true;
    }

    /// <summary>Removes what was written if the project did not get complete.</summary>
    public void Dispose()
    {
        if (complete) return;
        foreach (string folder in Directory.EnumerateDirectories(root)) Directory.Delete(folder, recursive: true);
        foreach (string file in Directory.EnumerateFiles(root)) File.Delete(file);
        if (created) Directory.Delete(root);
    }

    private string Place(string relative)
    {
        string path = Path.GetFullPath(Path.Combine(root, relative));
        string inside = Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;
        if (!path.StartsWith(inside, StringComparison.Ordinal)) throw new ArgumentException($"{relative} is not inside the project.", nameof(relative));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
