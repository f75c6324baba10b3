using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Reading;

namespace Assay.Tuning.Synthesis;

/// <summary>An example that no person wrote.</summary>
/// <param name="Kind">How it was made: one of <see cref="SyntheticKind"/>.</param>
/// <param name="System">The system message; null for none.</param>
/// <param name="Prompt">What the user says.</param>
/// <param name="Answer">What is learned.</param>
public sealed record SyntheticExample(string Kind, string? System, string Prompt, string Answer)
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The documents it was made from.</summary>
    /// <value>Empty by default.</value>
    public ImmutableArray<string> Documents { get; init; } = [];

    /// <summary>The row of a file of training data, always marked as synthetic.</summary>
    /// <returns>One line of JSON, without its end.</returns>
    public string ToLine()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_writing))
        {
            json.WriteStartObject();
            json.WriteStartArray("messages");
            if (System is not null) Message(json, "system", System);
            Message(json, "user", Prompt);
            Message(json, "assistant", Answer);
            json.WriteEndArray();
            json.WriteString("synthetic", Kind);
            if (Documents.Length > 0)
            {
                json.WriteStartArray("documents");
                foreach (string document in Documents) json.WriteStringValue(document);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The same as the checks see it.</summary>
    /// <param name="line">The number that findings name.</param>
    /// <returns>The conversation.</returns>
    public ChatExample ToChat(int line) => new(line,
        [.. System is null ? (ExampleMessage[])[] : [MessageReader.Plain("system", System)], MessageReader.Plain("user", Prompt), MessageReader.Plain("assistant", Answer)])
    {
        Documents = Documents,
        Making = new ExampleMaking(Kind, ExampleReview.None),
    };

    private static void Message(Utf8JsonWriter json, string role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content);
        json.WriteEndObject();
    }
}
