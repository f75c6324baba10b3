using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.Retrieval.Reading;
using Assay.Text;

namespace Assay.Initializing;

/// <summary>Starts a project in a folder: a commented project file and, where there are no documents yet, an example that runs at once.</summary>
public static class ProjectTemplate
{
    private const string ExamplePage =
        """
        # Returns and refunds

        This page is an example. Replace it with your own documents.

        ## Sending something back

        You can return an item within 30 days of delivery. Print the return label from the Orders page and put it on the parcel.
        Items made to order cannot be returned.

        ## Refunds

        We refund the full price to the card you paid with. The refund takes 5 working days after the parcel has reached our warehouse.

        """;

    private static readonly Question[] ExampleQuestions =
    [
        new()
        {
            Id = "return-label", Text = "Where do I print the return label?", Answers = ["from the Orders page", "the Orders page"],
            Documents = ["docs/example.md#sending-something-back"], Tags = ["example"],
        },
        new()
        {
            Id = "refund-days", Text = "How many working days does a refund take?", Answers = ["5 working days", "5"],
            Documents = ["docs/example.md#refunds"], Tags = ["example"],
        },
        new() { Id = "gift-cards", Text = "Do your gift cards expire?", Answerable = false, Tags = ["example"] },
    ];

    /// <summary>Writes what is missing; a file that is there is kept as it is.</summary>
    /// <param name="directory">Folder of the project; made when it is not there.</param>
    /// <param name="name">Name of the project.</param>
    /// <returns>What is there now. The example page and questions are written only where there is neither a <c>docs</c> folder nor a question file, because nothing can be asked about pages that were not read.</returns>
    /// <exception cref="InputException">There is an <c>assay.yaml</c> already, or the folder is a file.</exception>
    public static ImportResult Write(string directory, string name)
    {
        ProjectText.RequireName(name);
        if (File.Exists(directory)) throw new InputException(new Problem(directory, null, "expected a folder for the project; this is a file."));
        string projectFile = Path.Combine(directory, ProjectText.FileName);
        if (File.Exists(projectFile)) throw new InputException(new Problem(projectFile, null, "there is a project here already; it was left as it is. Edit this file, or name another folder."));

        string docs = Path.Combine(directory, "docs"), questions = Path.Combine(directory, "questions.jsonl");
        bool ownDocuments = Directory.Exists(docs), ownQuestions = File.Exists(questions);
        Directory.CreateDirectory(docs);
        if (!ownDocuments && !ownQuestions)
        {
            WriteNew(Path.Combine(docs, "example.md"), ExamplePage.ReplaceLineEndings("\n"));
            WriteNew(questions, string.Concat(ExampleQuestions.Select(q => QuestionLine.Write(q) + "\n")));
        }

        int[] counts = [.. DocumentReaders.DocumentEndings.Select(ending => Count(docs, ending))];
        string[] patterns = [.. DocumentReaders.DocumentEndings.Where((_, i) => counts[i] > 0).Select(ending => $"docs/**/*{ending}")];
        bool hasQuestions = File.Exists(questions);
        WriteNew(projectFile, ProjectText.Render(name, ownDocuments && patterns.Length > 0 ? patterns : ProjectFile.DefaultDocuments, hasQuestions));
        int asked = hasQuestions ? File.ReadLines(questions).Count(line => !string.IsNullOrWhiteSpace(line)) : 0;
        return new ImportResult(counts.Sum(), asked, 0, Notes(counts.Sum(), ownDocuments || ownQuestions, hasQuestions));
    }

    private static ImmutableArray<string> Notes(int documents, bool own, bool hasQuestions)
    {
        if (!own) return ["Run `assay compare` now to see the example, then replace docs/ and questions.jsonl with your own."];
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        if (documents == 0) notes.Add("docs/ has no file that can be read yet (.md, .html, .txt, .docx, .xlsx and others, see docs/project-file.md): put your documents there.");
        if (!hasQuestions)
        {
            notes.Add("Write questions.jsonl, one question a line, and set questions: questions.jsonl in assay.yaml. A line looks like {\"id\": \"1\", \"question\": \"...\", \"answers\": [\"...\"], \"documents\": [\"docs/page.md\"]}; "
                + "add some that your documents do not answer, with \"answerable\": false.");
        }

        notes.Add("Then run `assay compare`.");
        return notes.ToImmutable();
    }

    private static int Count(string docs, string ending)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden, MatchCasing = MatchCasing.CaseInsensitive };
        return Directory.EnumerateFiles(docs, "*" + ending, options).Count();
    }

    private static void WriteNew(string path, string text)
    {
        using var writer = new StreamWriter(new FileStream(path, FileMode.CreateNew));
        writer.Write(text);
    }
}
