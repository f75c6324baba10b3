using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Projects;
using Assay.Text;
using Assay.Text.Citations;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Synthesis;

namespace Assay.FineTuning;

/// <summary>Where the questions of retrieval-aware examples come from.</summary>
public static class RaftSource
{
    private const string Passages = "Passages:\n", Question = "\n\nQuestion: ";

    /// <summary>From examples: the question that the user asks in one turn, and what the assistant answers.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="project">Says what an abstention is.</param>
    /// <param name="form">The form of answers.</param>
    /// <param name="tally">Told of rows that are something else.</param>
    /// <returns>In the order of the file.</returns>
    public static ImmutableArray<RaftAsked> OfExamples(IEnumerable<ChatExample> examples, Project project, AnswerForm form, SyntheticTally tally)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(tally);
        var asked = ImmutableArray.CreateBuilder<RaftAsked>();
        foreach (ChatExample example in examples)
        {
            if (example.Messages.Where(m => m.Role != "system").ToArray() is not [{ Role: "user" } user, { Role: "assistant", Learned: true } answer] || example.Making.Synthetic == SyntheticKind.Style)
            {
                tally.Add(SyntheticDrop.NoQuestion);
                continue;
            }

            string said = form.Said(answer.Content);
            bool abstains = Abstention.Is(CitationMarkers.Strip(said), project.Score.AbstentionPhrase);
            asked.Add(new RaftAsked(new RaftQuestion(example.Line, Asked(user.Content), abstains ? [] : [said]) { Documents = example.Documents }, answer.Content, null));
        }

        return asked.ToImmutable();
    }

    /// <summary>From a question file that is not what the project is measured with.</summary>
    /// <param name="file">The file.</param>
    /// <param name="project">Names the questions that it is measured with.</param>
    /// <returns>In the order of the file.</returns>
    /// <exception cref="InputException">It is the evaluation's, or it cannot be read.</exception>
    public static ImmutableArray<RaftAsked> OfQuestions(string file, Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        QuestionSet read = QuestionReader.Read(file);
        bool same = Path.GetFullPath(file) == project.Questions || (File.Exists(project.Questions) && QuestionReader.Read(project.Questions).Fingerprint() == read.Fingerprint());
        if (same) throw new InputException(new Problem(file, null, "These are the questions that the project is measured with: a model that was trained on them would be measured on what it has seen. Name other questions."));
        return [.. read.Questions.Select((q, i) => new RaftAsked(new RaftQuestion(i + 1, q.Text, q.Answerable ? [.. q.Answers.Where(a => !a.StartsWith('{'))] : []) { Documents = q.Documents }, null, q.Expect))
            .Where((a, i) => !read.Questions[i].Answerable || a.Question.Answers.Length > 0)];
    }

    /// <summary>The project's evaluation as leaks are looked for in it.</summary>
    /// <param name="project">Names the questions.</param>
    /// <returns>None where the project has no questions.</returns>
    public static ImmutableArray<EvaluationQuestion> Evaluation(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return File.Exists(project.Questions)
            ? [.. QuestionReader.Read(project.Questions).Questions.Select(q => new EvaluationQuestion(q.Id, q.Text) { Answers = q.Answers, Documents = q.Documents })] : [];
    }

    // Examples may have passages of their own before the question.
    private static string Asked(string prompt)
    {
        int at = prompt.StartsWith(Passages, StringComparison.Ordinal) ? prompt.LastIndexOf(Question, StringComparison.Ordinal) : -1;
        return at < 0 ? prompt : prompt[(at + Question.Length)..];
    }
}
