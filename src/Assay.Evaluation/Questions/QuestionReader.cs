using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Questions;

/// <summary>Reads question sets: one JSON object per line with <c>id</c>, <c>question</c> and the optional keys of <see cref="Question"/>.</summary>
public static class QuestionReader
{
    /// <summary>Reads a <c>questions.jsonl</c> file. Blank lines and a byte order mark are skipped.</summary>
    /// <param name="path">The file.</param>
    /// <returns>At least one question.</returns>
    /// <exception cref="InputException">
    /// No such file, no questions, or any line that cannot be used: every problem with its line, at most 50. A line may have 1 MB.
    /// </exception>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public static QuestionSet Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ProblemList problems = new(path);
        ImmutableArray<Question>.Builder questions = ImmutableArray.CreateBuilder<Question>();
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        foreach (TextLine line in LineReader.Read(path, problems))
        {
            Question? question = Parse(line, problems);
            if (question is null) continue;
            if (question.Id.Length > 0 && !lines.TryAdd(question.Id, line.Number))
            {
                problems.Add(line.Number, $"The id '{question.Id}' is already used in line {lines[question.Id]}. Give every question its own id.");
            }

            questions.Add(question);
        }

        if (questions.Count == 0 && problems.Count == 0)
        {
            problems.Add(null, """The file has no questions. Write one JSON object per line, such as {"id":"q1","question":"...","answers":["..."]}.""");
        }

        problems.ThrowIfAny();
        return new QuestionSet(path, questions.ToImmutable());
    }

    private static Question? Parse(TextLine line, ProblemList problems)
    {
        if (!StrictJson.TryParse(line.Text, out JsonNode? node, out string error))
        {
            problems.Add(line.Number, $"This line is not JSON: {error}. Write one JSON object per line.");
            return null;
        }

        if (node is not JsonObject record)
        {
            problems.Add(line.Number, $"Expected a JSON object, found {QuestionFields.Describe(node)}.");
            return null;
        }

        int before = problems.Count;
        QuestionFields fields = new(record, line.Number, problems);
        fields.RefuseUnknown();
        Question question = new()
        {
            Id = fields.RequiredText("id"),
            Text = fields.RequiredText("question"),
            Answers = fields.Answers(),
            Documents = fields.Texts("documents"),
            Answerable = fields.Flag("answerable", missing: true),
            Tags = fields.Texts("tags"),
            As = fields.OptionalText("as"),
            Expect = fields.Record("expect"),
            Source = fields.OptionalText("source"),
            Reviewed = fields.Review(),
        };
        if (problems.Count == before) CheckConsistency(question, line.Number, problems);
        return question;
    }

    private static void CheckConsistency(Question question, int line, ProblemList problems)
    {
        if (!question.Answerable && question.Answers.Length > 0)
        {
            problems.Add(line, $"'{question.Id}' has \"answerable\": false and yet answers. Remove one of the two.");
        }

        if (question.Answerable && question.Answers.IsEmpty && question.Documents.IsEmpty && question.Expect is null)
        {
            problems.Add(line, $"'{question.Id}' has neither answers nor documents, so nothing can be measured. Add one, or set \"answerable\": false.");
        }
    }
}
