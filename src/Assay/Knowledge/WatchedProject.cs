using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Knowledge;

/// <summary>A project under a watch: every look takes up what changed in <c>assay.yaml</c>, and makes the knowledge base again when it was deleted.</summary>
/// <remarks>While <c>assay.yaml</c> is wrong or gone, the project as it was read last goes on, and every report says why.</remarks>
/// <param name="project">The project as it was read when the watch began.</param>
/// <param name="timeProvider">The clock of the ingestion journal.</param>
public sealed class WatchedProject(Project project, TimeProvider timeProvider) : IDisposable
{
    private readonly string _file = Path.Combine(project.Root, ProjectFile.FileName);
    private Project _project = project;
    private byte[] _settings = Bytes(Path.Combine(project.Root, ProjectFile.FileName));
    private string? _problem;
    private KnowledgeBase? _knowledge;
    private string _knowledgeFile = "";

    /// <summary>Brings the knowledge base up to date with the files and settings as they are now.</summary>
    /// <param name="cancellationToken">Stops between documents.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="AssayException">The knowledge base cannot be opened or written.</exception>
    public IngestReport Ingest(CancellationToken cancellationToken)
    {
        Renew();
        if (_knowledge is null || !File.Exists(_knowledgeFile))
        {
            Close();
            Workspace workspace = Workspace.Open(_project.Root);
            _knowledgeFile = workspace.KnowledgeFile;
            _knowledge = KnowledgeBase.Open(_project, workspace, timeProvider);
        }

        IngestReport report = _knowledge.Ingest(null, cancellationToken);
        return _problem is null ? report : report with { Warnings = report.Warnings.Insert(0, _problem) };
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Renew()
    {
        byte[] now = Bytes(_file);
        if (now.AsSpan().SequenceEqual(_settings)) return;
        _settings = now;
        try
        {
            _project = ProjectFile.Read(_project.Root);
            _problem = null;
            Close();
        }
        catch (AssayException error)
        {
            _problem = $"The settings as they were before go on: {error.Message}";
        }
    }

    private void Close()
    {
        _knowledge?.Dispose();
        _knowledge = null;
    }

    // Gone or unreadable is a state like any other: reading the project says what is wrong.
    private static byte[] Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
