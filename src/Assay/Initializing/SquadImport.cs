using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Evaluation.Questions;
using Assay.Text;

namespace Assay.Initializing;

/// <summary>Makes a project of a SQuAD 1.1 or 2.0 file (Rajpurkar et al. 2016, 2018): one document per paragraph, one question per entry.</summary>
public static class SquadImport
{
    private static readonly JsonSerializerOptions Options = new() { RespectNullableAnnotations = true };

    /// <summary>Writes the project.</summary>
    /// <param name="squadJson">The SQuAD file.</param>
    /// <param name="directory">A folder that is empty or not there yet.</param>
    /// <param name="name">Name of the project.</param>
    /// <param name="cancellationToken">Looked at per article; what was written is removed.</param>
    /// <returns>What was made. Entries without a question text are left out.</returns>
    /// <exception cref="InputException">The file is missing or not in SQuAD's layout, an id comes twice, or the folder is not empty.</exception>
    public static ImportResult Import(string squadJson, string directory, string name, CancellationToken cancellationToken = default)
    {
        ProjectText.RequireName(name);
        SquadFile file = Read(squadJson);
        using NewProject project = NewProject.Create(directory);
        var questions = new List<Question>();
        var slugs = new Slugs();
        int documents = 0, article = 0;
        foreach (SquadFile.Article entry in file.Data)
        {
            cancellationToken.ThrowIfCancellationRequested();
            article++;
            string fallback = string.Create(CultureInfo.InvariantCulture, $"article-{article:D3}");
            string title = string.Join(' ', (entry.Title ?? "").Split([' ', '_', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
            string slug = slugs.Next(title, fallback);
            int width = Math.Max(2, entry.Paragraphs.Length.ToString(CultureInfo.InvariantCulture).Length);
            for (int i = 0; i < entry.Paragraphs.Length; i++)
            {
                string number = (i + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
                string path = $"docs/{slug}/{number}.md";
                project.Write(path, $"# {(title.Length > 0 ? title : fallback)}\n\n{entry.Paragraphs[i].Context}\n");
                questions.AddRange(entry.Paragraphs[i].Questions.Select(q => Convert(q, path, slug)));
                documents++;
            }
        }

        return Finish(project, name, documents, questions, squadJson);
    }

    private static ImportResult Finish(NewProject project, string name, int documents, List<Question> all, string squadJson)
    {
        Question[] asked = [.. all.Where(q => q.Text.Length > 0)];
        string? twice = asked.GroupBy(q => q.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null) throw new InputException(new Problem(squadJson, null, $"the question id \"{twice}\" is used more than once; ids must be unique."));
        if (documents == 0) throw new InputException(new Problem(squadJson, null, "expected at least one paragraph; found none."));
        project.Write(asked);
        project.Complete(name, ["docs/**/*.md"]);
        int leftOut = all.Count - asked.Length;
        ImmutableArray<string> notes = leftOut == 0 ? [] : [$"{leftOut} entries have no question text and were left out."];
        return new ImportResult(documents, asked.Length, leftOut, notes);
    }

    private static Question Convert(SquadFile.Entry entry, string path, string slug) => new()
    {
        Id = entry.Id,
        Text = entry.Question.Trim(),
        Answers = entry.IsImpossible || entry.Answers.IsDefault
            ? []
            : [.. entry.Answers.Select(a => a.Text.Trim()).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal)],
        Documents = [path],
        Answerable = !entry.IsImpossible,
        Tags = [slug],
    };

    private static SquadFile Read(string path)
    {
        if (!File.Exists(path)) throw new InputException(new Problem(path, null, "expected a SQuAD file; there is no file of this name."));
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<SquadFile>(stream, Options) ?? throw new JsonException("null", "$", 0, 0);
        }
        catch (JsonException error)
        {
            int? line = error.LineNumber is { } number ? (int)number + 1 : null;
            throw new InputException(new Problem(path, line,
                $"not in SQuAD's layout at {error.Path ?? "$"}: expected data[].paragraphs[] with context and qas[], each with id, question and answers[].text."));
        }
    }
}
