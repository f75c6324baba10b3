using System.Collections.Immutable;
using System.Text;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Collections;

/// <summary>A retrieval test collection (documents, queries, graded judgements) read where it lies, in BEIR or TREC layout.</summary>
/// <remarks>Queries and judgements are in memory; documents are streamed from their files. Safe to use from several threads.</remarks>
public sealed class RetrievalCollection
{
    private readonly Func<IEnumerable<CollectionDocument>> documents;

    private RetrievalCollection(string name, Func<IEnumerable<CollectionDocument>> documents, ImmutableArray<Question> questions, Qrels judgements, ImmutableArray<string> files) =>
        (Name, this.documents, Questions, Judgements, Files) = (name, documents, questions, judgements, files);

    /// <summary>Name of the folder.</summary>
    public string Name { get; }

    /// <summary>The judged queries in the order of their file; accepted answers and relevant documents are left empty.</summary>
    public ImmutableArray<Question> Questions { get; }

    /// <summary>The judgements; they may name queries and documents that the collection does not have.</summary>
    public Qrels Judgements { get; }

    /// <summary>The files that were chosen: documents, then queries, then judgements.</summary>
    public ImmutableArray<string> Files { get; }

    /// <summary>Opens a folder.</summary>
    /// <param name="directory">A folder with <c>corpus.jsonl</c>, <c>queries.jsonl</c> and <c>qrels/</c> (BEIR), or with TREC documents, topics and qrels in it or one level below.</param>
    /// <param name="split">Which judgements, where there are several: the name of the file in <c>qrels/</c> (BEIR), a part of the file's name (TREC).</param>
    /// <returns>The collection, or null when the folder is neither or is not there.</returns>
    /// <remarks>
    /// TREC files are recognised by content. Of several judgement files the first whose name contains <paramref name="split"/> is taken, else the first
    /// in ordinal order; of several topic files the one with the most judged queries, the first in ordinal order among equals.
    /// </remarks>
    /// <exception cref="InputException">It is one of them, but a part is missing or malformed.</exception>
    public static RetrievalCollection? Open(string directory, string split = "test")
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentException.ThrowIfNullOrEmpty(split);
        if (!Directory.Exists(directory)) return null;
        string name = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))).Name;
        if (BeirFolder.Find(directory) is { } beir) return OpenBeir(name, beir, split);
        return TrecFolder.Find(directory) is { } trec ? OpenTrec(name, trec, split) : null;
    }

    /// <summary>The documents, streamed; each call reads the files anew.</summary>
    /// <returns>In the order of the files (TREC: files in ordinal order), with the collection's ids, format <c>.txt</c> and the title where there is one.</returns>
    /// <exception cref="InputException">While enumerating: a document is malformed; file and line are named.</exception>
    public IEnumerable<SourceFile> Documents()
    {
        foreach (CollectionDocument document in documents())
        {
            string text = document.Text;
            yield return new SourceFile(document.Id, ".txt", () => new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false), Encoding.UTF8.GetByteCount(text))
            {
                Title = document.Title.Length > 0 ? document.Title : null,
                MayHaveFrontMatter = false,
            };
        }
    }

    private static RetrievalCollection OpenBeir(string name, BeirFolder folder, string split)
    {
        string file = folder.QrelsFile(split);
        Qrels judgements = QrelsReader.Read(file);
        return new RetrievalCollection(name, folder.Documents, JudgedTopics.Read(folder.QueriesFile, judgements), judgements, [folder.CorpusFile, folder.QueriesFile, file]);
    }

    private static RetrievalCollection OpenTrec(string name, TrecFolder folder, string split)
    {
        string file = folder.ChooseJudgements(split);
        Qrels judgements = QrelsReader.Read(file);
        (string topics, ImmutableArray<Question> questions) = folder.ChooseTopics(judgements);
        return new RetrievalCollection(name, folder.Documents, questions, judgements, [.. folder.DocumentFiles, topics, file]);
    }
}
