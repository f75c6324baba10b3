using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Assay.Evaluation.Questions;

/// <summary>Writes a question as a line of <c>questions.jsonl</c>.</summary>
public static class QuestionLine
{
    // Readable text: the file is for people to edit, and is never put into a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The question as JSON.</summary>
    /// <param name="question">Everything is written; <c>as</c>, <c>expect</c>, <c>source</c> and <c>reviewed</c> where they are there.</param>
    /// <returns>One line, without its end.</returns>
    public static string Write(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", question.Id);
            json.WriteString("question", question.Text);
            WriteList(json, "answers", question.Answers);
            WriteList(json, "documents", question.Documents);
            json.WriteBoolean("answerable", question.Answerable);
            WriteList(json, "tags", question.Tags);
            if (question.As is not null) json.WriteString("as", question.As);
            if (question.Expect is not null)
            {
                json.WritePropertyName("expect");
                question.Expect.WriteTo(json);
            }

            if (question.Source is not null) json.WriteString("source", question.Source);
            if (question.Reviewed != QuestionReview.None) json.WriteString("reviewed", question.Reviewed == QuestionReview.Accepted ? "accepted" : "rejected");
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
