using System.Text.Json;
using Assay.Text;

namespace Assay.Collections;

/// <summary>A folder in BEIR layout: <c>corpus.jsonl</c>, <c>queries.jsonl</c>, <c>qrels/SPLIT.tsv</c>.</summary>
internal sealed class BeirFolder
{
    private readonly string directory;

    private BeirFolder(string directory) => this.directory = directory;

    /// <summary>The file with the documents, as the user would type it.</summary>
    public string CorpusFile => Path.Combine(directory, "corpus.jsonl");

    /// <summary>The file with the queries of all splits.</summary>
    public string QueriesFile => Path.Combine(directory, "queries.jsonl");

    private string QrelsFolder => Path.Combine(directory, "qrels");

    /// <summary>Looks at a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>The folder when it has a corpus beside queries or judgements, else null.</returns>
    public static BeirFolder? Find(string directory)
    {
        var folder = new BeirFolder(directory);
        return File.Exists(folder.CorpusFile) && (File.Exists(folder.QueriesFile) || Directory.Exists(folder.QrelsFolder)) ? folder : null;
    }

    /// <summary>The documents, one line at a time.</summary>
    /// <returns>In the order of the file.</returns>
    /// <exception cref="InputException">A line is not a document.</exception>
    public IEnumerable<CollectionDocument> Documents()
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((int line, JsonElement value) in JsonLines.Read(CorpusFile))
        {
            string id = Id(CorpusFile, line, value);
            if (!lines.TryAdd(id, line)) throw new InputException(new Problem(CorpusFile, line, $"the id '{id}' is already used in line {lines[id]}; ids must differ."));
            yield return new CollectionDocument(
                id,
                JsonLines.Optional(CorpusFile, line, value, "title") ?? "",
                JsonLines.Required(CorpusFile, line, value, "text"),
                line);
        }
    }

    /// <summary>The file with the judgements of a split.</summary>
    /// <param name="split">File name without its ending: <c>test</c>, <c>dev</c>, <c>train</c>.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="InputException">There is none; the message lists those there are.</exception>
    public string QrelsFile(string split)
    {
        string[] splits = Directory.Exists(QrelsFolder)
            ? [.. Directory.EnumerateFiles(QrelsFolder, "*.tsv").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)]
            : [];
        if (splits.Contains(split, StringComparer.Ordinal)) return Path.Combine(QrelsFolder, split + ".tsv");
        string there = splits.Length == 0 ? "there is no .tsv file in that folder" : $"there is {string.Join(", ", splits)}";
        throw new InputException(new Problem(Path.Combine(QrelsFolder, split + ".tsv"), null, $"expected the judgements of the split \"{split}\" here; {there}."));
    }

    private static string Id(string path, int line, JsonElement value)
    {
        string id = JsonLines.Required(path, line, value, "_id");
        return id.Length > 0 ? id : throw new InputException(new Problem(path, line, "\"_id\" is empty; every item needs an id."));
    }
}
