using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Reading;
using Assay.Text;

namespace Assay.Benchmarks.Collections;

/// <summary>Looks up in a project's pages whether the first accepted answer of every question stands, word for word, in each section that the question names.</summary>
/// <remarks>Words are compared as SQuAD compares answers: without capitals, punctuation and articles. A section is what stands under its heading up to the next one.</remarks>
internal static class AnswersVerb
{
    /// <summary>Runs the verb: <c>answers PROJECT</c>.</summary>
    /// <exception cref="InputException">A page or a section is missing, or does not hold the answer: all are listed.</exception>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "answers PROJECT");
        Project project = ProjectFile.Read(args[0]);
        ImmutableArray<Question> questions = QuestionReader.Read(project.Questions).Questions;
        Dictionary<string, SourceFile> files = FileScanner.Scan(project.Root, project.Documents).Files.ToDictionary(f => f.Id);
        var pages = new Dictionary<string, Section>();
        List<Problem> problems = [];
        foreach (Question question in questions)
        {
            problems.AddRange(question.Documents.Select(d => Missing(question, d, files, pages)).OfType<string>().Select(m => new Problem(project.Questions, null, m)));
        }

        if (problems.Count > 0) throw new InputException(problems);
        int sections = questions.Sum(q => q.Documents.Length), asked = questions.Count(q => !q.Documents.IsEmpty);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{asked} of {questions.Length} questions name {sections} sections in {files.Count} pages; every section holds the answer"));
    }

    private static string? Missing(Question question, string reference, Dictionary<string, SourceFile> files, Dictionary<string, Section> pages)
    {
        string[] parts = reference.Split('#', 2);
        if (!files.TryGetValue(parts[0], out SourceFile? file)) return $"'{question.Id}' names '{parts[0]}', which is none of the documents. Put the pages in place as the project's README.md says.";
        if (!pages.TryGetValue(parts[0], out Section? root))
        {
            pages[parts[0]] = root = DocumentReaders.Read(file, new ReadingOptions(), CancellationToken.None).Root;
        }

        Section[] all = [.. Flat(root)];
        Section[] named = [.. all.Where(s => parts.Length == 1 || s.Slug == parts[1])];
        if (named.Length == 0) return $"'{question.Id}' names '{reference}', but the page has no such heading. Headings are: {string.Join(", ", all.Select(s => s.Slug))}.";
        string text = SquadText.Normalize(string.Join('\n', named.SelectMany(s => s.Blocks.Select(b => b.Text).Prepend(s.Heading))));
        return $" {text} ".Contains($" {SquadText.Normalize(question.Answers[0])} ", StringComparison.Ordinal) ? null : $"'{question.Id}': '{question.Answers[0]}' does not stand in '{reference}'.";
    }

    private static IEnumerable<Section> Flat(Section section) => section.Sections.SelectMany(Flat).Prepend(section);
}
