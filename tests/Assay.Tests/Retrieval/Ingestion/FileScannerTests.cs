using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Text;

namespace Assay.Tests.Retrieval.Ingestion;

public sealed class FileScannerTests : IDisposable
{
    private readonly string outer = Directory.CreateTempSubdirectory("assay-scan-").FullName;
    private readonly string root;

    public FileScannerTests() => root = Directory.CreateDirectory(Path.Combine(outer, "project")).FullName;

    public void Dispose() => Directory.Delete(outer, recursive: true);

    [Fact]
    public void Scan_finds_files_in_any_depth_in_ordinal_order()
    {
        Write("docs/b.md", "docs/a/x.md", "docs/a/deep/y.md", "docs/a.txt", "B.txt", "a.txt", "sub/c.txt", "docs/a-b.md");
        ScanResult scan = Scan("docs/**/*.md", "*.txt");
        Assert.Equal(["B.txt", "a.txt", "docs/a-b.md", "docs/a/deep/y.md", "docs/a/x.md", "docs/b.md"], Ids(scan));
        Assert.Empty(scan.Warnings);
        Assert.Empty(scan.Skipped);
    }

    [Fact]
    public void Scan_gives_format_length_and_bytes()
    {
        File.WriteAllText(Path.Combine(root, "Page.HTML"), "content");
        SourceFile file = Scan("*").Files.Single();
        Assert.Equal(("Page.HTML", ".html", 7L), (file.Id, file.Format, file.LengthBytes));
        using var reader = new StreamReader(file.Open());
        Assert.Equal("content", reader.ReadToEnd());
    }

    [Fact]
    public void Scan_leaves_out_exclusions_and_hidden_names()
    {
        Write("docs/a.md", "docs/draft-b.md", "docs/old/c.md", "docs/.secret.md", ".git/d.md", "docs/.assay/e.md", "node_modules/f.md");
        Assert.Equal(["docs/a.md"], Ids(Scan("**/*.md", "!**/draft-*.md", "!docs/old", "!node_modules/**")));
        Assert.Equal(["docs/a.md", "docs/draft-b.md", "docs/old/c.md"], Ids(Scan("./docs/")));
    }

    [Fact]
    public void Scan_counts_what_stands_among_documents_and_matches_no_pattern()
    {
        Write("docs/a.md", "docs/b.xlsm", "docs/deep/c.xlsm", "docs/d.FOO", "docs/e", "docs/.hidden.foo", "docs/out.txt", "docs/a.md.access.yaml", "assay.yaml", "other/x.pdf");
        ScanResult scan = Scan("docs/**/*.md", "*.csv", "!docs/out.txt");
        Assert.Equal([new UnmatchedFiles(".xlsm", 2), new UnmatchedFiles("", 1), new UnmatchedFiles(".FOO", 1)], scan.Unmatched.AsEnumerable());
        Assert.Equal("4 files match no pattern in documents: 2 .xlsm, 1 without an ending, 1 .FOO", UnmatchedFiles.Describe(scan.Unmatched));
        Assert.Empty(Scan("**/*.md").Unmatched);
        Assert.Null(UnmatchedFiles.Describe([]));
    }

    [Fact]
    public void Describe_names_the_most_frequent_endings() => Assert.Equal(
        "1,008 files match no pattern in documents: 1,001 .a, 1 .b, 1 .c, 1 .d, 1 .e, 1 .f, 2 of other endings",
        UnmatchedFiles.Describe([new(".a", 1001), new(".b", 1), new(".c", 1), new(".d", 1), new(".e", 1), new(".f", 1), new(".g", 1), new(".h", 1)]));

    [Fact]
    public void Scan_takes_endings_in_capitals_for_the_same_and_no_other_names()
    {
        Write("docs/A.PDF", "docs/b.Pdf", "docs/c.pdf.bak", "Docs/d.pdf", "docs/old/E.MD", "docs/README");
        Assert.Equal(["docs/A.PDF", "docs/b.Pdf"], Ids(Scan("docs/**/*.{pdf,md}", "!docs/old/*.md")));
        Assert.Empty(Ids(Scan("docs/readme", "docs/a.pdf")));
    }

    [Fact]
    public void Scan_takes_one_of_several_texts_in_braces()
    {
        Write("docs/a.md", "docs/b.txt", "docs/c.html", "faq/d.md");
        Assert.Equal(["docs/a.md", "docs/b.txt", "faq/d.md"], Ids(Scan("{docs,faq}/**/*.{md,txt}")));
        Assert.Equal(4, Assert.Throws<InputException>(() => Scan("*.{md", "*.md}", "*.{a,{b}}", "{}{}{a,b}}")).Problems.Count);
    }

    [Fact]
    public void Scan_warns_about_a_pattern_without_files()
    {
        Write("docs/a.md");
        ScanResult scan = Scan("docs/*.md", "docs", "faq/*.html");
        Assert.Equal(2, scan.Warnings.Length);
        Assert.Contains("write 'docs/**'", scan.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("'faq/*.html' matches no file", scan.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_refuses_bad_patterns_all_at_once()
    {
        string[] patterns = ["../x.md", "docs/../../x", "/etc/passwd", "C:/x", "a\\b", "", "a//b", "ok.md"];
        Assert.Equal(7, Assert.Throws<InputException>(() => Scan(patterns)).Problems.Count);
        Assert.Throws<InputException>(() => Scan());
        Assert.Throws<InputException>(() => Scan("!a.md"));
        Assert.Contains("does not exist", Assert.Throws<InputException>(() => FileScanner.Scan(Path.Combine(outer, "none"), ["*"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_skips_links_that_leave_the_root()
    {
        Directory.CreateDirectory(Path.Combine(outer, "secret"));
        File.WriteAllText(Path.Combine(outer, "secret", "s.md"), "s");
        Write("a.md");
        Link("out", "../secret");
        Link("s.md", Path.Combine(outer, "secret", "s.md"));
        Link("nothing.md", "missing.md");
        ScanResult scan = Scan("**/*.md");
        Assert.Equal(["a.md"], Ids(scan));
        Assert.Equal(["nothing.md", "out", "s.md"], scan.Skipped.Select(s => s.Path));
        Assert.Contains("leaves the project", scan.Skipped[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_sees_through_a_link_inside_that_goes_out_by_a_second_link()
    {
        Directory.CreateDirectory(Path.Combine(outer, "project-2"));
        File.WriteAllText(Path.Combine(outer, "project-2", "s.md"), "s");
        Link("one", "../project-2");
        Link("two.md", "one/s.md");
        Link("back", "one/../project");
        ScanResult scan = Scan("*.md", "back/*");
        Assert.Empty(scan.Files);
        Assert.Equal(["back", "two.md"], scan.Skipped.Select(s => s.Path));
    }

    [Fact]
    public void Scan_reads_links_inside_the_root_once()
    {
        Write("archive/v2/x.md", "docs/y.md", "shared/z.md");
        Link("docs/latest", "../archive/v2");
        Link("docs/z.md", "../shared/z.md");
        Assert.Equal(["docs/latest/x.md", "docs/y.md", "docs/z.md"], Ids(Scan("docs/**/*.md")));

        ScanResult all = Scan("**/*.md");
        Assert.Equal(["archive/v2/x.md", "docs/y.md", "shared/z.md"], Ids(all));
        Assert.Equal(["docs/latest", "docs/z.md"], all.Skipped.Select(s => s.Path));
        Assert.Contains("'archive/v2'", all.Skipped[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_ends_when_links_run_in_circles()
    {
        Write("a/x.md", "b/y.md");
        Link("a/to-b", "../b");
        Link("b/to-a", "../a");
        Link("a/up", "..");
        Link("self", "self");
        ScanResult scan = Scan("**/*.md", "self");
        Assert.Equal(["a/x.md", "b/y.md"], Ids(scan));
        Assert.Equal(["a/to-b", "a/up", "b/to-a", "self"], scan.Skipped.Select(s => s.Path));
    }

    [Fact]
    public void Scan_works_when_the_root_is_a_link()
    {
        Write("a.md");
        string link = Path.Combine(outer, "link");
        Directory.CreateSymbolicLink(link, root);
        Assert.Equal(["a.md"], Ids(FileScanner.Scan(link, ["*.md"])));
    }

    [Theory]
    [InlineData("**", "a", true)]
    [InlineData("**", "a/b/c", true)]
    [InlineData("**/*.md", "x.md", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/x/y/b/c", false)]
    [InlineData("a/**", "a/x", true)]
    [InlineData("a/**/**/x", "a/x", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("a*b*c", "aXXbYYc", true)]
    [InlineData("a*b*c", "aXXcYYb", false)]
    [InlineData("a?.md", "ab.md", true)]
    [InlineData("a?.md", "a.md", false)]
    [InlineData("[x].md", "[x].md", true)]
    [InlineData("A.md", "a.md", false)]
    [InlineData("a*", "a", true)]
    public void Matches_follows_the_pattern(string pattern, string path, bool expected) =>
        Assert.Equal(expected, GlobPattern.Parse(pattern).Pattern!.Matches(path));

    [Fact]
    public void Matches_of_many_stars_is_quick()
    {
        GlobPattern pattern = GlobPattern.Parse(string.Concat(Enumerable.Repeat("**/a*a*a*a*b/", 20)) + "x").Pattern!;
        Assert.False(pattern.Matches(string.Join('/', Enumerable.Repeat(new string('a', 200), 60))));
    }

    private ScanResult Scan(params string[] patterns) => FileScanner.Scan(root, patterns);

    private static IEnumerable<string> Ids(ScanResult scan) => scan.Files.Select(f => f.Id);

    private void Write(params string[] paths)
    {
        foreach (string path in paths)
        {
            string full = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, path);
        }
    }

    private void Link(string path, string target) => File.CreateSymbolicLink(Path.Combine(root, path), target);
}
