using Assay.Knowledge;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Tests.Cli;

namespace Assay.Tests.Application.Knowledge;

public sealed class WatchedProjectTests
{
    [Fact]
    public async Task Changed_settings_are_taken_up_and_broken_ones_are_told_of()
    {
        using TestProject files = TestProject.Create(2);
        files.Write("more/page.md", "# More\n\nText.\n");
        using var watched = new WatchedProject(ProjectFile.Read(files.Root), new ProviderOptions(), 0, TimeProvider.System);
        Assert.Equal(2, (await watched.IngestAsync(CancellationToken.None)).Documents);

        files.Write("assay.yaml", "documents: [more/*.md, docs/*.md]\n");
        Assert.Equal(3, (await watched.IngestAsync(CancellationToken.None)).Documents);

        files.Write("assay.yaml", "documents: [more/*.md\n");
        IngestReport broken = await watched.IngestAsync(CancellationToken.None);
        Assert.Equal(3, broken.Documents);
        Assert.Contains("assay.yaml(", Assert.Single(broken.Warnings), StringComparison.Ordinal);
        Assert.Single((await watched.IngestAsync(CancellationToken.None)).Warnings);

        files.Write("assay.yaml", "documents: [more/*.md]\nretrieval: { chunkTokens: 64 }\n");
        IngestReport mended = await watched.IngestAsync(CancellationToken.None);
        Assert.Equal((1, 1, 0), (mended.Documents, mended.Updated, mended.Warnings.Length));
    }

    [Fact]
    public async Task A_deleted_workspace_is_made_again()
    {
        using TestProject files = TestProject.Create(2);
        using var watched = new WatchedProject(ProjectFile.Read(files.Root), new ProviderOptions(), 0, TimeProvider.System);
        await watched.IngestAsync(CancellationToken.None);
        Directory.Delete(files.Workspace, recursive: true);
        Assert.Equal(2, (await watched.IngestAsync(CancellationToken.None)).Added);
        Assert.True(File.Exists(Path.Combine(files.Workspace, "knowledge.db")));
    }
}
