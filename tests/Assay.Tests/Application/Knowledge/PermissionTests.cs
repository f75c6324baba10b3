using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Permissions;
using Assay.Workspaces;

namespace Assay.Tests.Application.Knowledge;

/// <summary>Permissions from files to answers: every way into a knowledge base shows a reader what they may read and nothing else.</summary>
public sealed class PermissionTests : IDisposable
{
    private static readonly Principal Ann = new("ann", "hr");

    private readonly TemporaryFolder folder = new();

    public PermissionTests()
    {
        Write("assay.yaml", "name: test\ndocuments: [docs/**/*.md]\n");
        Write("docs/open.md", "---\naccess: everyone\n---\n# Holidays\n\nEverybody has thirty days of leave, bonus excluded.\n");
        Write("docs/pay.md", "---\naccess: [group:hr]\n---\n# Pay\n\nThe bonus of managers is 12 percent.\n");
        Write("docs/silent.md", "# Silent\n\nThis page says nothing about its readers, and bonus is a word.\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_way_in_shows_what_may_be_read()
    {
        using KnowledgeBase knowledge = Open();
        Assert.Empty(knowledge.Ingest(null, default).Failures);
        foreach ((Principal? principal, string[] expected) in new (Principal?, string[])[]
                 { (null, ["docs/open.md"]), (new Principal("bob"), ["docs/open.md"]), (Ann, ["docs/open.md", "docs/pay.md"]), (new Principal("hr"), ["docs/open.md"]) })
        {
            Assert.Equal(expected, knowledge.Search("bonus", 10, principal).Select(p => p.Chunk.DocumentId).Order());
            Assert.Equal(expected, knowledge.RankDocuments("bonus", 10, principal).Select(d => d.DocumentId).Order());
            Assert.Equal(expected, knowledge.Context("bonus", principal).Select(p => p.DocumentId).Order());
            Assert.Equal(expected, knowledge.GoldContext("bonus", ["docs/pay.md", "docs/open.md", "docs/silent.md"], principal).Select(p => p.DocumentId).Order());
            Assert.Equal(expected, knowledge.WholeDocuments("bonus", 10_000, principal).Passages.Select(p => p.DocumentId).Order());
            Assert.Equal(1, knowledge.WholeDocuments("bonus", 10_000, principal).Shares[^1]);
            Assert.Equal(expected.Length, knowledge.CountWords(principal).Count);
        }
    }

    [Fact]
    public void A_change_of_front_matter_or_access_file_counts_for_the_next_search()
    {
        using KnowledgeBase knowledge = Open(), other = Open();
        knowledge.Ingest(null, default);
        Write("docs/pay.md.access.yaml", "access: [group:board]");
        IngestReport report = knowledge.Ingest(null, default);
        Assert.Contains("the document says 'group:hr' and its access file 'group:board'", Assert.Single(report.Failures).Reason, StringComparison.Ordinal);
        Assert.Equal(["docs/open.md"], Found(other, Ann));

        Write("docs/pay.md", "# Pay\n\nThe bonus of managers is 12 percent.\n");
        knowledge.Ingest(null, default);
        Assert.Equal(["docs/open.md"], Found(other, Ann));
        Assert.Equal(["docs/open.md", "docs/pay.md"], Found(other, new Principal(null, "board")));

        Write("docs/pay.md.access.yaml", "access: [user:ann]");
        Assert.Equal(1, knowledge.Ingest(null, default).Updated);
        Assert.Equal(["docs/open.md", "docs/pay.md"], Found(other, Ann));
        Assert.Equal(["docs/open.md"], Found(other, new Principal(null, "board")));

        Write("docs/.access.yaml", "access: [group:staff]");
        Assert.Equal(["docs/open.md", "docs/silent.md"], Found(knowledge, new Principal(null, "staff"), ingest: true));
    }

    [Fact]
    public void Statements_that_are_not_understood_close_their_document_and_the_silent_ones()
    {
        Write("docs/open.md", "---\naccess: all\n---\n# Holidays\n\nThe bonus.\n");
        File.Delete(Path.Combine(folder.Path, "docs/pay.md"));
        using KnowledgeBase knowledge = Open();
        IngestReport report = knowledge.Ingest(null, default);
        Assert.StartsWith("docs/open.md(2): 'all' is no principal", Assert.Single(report.Failures).Reason, StringComparison.Ordinal);
        Assert.Empty(Found(knowledge, Ann));
        Assert.Empty(Found(knowledge, null));
    }

    [Fact]
    public void Nothing_is_closed_while_nothing_is_said()
    {
        File.Delete(Path.Combine(folder.Path, "docs/open.md"));
        File.Delete(Path.Combine(folder.Path, "docs/pay.md"));
        using KnowledgeBase knowledge = Open();
        knowledge.Ingest(null, default);
        Assert.Equal(["docs/silent.md"], Found(knowledge, null));
        Write("docs/x.md.access.yaml", "access: everyone");
        Assert.Empty(Found(knowledge, null, ingest: true));
        File.Delete(Path.Combine(folder.Path, "docs/x.md.access.yaml"));
        Assert.Empty(Found(knowledge, null, ingest: true));
    }

    private static IEnumerable<string> Found(KnowledgeBase knowledge, Principal? principal, bool ingest = false)
    {
        if (ingest) knowledge.Ingest(null, default);
        return knowledge.Search("bonus", 10, principal).Select(p => p.Chunk.DocumentId).Order();
    }

    private KnowledgeBase Open() => KnowledgeBase.Open(ProjectFile.Read(folder.Path), Workspace.Open(folder.Path), TimeProvider.System);

    private void Write(string name, string text)
    {
        string path = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
