using System.Globalization;
using Assay.Evaluation.Files;
using Assay.Evaluation.Questions;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>Reads relevance judgements: TREC (<c>topic iteration document grade</c>) BEIR (<c>query-id TAB corpus-id TAB score</c> under a header row) or a question set, whose documents get grade 1.</summary>
public static class QrelsReader
{
    /// <summary>Reads judgements; the first line with content tells the format. Blank lines, lines that start with <c>#</c> and exact repeats are skipped.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The judgements.</returns>
    /// <exception cref="InputException">No such file, nothing in it, a malformed line or a document with two grades for a topic: every problem with its line, at most 50.</exception>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public static Qrels Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path) && JsonRunReader.Looks(path)) return OfQuestions(path);
        ProblemList problems = new(path);
        List<Judgement> judgements = [];
        Dictionary<(string, string), (int Line, int Grade)> seen = [];
        bool? tabs = null;
        foreach (TextLine line in LineReader.Read(path, problems))
        {
            if (line.Text.StartsWith('#')) continue;
            bool first = tabs is null;
            tabs ??= line.Text.Split('\t').Length == 3;
            if (first && tabs.Value && !IsGrade(line.Text.Split('\t')[2])) continue;
            Judgement? judgement = tabs.Value ? ParseBeir(line, problems) : ParseTrec(line, problems);
            if (judgement is not { } found) continue;
            if (seen.TryAdd((found.Topic, found.Document), (line.Number, found.Grade))) judgements.Add(found);
            else if (seen[(found.Topic, found.Document)] is var (before, grade) && grade != found.Grade)
            {
                problems.Add(line.Number, $"Document '{found.Document}' of topic '{found.Topic}' was judged {grade} in line {before} and is judged {found.Grade} here. Remove one.");
            }
        }

        if (judgements.Count == 0 && problems.Count == 0) problems.Add(null, "The file has no judgements.");
        problems.ThrowIfAny();
        return Qrels.Create(judgements);
    }

    private static Qrels OfQuestions(string path)
    {
        Judgement[] judgements = [.. QuestionReader.Read(path).Questions.SelectMany(q => q.Documents.Distinct().Select(d => new Judgement(q.Id, d, 1)))];
        return judgements.Length > 0 ? Qrels.Create(judgements) : throw new InputException(new Problem(path, null, "No question names its \"documents\", so there is nothing to judge a ranking by."));
    }

    private static bool IsGrade(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out _);

    private static Judgement? ParseTrec(TextLine line, ProblemList problems)
    {
        string[] fields = TrecFields.Split(line.Text);
        if (fields.Length == 4) return Parse(line, fields[0], fields[2], fields[3], problems);
        problems.Add(line.Number, $"Expected 4 fields (topic iteration document grade), found {fields.Length}.");
        return null;
    }

    private static Judgement? ParseBeir(TextLine line, ProblemList problems)
    {
        string[] fields = line.Text.Split('\t');
        if (fields.Length == 3 && fields[0].Length > 0 && fields[1].Length > 0) return Parse(line, fields[0], fields[1], fields[2], problems);
        problems.Add(line.Number, $"Expected 3 fields separated by tabs (query-id, corpus-id, score), found {fields.Count(f => f.Length > 0)}.");
        return null;
    }

    private static Judgement? Parse(TextLine line, string topic, string document, string grade, ProblemList problems)
    {
        if (IsGrade(grade)) return new Judgement(topic, document, int.Parse(grade, NumberStyles.Integer, CultureInfo.InvariantCulture));
        problems.Add(line.Number, $"Expected a whole number as the grade, found '{grade}'.");
        return null;
    }
}
