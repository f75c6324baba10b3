using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;

namespace Assay.Tests.Retrieval.Permissions;

public sealed class AccessFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_nearest_file_speaks_for_a_document()
    {
        Write("docs/open.md");
        Write("docs/hr/pay.md");
        Write("docs/hr/deep/er/bonus.md");
        Write("docs/hr/menu.md");
        Write("docs/hr/.access.yaml", "access: [group:hr]");
        Write("docs/hr/menu.md.access.yml", "allow: everyone");
        ScanResult scan = Scan();
        Assert.Equal([("docs/hr/deep/er/bonus.md", "group:hr"), ("docs/hr/menu.md", "everyone"), ("docs/hr/pay.md", "group:hr"), ("docs/open.md", null)],
            scan.Files.Select(f => (f.Id, f.Access?.List.Canonical)));
        Assert.Equal((false, true), (scan.Files[2].Access!.OfDocument, scan.Files[1].Access!.OfDocument));
        Assert.True(scan.HasAccessFiles);
        Assert.Empty(scan.Warnings);
    }

    [Theory]
    [InlineData("access: hr", "docs/hr/.access.yaml(1): 'hr' is no principal")]
    [InlineData("# who\nacces: [group:hr]", "docs/hr/.access.yaml(2): 'acces' is no setting")]
    [InlineData("", "docs/hr/.access.yaml(1): the file says nothing")]
    [InlineData("access: [group:hr]\nowner: ann", "docs/hr/.access.yaml(2): 'owner' is no setting")]
    [InlineData("[group:hr]", "docs/hr/.access.yaml(1): expected 'key: value'")]
    public void A_file_that_is_not_understood_closes_what_it_speaks_of(string text, string expected)
    {
        Write("docs/hr/pay.md");
        Write("docs/hr/.access.yaml", text);
        SourceFile file = Assert.Single(Scan().Files);
        Assert.Equal("nobody", file.Access!.List.Canonical);
        Assert.StartsWith(expected, file.Access.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("access.yaml", ".access.yaml")]
    [InlineData("a.md.acces.yaml", "a.md.access.yaml")]
    [InlineData("a.md.access.json", "a.md.access.yaml")]
    [InlineData(".access.yaml.bak", ".access.yaml")]
    public void A_file_with_nearly_the_name_is_a_warning_with_the_right_one(string name, string meant)
    {
        Write("docs/a.md");
        Write("docs/" + name, "access: [group:hr]");
        string warning = Assert.Single(Scan().Warnings);
        Assert.Contains($"'docs/{name}'", warning, StringComparison.Ordinal);
        Assert.Contains($"Name it '{meant}'", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows()) return;
        Write("docs/b.md");
        foreach (string pipe in (string[])["docs/a.md", "docs/.access.yaml"])
        {
            using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(folder.Path, pipe)]);
            made.WaitForExit();
        }

        Assert.Equal(["docs/a.md", "docs/b.md"], Scan().Files.Select(f => f.Id));
        SourceFile file = Scan().Files[0];
        using Stream empty = file.Open();
        Assert.Equal(-1, empty.ReadByte());
        Assert.Contains("says nothing about access", file.Access!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_for_one_subject_a_link_and_a_folder_are_not_understood()
    {
        Write("docs/a.md");
        Write("docs/a.md.access.yaml", "access: everyone");
        Write("docs/A.MD.access.yml", "access: everyone");
        Write("docs/b.md");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "docs/b.md.access.yaml"), "nothing");
        Write("docs/c.md");
        Directory.CreateDirectory(Path.Combine(folder.Path, "docs/c.md.access.yaml"));
        Assert.All(Scan().Files, f => Assert.NotNull(f.Access!.Problem));
    }

    [Fact]
    public void A_file_that_speaks_of_no_document_is_a_warning_and_counts()
    {
        Write("docs/a.md");
        Write("docs/renamed.md.access.yaml", "access: [group:hr]");
        ScanResult scan = Scan();
        Assert.True(scan.HasAccessFiles);
        Assert.Contains("'docs/renamed.md.access.yaml' speaks of no document", Assert.Single(scan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Access_files_are_never_documents()
    {
        Write("docs/a.md");
        Write("docs/a.md.access.yaml", "access: everyone");
        Assert.Equal(["docs/a.md"], FileScanner.Scan(folder.Path, ["docs/**"]).Files.Select(f => f.Id));
    }

    [Fact]
    public void A_link_does_not_open_what_its_folder_closes()
    {
        Write("internal/pay.md");
        Write("internal/.access.yaml", "access: [group:hr]");
        Write("docs/.access.yaml", "access: everyone");
        Write("docs/page.md");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "docs/more"), "../internal");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "docs/one.md"), "../internal/pay.md");
        Assert.Equal(["everyone", "group:hr"], Scan().Files.Select(f => f.Access!.List.Canonical).Order(StringComparer.Ordinal));
    }

    private ScanResult Scan() => FileScanner.Scan(folder.Path, ["docs/**/*.md"]);

    private void Write(string name, string text = "# Page\n")
    {
        string path = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
