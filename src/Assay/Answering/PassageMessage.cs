using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Text.Prompts;
using Assay.Text.Templates;
using Assay.Tuning.Examples;

namespace Assay.Answering;

/// <summary>The user's message of passages and a question, as every arm writes it: the passages stand between two equal lines, so that nothing in them can end their part.</summary>
internal static class PassageMessage
{
    private const string Head = "Passages:\n", None = "(none found)", Ask = "\n\nQuestion: ", Line = "=====";

    /// <summary>The message.</summary>
    /// <param name="passages">The passages as rendered; empty for none.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="notes">What is said of the passages, ending in an empty line; may be empty.</param>
    public static string Of(string passages, string question, string notes = "")
    {
        if (passages.Length == 0) return $"{Head}{None}{Ask}{question}";
        string fence = PromptFence.For(passages, question);
        return $"{Head}{fence}\n{passages}\n{fence}\n\n{notes}Question: {question}";
    }

    /// <summary>Whether a user asks with passages in an example.</summary>
    /// <param name="example">The example.</param>
    public static bool IsIn(ChatExample example) => example.Messages.Any(m => m.Role == "user" && m.Content.StartsWith(Head, StringComparison.Ordinal));

    /// <summary>The example with the lines around its passages that the arms write, where it has them without: so that a model is asked as it was trained.</summary>
    /// <param name="example">The example.</param>
    public static ChatExample Fenced(ChatExample example) => IsIn(example) ? example with { Messages = [.. example.Messages.Select(m => m.Role == "user" ? Fenced(m) : m)] } : example;

    private static ExampleMessage Fenced(ExampleMessage message)
    {
        string content = message.Content;
        int ask = content.LastIndexOf(Ask, StringComparison.Ordinal);
        if (!content.StartsWith(Head, StringComparison.Ordinal) || ask <= Head.Length) return message;
        string passages = content[Head.Length..ask];
        if (passages == None || passages.StartsWith(Line, StringComparison.Ordinal)) return message;
        string fenced = Of(passages, content[(ask + Ask.Length)..]);
        JsonObject fields = JsonNode.Parse(message.Fields.ToJson())!.AsObject();
        fields["content"] = fenced;
        return message with { Content = fenced, Fields = TemplateValue.FromJson(JsonSerializer.SerializeToElement(fields)) };
    }
}
