using Assay.FineTuning;
using Assay.Text.Citations;
using Assay.Tuning.Examples;
using Assay.Workspaces;

namespace Assay.Prompting;

/// <summary>An example as a prompt shows it: one question with its answer.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was answered, in the project's form and without citations: the passages they point to are not shown with it.</param>
public sealed record Shot(string Question, string Answer)
{
    private const string Passages = "Passages:\n", Asked = "\n\nQuestion: ";

    /// <summary>Hash of question and answer: tells it from others, whatever its line.</summary>
    public string Key { get; } = ContentHash.Of([Question, Answer]);

    /// <summary>The shot of an example.</summary>
    /// <param name="example">The example; passages before its question are left out.</param>
    /// <param name="form">The form of answers.</param>
    /// <returns>Null for a conversation of several turns, one that calls tools, one whose answer is not to be learned, and one whose answer breaks the contract.</returns>
    public static Shot? Of(ChatExample example, AnswerForm form)
    {
        ArgumentNullException.ThrowIfNull(example);
        ArgumentNullException.ThrowIfNull(form);
        ExampleMessage[] said = [.. example.Messages.Where(m => m.Role != "system")];
        if (said is not [{ Role: "user" } question, { Role: "assistant", Learned: true } answer]) return null;
        string asked = question.Content;
        if (asked.StartsWith(Passages, StringComparison.Ordinal))
        {
            int at = asked.LastIndexOf(Asked, StringComparison.Ordinal);
            if (at < 0) return null;
            asked = asked[(at + Asked.Length)..];
        }

        if (string.IsNullOrWhiteSpace(asked) || string.IsNullOrWhiteSpace(answer.Content) || form.Problem(answer.Content) is not null) return null;
        return new Shot(asked.Trim(), Uncited(answer.Content.Trim(), form));
    }

    // In the text that is said only: [1, 2] elsewhere in a record is a list.
    private static string Uncited(string answer, AnswerForm form)
    {
        string said = form.Said(answer), stripped = CitationMarkers.Strip(said);
        return stripped == said ? answer : form.Fill(stripped, like: answer);
    }
}
