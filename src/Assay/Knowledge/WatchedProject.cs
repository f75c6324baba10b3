using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Knowledge;

/// <summary>A project under a watch: every look takes up what changed in <c>assay.yaml</c>, and makes the knowledge base again when it was deleted.</summary>
/// <remarks>While <c>assay.yaml</c> is wrong or gone, the project as it was read last goes on, and every report says why.</remarks>
/// <param name="project">The project as it was read when the watch began.</param>
/// <param name="providers">How an embedding model is reached.</param>
/// <param name="maxCostUsd">Most US dollars that the vectors of one look may cost.</param>
/// <param name="timeProvider">The clock of the ingestion journal.</param>
public sealed class WatchedProject(Project project, ProviderOptions providers, decimal maxCostUsd, TimeProvider timeProvider) : IDisposable
{
    private readonly string _file = Path.Combine(project.Root, ProjectFile.FileName);
    private Project _project = project;
    private byte[] _settings = Bytes(Path.Combine(project.Root, ProjectFile.FileName));
    private string? _problem;
    private KnowledgeBase? _knowledge;
    private KnowledgeEmbedder? _embedder;
    private string _knowledgeFile = "";

    /// <summary>Brings the knowledge base up to date with the files and settings as they are now: documents, then the vectors of what is new.</summary>
    /// <param name="cancellationToken">Stops between documents.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="AssayException">The knowledge base cannot be opened or written, or the embedding model failed.</exception>
    public async Task<IngestReport> IngestAsync(CancellationToken cancellationToken)
    {
        Renew();
        KnowledgeBase knowledge = Open();
        IngestReport report = knowledge.Ingest(null, cancellationToken);
        if (_embedder is not null) await _embedder.EmbedAsync(maxCostUsd, null, cancellationToken).ConfigureAwait(false);
        return _problem is null ? report : report with { Warnings = report.Warnings.Insert(0, _problem) };
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private KnowledgeBase Open()
    {
        if (_knowledge is not null && File.Exists(_knowledgeFile)) return _knowledge;
        Close();
        Workspace workspace = Workspace.Open(_project.Root);
        var opened = KnowledgeBase.Open(_project, workspace, timeProvider);
        try
        {
            _embedder = opened.OpenEmbedder(_project, workspace, providers, timeProvider);
        }
        catch
        {
            opened.Dispose();
            throw;
        }

        _knowledgeFile = workspace.KnowledgeFile;
        return _knowledge = opened;
    }

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
        (_knowledge, _embedder) = (null, null);
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
