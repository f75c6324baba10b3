using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Evaluation.Questions;

/// <summary>
/// A file of made questions under review. What a person says stands in the file (<c>"reviewed": "accepted"</c> or <c>"rejected"</c>), so that a review goes on where it stopped; every other
/// line stays as it is.
/// </summary>
public sealed class QuestionReviewFile
{
    private readonly string[] _lines;
    private readonly int[] _places;
    private readonly Question[] _questions;

    private QuestionReviewFile(string path, string[] lines, int[] places, Question[] questions) => (Path, _lines, _places, _questions) = (path, lines, places, questions);

    /// <summary>The file as the user gave it.</summary>
    public string Path { get; }

    /// <summary>Its questions in order.</summary>
    public ImmutableArray<Question> Questions => [.. _questions];

    /// <summary>Reads a file.</summary>
    /// <param name="path">JSON Lines as in <c>questions.jsonl</c>.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InputException">A line is no question.</exception>
    /// <exception cref="AssayException">It cannot be read.</exception>
    public static QuestionReviewFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        QuestionSet set = QuestionReader.Read(path);
        string[] lines = FileReading.Try(path, () => File.ReadAllText(path)).TrimStart('\uFEFF').Split('\n');
        int[] places = [.. Enumerable.Range(0, lines.Length).Where(i => !string.IsNullOrWhiteSpace(lines[i]))];
        if (places.Length != set.Questions.Length) throw new AssayException($"'{path}' was changed while it was read. Run the command again.");
        return new QuestionReviewFile(path, lines, places, [.. set.Questions]);
    }

    /// <summary>The place of the next question that nobody has said anything of.</summary>
    /// <param name="from">Where to begin, from 0.</param>
    /// <returns>Null when there is none behind.</returns>
    public int? Next(int from)
    {
        int at = Array.FindIndex(_questions, Math.Min(from, _questions.Length), q => q.Reviewed == QuestionReview.None);
        return at < 0 ? null : at;
    }

    /// <summary>Notes what a person said of a question.</summary>
    /// <param name="at">Its place, from 0.</param>
    /// <param name="accepted">Whether it is right.</param>
    public void Judge(int at, bool accepted) => Put(at, _questions[at] with { Reviewed = accepted ? QuestionReview.Accepted : QuestionReview.Rejected });

    /// <summary>Accepts a question in another form.</summary>
    /// <param name="at">Its place, from 0.</param>
    /// <param name="text">What is asked.</param>
    /// <param name="answers">The accepted answers; none where the documents do not answer it.</param>
    public void Edit(int at, string text, ImmutableArray<string> answers)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Put(at, _questions[at] with { Text = text, Answers = answers, Reviewed = QuestionReview.Accepted });
    }

    /// <summary>The file with what was said.</summary>
    /// <returns>Its text.</returns>
    public string ToText() => string.Join('\n', _lines);

    private void Put(int at, Question question)
    {
        int line = _places[at];
        _lines[line] = QuestionLine.Write(question) + (_lines[line].EndsWith('\r') ? "\r" : "");
        _questions[at] = question;
    }
}
