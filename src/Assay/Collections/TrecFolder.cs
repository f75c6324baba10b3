using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Text;

namespace Assay.Collections;

/// <summary>A folder with TREC files, told apart by what they contain, in it and one level below.</summary>
internal sealed partial class TrecFolder
{
    private const int HeadBytes = 8192;

    private TrecFolder(ImmutableArray<string> documents, ImmutableArray<string> topics, ImmutableArray<string> judgements) =>
        (DocumentFiles, TopicFiles, JudgementFiles) = (documents, topics, judgements);

    /// <summary>Files that hold documents, ordinal order.</summary>
    public ImmutableArray<string> DocumentFiles { get; }

    private ImmutableArray<string> TopicFiles { get; }

    private ImmutableArray<string> JudgementFiles { get; }

    /// <summary>Looks at a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>Null when at most one of documents, topics and judgements is there.</returns>
    /// <exception cref="InputException">Two of the three are there: the third is named.</exception>
    public static TrecFolder? Find(string directory)
    {
        ILookup<Kind, string> files = Candidates(directory).ToLookup(Recognise);
        var folder = new TrecFolder([.. files[Kind.Documents]], [.. files[Kind.Topics]], [.. files[Kind.Judgements]]);
        (string Name, bool There)[] parts =
        [
            ("documents (<DOC> with <DOCNO>)", folder.DocumentFiles.Length > 0),
            ("topics (<top> with <num> and <title>)", folder.TopicFiles.Length > 0),
            ("judgements (query, iteration, document, grade)", folder.JudgementFiles.Length > 0),
        ];
        return parts.Count(p => p.There) switch
        {
            3 => folder,
            2 => throw new InputException(new Problem(directory, null, $"this looks like a TREC collection, but no file in it or one level below has {parts.First(p => !p.There).Name}.")),
            _ => null,
        };
    }

    /// <summary>The documents, one at a time.</summary>
    /// <returns>Files in ordinal order, documents in the order of their file.</returns>
    /// <exception cref="InputException">A document is malformed, or its id is used twice.</exception>
    public IEnumerable<CollectionDocument> Documents()
    {
        var places = new Dictionary<string, (string File, int Line)>(StringComparer.Ordinal);
        foreach (string file in DocumentFiles)
        {
            foreach (CollectionDocument document in TrecDocuments.Read(file))
            {
                if (places.TryGetValue(document.Id, out (string File, int Line) first))
                {
                    throw new InputException(new Problem(file, document.Line, $"the id '{document.Id}' is already used by the document in {first.File}({first.Line}); ids must differ."));
                }

                places.Add(document.Id, (file, document.Line));
                yield return document;
            }
        }
    }

    /// <summary>The judgements file: the one whose name contains the split, else the first in ordinal order.</summary>
    /// <param name="split">Such as <c>test</c>.</param>
    /// <returns>Its path.</returns>
    public string ChooseJudgements(string split) =>
        JudgementFiles.FirstOrDefault(f => Path.GetFileName(f).Contains(split, StringComparison.OrdinalIgnoreCase)) ?? JudgementFiles[0];

    /// <summary>The topics file with the most judged queries, the first in ordinal order among equals.</summary>
    /// <param name="judgements">Say which topics are judged.</param>
    /// <returns>Its path and its judged questions, in the order of the file.</returns>
    /// <exception cref="InputException">No file has a judged query.</exception>
    public (string File, ImmutableArray<Question> Questions) ChooseTopics(Qrels judgements)
    {
        (string File, ImmutableArray<Question> Questions) best = ("", []);
        foreach (string file in TopicFiles)
        {
            ImmutableArray<Question> questions = JudgedTopics.Read(file, judgements);
            if (questions.Length > best.Questions.Length) best = (file, questions);
        }

        return best.Questions.Length > 0
            ? best
            : throw new InputException(new Problem(TopicFiles[0], null, "none of the topics has a judgement: the numbers in <num> must be those of the judgements' first column."));
    }

    private static IEnumerable<string> Candidates(string directory)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 1,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
        };
        return Directory.EnumerateFiles(directory, "*", options).Order(StringComparer.Ordinal);
    }

    private static Kind Recognise(string path)
    {
        byte[] bytes = new byte[HeadBytes];
        int read;
        using (FileStream stream = File.OpenRead(path))
        {
            read = stream.ReadAtLeast(bytes, HeadBytes, throwOnEndOfStream: false);
        }

        string head = Encoding.UTF8.GetString(bytes, 0, read);
        if (DocumentStart().IsMatch(head) && head.Contains("<DOCNO>", StringComparison.OrdinalIgnoreCase)) return Kind.Documents;
        if (TopicStart().IsMatch(head)) return Kind.Topics;
        return IsJudgements(head, whole: read < HeadBytes) ? Kind.Judgements : Kind.Other;
    }

    private static bool IsJudgements(string head, bool whole)
    {
        string[] lines = head.Split('\n');
        string[][] rows = [.. (whole ? lines : lines[..^1]).Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(r => r.Length > 0)];
        // A later row may be broken: then it is a judgements file with an error, which reading it reports by line.
        return rows.Length > 0 && rows[0].Length == 4 && int.TryParse(rows[0][3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
    }

    [GeneratedRegex("^\\s*<DOC>", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex DocumentStart();

    [GeneratedRegex("^\\s*<top>", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TopicStart();

    private enum Kind
    {
        Other,
        Documents,
        Topics,
        Judgements,
    }
}
