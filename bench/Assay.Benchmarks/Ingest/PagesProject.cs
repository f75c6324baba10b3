namespace Assay.Benchmarks.Ingest;

/// <summary>A project whose documents are a copy of a folder's markdown pages, so that one of them can be changed.</summary>
internal sealed class PagesProject
{
    private PagesProject(string root, string[] pages, long bytes) => (Root, Pages, Bytes) = (root, pages, bytes);

    /// <summary>The project's folder.</summary>
    public string Root { get; }

    /// <summary>Paths of the pages.</summary>
    public IReadOnlyList<string> Pages { get; }

    /// <summary>Size of all pages.</summary>
    public long Bytes { get; }

    /// <summary>Copies the pages of a folder.</summary>
    public static PagesProject Copy(string source, string root)
    {
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
        List<string> pages = [];
        long bytes = 0;
        foreach (string page in Directory.EnumerateFiles(source, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string copy = Path.Combine(root, "docs", Path.GetRelativePath(source, page));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(page, copy);
            File.SetAttributes(copy, FileAttributes.Normal);
            pages.Add(copy);
            bytes += new FileInfo(copy).Length;
        }

        File.WriteAllText(Path.Combine(root, "assay.yaml"), "name: ingest\ndocuments: [docs/**/*.md]\nmodel: extractive\nembedder: none\nreranker: none\n");
        return new PagesProject(root, [.. pages], bytes);
    }

    /// <summary>Forgets everything ingested.</summary>
    public void Reset()
    {
        string workspace = Path.Combine(Root, ".assay");
        if (Directory.Exists(workspace)) Directory.Delete(workspace, recursive: true);
    }
}
