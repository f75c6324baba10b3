using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Questions;
using Assay.Text;

namespace Assay.Initializing;

/// <summary>Makes a project of a folder of documentation with FAQ pages: the other pages are the documents, the FAQ questions whose answers link to one of them the questions.</summary>
public static class FaqImport
{
    private static readonly string[] Readable = [".md", ".html", ".txt"];

    /// <summary>Writes the project.</summary>
    /// <param name="folder">The documentation: <c>.md</c>, <c>.html</c>, <c>.txt</c> pages; FAQ pages are YAML files that begin with <c>### YamlMime:FAQ</c> and markdown files with "faq" in their name.</param>
    /// <param name="directory">A folder that is empty or not there yet.</param>
    /// <param name="name">Name of the project.</param>
    /// <param name="cancellationToken">Looked at per page; what was written is removed.</param>
    /// <returns>What was made. FAQ questions whose answer links to no page of the folder are left out: nothing says which page answers them.</returns>
    /// <remarks>FAQ pages, tables of contents and included fragments are no documents. Short includes are written out in the copies. Links out of the folder are not followed.</remarks>
    /// <exception cref="InputException">There is no such folder, no page or no FAQ question in it, a FAQ page is malformed, or the target is not empty.</exception>
    public static ImportResult Import(string folder, string directory, string name, CancellationToken cancellationToken = default)
    {
        ProjectText.RequireName(name);
        SourceTree tree = SourceTree.Read(folder);
        var includes = new Includes(tree);
        string[] visible = [.. tree.Paths.Where(p => !p.Split('/').SkipLast(1).Contains("includes", StringComparer.OrdinalIgnoreCase))];
        string[] faqs = [.. visible.Where(p => FaqPage.Is(p, tree))];
        string[] pages = [.. visible.Except(faqs, StringComparer.Ordinal).Where(IsDocument)];
        if (pages.Length == 0) throw new InputException(new Problem(folder, null, "expected .md, .html or .txt pages beside the FAQ pages; found none."));

        var links = new PageLinks(tree, pages.Where(p => !p.Contains('#', StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal));
        var questions = new FaqQuestions();
        foreach (string faq in faqs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            questions.StartPage(faq);
            foreach (FaqPage.Pair pair in FaqPage.Read(faq, tree, includes)) questions.Add(pair, links.Targets(pair.Answer, SourceTree.FolderOf(faq)));
        }

        if (questions.Pairs == 0) throw new InputException(new Problem(folder, null, "expected FAQ pages (.yml beginning with ### YamlMime:FAQ, or .md with \"faq\" in the name and questions as headings); found no question."));
        using NewProject project = NewProject.Create(directory);
        foreach (string page in pages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CopyPage(project, tree, includes, page);
        }

        ImmutableArray<Question> linked = questions.Linked();
        project.Write(linked);
        project.Complete(name, Readable.Where(e => pages.Any(p => p.EndsWith(e, StringComparison.Ordinal))).Select(e => $"docs/**/*{e}"));
        return new ImportResult(pages.Length, linked.Length, questions.Unlinked, Notes(faqs.Length, questions, linked));
    }

    private static bool IsDocument(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        return Readable.Any(e => name.EndsWith(e, StringComparison.Ordinal)) && !name.Equals("TOC.md", StringComparison.OrdinalIgnoreCase);
    }

    private static void CopyPage(NewProject project, SourceTree tree, Includes includes, string page)
    {
        string source = tree.Locate(page);
        string text = page.EndsWith(".md", StringComparison.Ordinal) ? File.ReadAllText(source) : "";
        if (Includes.Has(text)) project.Write($"docs/{page}", includes.Expand(text, SourceTree.FolderOf(page)));
        else project.Copy($"docs/{page}", source);
    }

    private static ImmutableArray<string> Notes(int faqs, FaqQuestions questions, ImmutableArray<Question> linked)
    {
        int gold = linked.Sum(q => q.Documents.Select(d => d.Split('#')[0]).Distinct(StringComparer.Ordinal).Count());
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{questions.Pairs} questions in {faqs} FAQ pages; {questions.Pairs - questions.Unlinked} of their answers link to a page, {gold} pages in all. The FAQ pages are not among the documents."));
        if (questions.Unlinked > 0) notes.Add($"{questions.Unlinked} questions were left out: their answers link to no page of the folder, so nothing says which page answers them.");
        int merged = questions.Pairs - questions.Unlinked - linked.Length;
        if (merged > 0) notes.Add($"{merged} questions are asked on more than one FAQ page; they were merged.");
        notes.Add("Accepted answers are the first sentence of each FAQ answer: look them through.");
        return notes.ToImmutable();
    }
}
