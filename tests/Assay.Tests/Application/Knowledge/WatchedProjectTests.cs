using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Tests.Cli;

namespace Assay.Tests.Application.Knowledge;

public sealed class WatchedProjectTests
{
    [Fact]
    public void Changed_settings_are_taken_up_and_broken_ones_are_told_of()
    {
        using TestProject files = TestProject.Create(2);
        files.Write("more/page.md", "# More\n\nText.\n");
        using var watched = new WatchedProject(ProjectFile.Read(files.Root), TimeProvider.System);
        Assert.Equal(2, watched.Ingest(CancellationToken.None).Documents);

        files.Write("assay.yaml", "documents: [more/*.md, docs/*.md]\n");
        Assert.Equal(3, watched.Ingest(CancellationToken.None).Documents);

        files.Write("assay.yaml", "documents: [more/*.md\n");
        IngestReport broken = watched.Ingest(CancellationToken.None);
        Assert.Equal(3, broken.Documents);
        Assert.Contains("assay.yaml(", Assert.Single(broken.Warnings), StringComparison.Ordinal);
        Assert.Single(watched.Ingest(CancellationToken.None).Warnings);

        files.Write("assay.yaml", "documents: [more/*.md]\nretrieval: { chunkTokens: 64 }\n");
        IngestReport mended = watched.Ingest(CancellationToken.None);
        Assert.Equal((1, 1, 0), (mended.Documents, mended.Updated, mended.Warnings.Length));
    }

    [Fact]
    public void A_deleted_workspace_is_made_again()
    {
        using TestProject files = TestProject.Create(2);
        using var watched = new WatchedProject(ProjectFile.Read(files.Root), TimeProvider.System);
        watched.Ingest(CancellationToken.None);
        Directory.Delete(files.Workspace, recursive: true);
        Assert.Equal(2, watched.Ingest(CancellationToken.None).Added);
        Assert.True(File.Exists(Path.Combine(files.Workspace, "knowledge.db")));
    }
}
