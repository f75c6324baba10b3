using System.Collections.Immutable;
using Assay.Collections;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Text;

namespace Assay.Initializing;

/// <summary>Makes a project of a retrieval collection in BEIR layout: a text file per document, a question per judged query, no accepted answers.</summary>
public static class BeirImport
{
    private const int MaxNameBytes = 255;

    /// <summary>Writes the project.</summary>
    /// <param name="folder">A folder with <c>corpus.jsonl</c>, <c>queries.jsonl</c> and <c>qrels/</c>.</param>
    /// <param name="directory">A folder that is empty or not there yet.</param>
    /// <param name="name">Name of the project.</param>
    /// <param name="split">Which judgements: the name of the file in <c>qrels/</c>.</param>
    /// <param name="cancellationToken">Looked at per document; what was written is removed.</param>
    /// <returns>What was made. Queries without a relevant document in the corpus are left out.</returns>
    /// <exception cref="InputException">The folder is not in BEIR layout, a line is malformed, an id comes twice or is too long for a file name, or the target is not empty.</exception>
    public static ImportResult Import(string folder, string directory, string name, string split = "test", CancellationToken cancellationToken = default)
    {
        ProjectText.RequireName(name);
        BeirFolder source = BeirFolder.Find(folder)
            ?? throw new InputException(new Problem(folder, null, "expected a folder in BEIR layout: corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv."));
        Qrels judgements = QrelsReader.Read(source.QrelsFile(split));
        ImmutableArray<Question> queries = JudgedTopics.Read(source.QueriesFile, judgements);

        using NewProject project = NewProject.Create(directory);
        HashSet<string> ids = WriteDocuments(source, project, cancellationToken);
        Question[] questions =
        [
            .. queries.Select(q => q with { Documents = [.. Relevant(judgements, q.Id).Where(ids.Contains).Select(FileName)] }).Where(q => q.Documents.Length > 0),
        ];
        project.Write(questions);
        project.Complete(name, ["docs/**/*.txt"]);
        int leftOut = queries.Length - questions.Length;
        int missing = judgements.Topics.Sum(t => Relevant(judgements, t).Count(d => !ids.Contains(d)));
        return new ImportResult(ids.Count, questions.Length, leftOut, Notes(leftOut, missing));
    }

    private static IEnumerable<string> Relevant(Qrels judgements, string query) =>
        judgements.Of(query).Where(g => g.Value > 0).OrderByDescending(g => g.Value).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key);

    private static HashSet<string> WriteDocuments(BeirFolder source, NewProject project, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (CollectionDocument document in source.Documents())
        {
            cancellationToken.ThrowIfCancellationRequested();
            ids.Add(document.Id);
            string path = FileName(document.Id);
            if (path.Length - "docs/".Length > MaxNameBytes) throw new InputException(new Problem(source.CorpusFile, document.Line, $"the document id is too long for a file name ({MaxNameBytes} bytes when percent-encoded). `assay eval retrieval` reads the folder without writing files."));
            project.Write(path, document.Title.Length > 0 ? $"{document.Title}\n\n{document.Text}\n" : $"{document.Text}\n");
        }

        return ids.Count > 0 ? ids : throw new InputException(new Problem(source.CorpusFile, null, "expected at least one document; found none."));
    }

    /// <summary>The document's path in the project. Percent-decoding the name gives the id back; a leading dot is encoded too, so that no file is hidden.</summary>
    /// <param name="id">The collection's id.</param>
    /// <returns>ASCII.</returns>
    internal static string FileName(string id)
    {
        string encoded = Uri.EscapeDataString(id);
        return $"docs/{(encoded.StartsWith('.') ? "%2E" + encoded[1..] : encoded)}.txt";
    }

    private static ImmutableArray<string> Notes(int leftOut, int missing)
    {
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        notes.Add("The questions have relevant documents but no accepted answers: `assay eval retrieval` measures search; to score answers, add \"answers\".");
        if (leftOut > 0) notes.Add($"{leftOut} judged queries have no relevant document in the corpus and were left out.");
        if (missing > 0) notes.Add($"{missing} judgements name a document that is not in the corpus; they were passed over.");
        return notes.ToImmutable();
    }
}
