using System.Globalization;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>Reads run files: TREC's <c>topic Q0 document rank score tag</c>, separated by white space, or BEIR's JSON <c>{topic: {document: score}}</c>.</summary>
public static class RankedRunReader
{
    private const int Columns = 6;

    /// <summary>Reads a run; a file whose first visible character is <c>{</c> is JSON. In TREC's form the rank is ignored, as are columns after the tag; blank lines and lines that start with <c>#</c> are skipped; the last tag names the run.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">No such file, nothing in it, a malformed line or a document twice in a topic: every problem with its line, at most 50.</exception>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public static RankedRun Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path) && JsonRunReader.Looks(path)) return JsonRunReader.Read(path);
        Builder builder = new(new ProblemList(path));
        foreach (TextLine line in LineReader.Read(path, builder.Problems))
        {
            if (!line.Text.StartsWith('#')) builder.Add(line);
        }

        return builder.Build();
    }

    // Runs have a line per retrieved document, often millions, so only what is kept becomes a string.
    private sealed class Builder(ProblemList problems)
    {
        private readonly Dictionary<string, List<ScoredDocument>> topics = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Dictionary<string, int>> lines = new(StringComparer.Ordinal);
        private string name = "";
        private string topic = "";

        public ProblemList Problems => problems;

        public void Add(TextLine line)
        {
            ReadOnlySpan<char> text = line.Text;
            Span<Range> fields = stackalloc Range[Columns + 1];
            int count = TrecFields.Split(text, fields);
            if (count < Columns)
            {
                problems.Add(line.Number, $"Expected {Columns} fields (topic Q0 document rank score tag), found {count}.");
                return;
            }

            if (!text[fields[0]].SequenceEqual(topic)) topic = text[fields[0]].ToString();
            if (!text[fields[5]].SequenceEqual(name)) name = text[fields[5]].ToString();
            if (double.TryParse(text[fields[4]], NumberStyles.Float, CultureInfo.InvariantCulture, out double score) && double.IsFinite(score))
            {
                Add(line.Number, new ScoredDocument(text[fields[2]].ToString(), score));
            }
            else problems.Add(line.Number, $"Expected a finite number as the score, found '{text[fields[4]]}'.");
        }

        public RankedRun Build()
        {
            if (topics.Count == 0 && problems.Count == 0) problems.Add(null, "The file has no retrieved documents.");
            problems.ThrowIfAny();
            return RankedRun.FromDistinct(name, topics);
        }

        private void Add(int line, ScoredDocument document)
        {
            if (!lines.TryGetValue(topic, out Dictionary<string, int>? seen))
            {
                lines.Add(topic, seen = new(StringComparer.Ordinal));
                topics.Add(topic, []);
            }

            if (seen.TryAdd(document.Document, line)) topics[topic].Add(document);
            else problems.Add(line, $"Document '{document.Document}' of topic '{topic}' is already in line {seen[document.Document]}. Keep one of them.");
        }
    }
}
