using System.Globalization;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>Reads TREC run files: <c>topic Q0 document rank score tag</c>, separated by white space.</summary>
public static class RankedRunReader
{
    private const int Columns = 6;

    /// <summary>Reads a run. The rank is ignored, as are columns after the tag; blank lines and lines that start with <c>#</c> are skipped; the last tag names the run.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">No such file, nothing in it, a malformed line or a document twice in a topic: every problem with its line, at most 50.</exception>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public static RankedRun Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ProblemList problems = new(path);
        List<(string, ScoredDocument)> retrieved = [];
        Dictionary<(string, string), int> lines = [];
        string name = "";
        foreach (TextLine line in LineReader.Read(path, problems))
        {
            if (line.Text.StartsWith('#')) continue;
            string[] fields = TrecFields.Split(line.Text);
            if (fields.Length < Columns)
            {
                problems.Add(line.Number, $"Expected {Columns} fields (topic Q0 document rank score tag), found {fields.Length}.");
                continue;
            }

            (string topic, string document) = (fields[0], fields[2]);
            name = fields[5];
            if (!double.TryParse(fields[4], NumberStyles.Float, CultureInfo.InvariantCulture, out double score) || !double.IsFinite(score))
            {
                problems.Add(line.Number, $"Expected a finite number as the score, found '{fields[4]}'.");
            }
            else if (lines.TryAdd((topic, document), line.Number)) retrieved.Add((topic, new ScoredDocument(document, score)));
            else problems.Add(line.Number, $"Document '{document}' of topic '{topic}' is already in line {lines[(topic, document)]}. Keep one of them.");
        }

        if (retrieved.Count == 0 && problems.Count == 0) problems.Add(null, "The file has no retrieved documents.");
        problems.ThrowIfAny();
        return RankedRun.Create(name, retrieved);
    }
}
