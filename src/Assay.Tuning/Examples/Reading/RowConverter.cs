using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;
using Assay.Text.Templates;

namespace Assay.Tuning.Examples.Reading;

/// <summary>Turns a row of a known format into an example.</summary>
internal static class RowConverter
{
    /// <summary>A conversation.</summary>
    /// <param name="row">The row.</param>
    /// <param name="format">A format of conversations.</param>
    /// <returns>The conversation; null with problems noted.</returns>
    public static ChatExample? Chat(RowFields row, ExampleFormat format)
    {
        ImmutableArray<ExampleMessage>? messages = format switch
        {
            ExampleFormat.Chat => MessageReader.Messages(row, "messages"),
            ExampleFormat.Instruction => Instruction(row),
            ExampleFormat.PromptCompletion => Completion(row),
            ExampleFormat.ShareGpt => ShareGpt(row),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of conversations."),
        };
        Origin origin = OriginOf(row);
        if (messages is not { } said || Tools(row) is not { } tools) return null;
        if (!Follows(row, said, Field(format))) return null;
        return new ChatExample(row.Line, said) { Tools = tools, Documents = origin.Documents, Group = origin.Group, Source = origin.Source, Making = origin.Making };
    }

    /// <summary>A preference.</summary>
    public static PreferenceExample? Preference(RowFields row, ExampleFormat format)
    {
        RowFields inner = row;
        bool wire = format == ExampleFormat.OpenAiPreference;
        if (wire)
        {
            if (row.Record("input", """Write {"messages":[...]}.""") is not { } input) return null;
            inner = row.Inside(input, row.PathOf("input"));
        }

        ImmutableArray<ExampleMessage>? prompt = wire ? MessageReader.Messages(inner, "messages") : MessageReader.TextOrMessages(row, "prompt", "user");
        ImmutableArray<ExampleMessage>? chosen = Answer(row, wire ? "preferred_completion" : "chosen", wire), rejected = Answer(row, wire ? "non_preferred_completion" : "rejected", wire);
        Origin origin = OriginOf(row);
        if (prompt is not { } before || chosen is not { } good || rejected is not { } bad || Tools(inner) is not { } tools) return null;
        (good, bad) = (WithoutPrompt(before, good), WithoutPrompt(before, bad));
        if (good.IsEmpty || bad.IsEmpty || good.Select(m => m.Content).SequenceEqual(bad.Select(m => m.Content)))
        {
            row.Problem(wire ? "non_preferred_completion" : "rejected", "another answer than the wanted one", "the same", "Remove the row: nothing can be preferred.");
            return null;
        }

        return new PreferenceExample(row.Line, before, good, bad) { Tools = tools, Documents = origin.Documents, Group = origin.Group, Source = origin.Source, Making = origin.Making };
    }

    private static string Field(ExampleFormat format) => format switch { ExampleFormat.Chat => "messages", ExampleFormat.ShareGpt => "conversations", ExampleFormat.Instruction => "output", _ => "completion" };

    private static ImmutableArray<ExampleMessage>? Instruction(RowFields row)
    {
        string? system = row.OptionalText("system"), instruction = row.Text("instruction", "Write what is asked.");
        string? input = row.OptionalText("input"), output = Spoken(row, "output");
        if (instruction is null || output is null) return null;
        ImmutableArray<ExampleMessage>.Builder messages = ImmutableArray.CreateBuilder<ExampleMessage>();
        if (!string.IsNullOrWhiteSpace(system)) messages.Add(MessageReader.Plain("system", system));
        messages.Add(MessageReader.Plain("user", string.IsNullOrWhiteSpace(input) ? instruction : $"{instruction}\n\n{input}"));
        messages.Add(MessageReader.Plain("assistant", output));
        return messages.ToImmutable();
    }

    private static ImmutableArray<ExampleMessage>? Completion(RowFields row)
    {
        ImmutableArray<ExampleMessage>? prompt = MessageReader.TextOrMessages(row, "prompt", "user");
        ImmutableArray<ExampleMessage>? answer = row.Find("completion") is { ValueKind: JsonValueKind.Array } ? MessageReader.Messages(row, "completion")
            : Spoken(row, "completion") is { } text ? [MessageReader.Plain("assistant", text)] : null;
        return prompt is { } before && answer is { } after ? [.. before.Select(m => m with { Learned = false }), .. after] : null;
    }

    private static string? Spoken(RowFields row, string field)
    {
        if (row.Text(field, "Write what the assistant says, or remove the row: nothing can be learned without it.") is not { } text) return null;
        if (!text.Trim().Equals("nan", StringComparison.OrdinalIgnoreCase)) return text;
        row.Problem(field, "what the assistant says", $"'{text.Trim()}'", "That is how a table writes a missing value: fill it in or remove the row.");
        return null;
    }

    private static ImmutableArray<ExampleMessage>? ShareGpt(RowFields row)
    {
        string? system = row.OptionalText("system");
        ImmutableArray<ExampleMessage>? turns = MessageReader.Turns(row, row.Find("conversations") is null && row.Find("conversation") is not null ? "conversation" : "conversations");
        return turns is { } said && !string.IsNullOrWhiteSpace(system) && said[0].Role != "system" ? [MessageReader.Plain("system", system), .. said] : turns;
    }

    private static ImmutableArray<ExampleMessage>? Answer(RowFields row, string field, bool wire)
    {
        ImmutableArray<ExampleMessage>? answer = wire ? MessageReader.Messages(row, field) : row.Find(field) is { ValueKind: JsonValueKind.Array } ? MessageReader.Messages(row, field)
            : Spoken(row, field) is { } text ? [MessageReader.Plain("assistant", text)] : null;
        if (answer is not { } said || said.Any(m => m.Role == "assistant")) return answer;
        row.Problem(field, "an answer of the assistant", "none", "Give one message the role assistant.");
        return null;
    }

    // Some sets repeat the prompt in both answers.
    private static ImmutableArray<ExampleMessage> WithoutPrompt(ImmutableArray<ExampleMessage> prompt, ImmutableArray<ExampleMessage> answer)
    {
        bool repeated = answer.Length > prompt.Length && prompt.Zip(answer).All(p => p.First.Role == p.Second.Role && p.First.Content == p.Second.Content);
        return repeated ? answer[prompt.Length..] : answer;
    }

    private static bool Follows(RowFields row, ImmutableArray<ExampleMessage> messages, string field)
    {
        if (!messages.Any(m => m.Role == "assistant"))
        {
            row.Problem(field, "a message of the assistant", "none", "Add what the model is to say, or remove the row.");
            return false;
        }

        for (int i = 1; i < messages.Length; i++)
        {
            if (messages[i].Role != "system" || messages[i - 1].Role == "system") continue;
            row.Problem($"{field}[{i}]", "system messages at the beginning only", "one after others", "Move it to the front: most templates refuse it here.");
            return false;
        }

        return true;
    }

    private static TemplateValue? Tools(RowFields row)
    {
        JsonElement? tools = row.Find("tools") ?? row.Find("functions");
        if (tools is not { } list) return TemplateValue.None;
        string field = row.Find("tools") is null ? "functions" : "tools";
        if (list.ValueKind != JsonValueKind.Array)
        {
            row.Problem(field, "a list of tools", RowFields.Describe(list), "Write [{\"type\":\"function\",\"function\":{...}}].");
            return null;
        }

        try
        {
            return list.GetArrayLength() == 0 ? TemplateValue.None : TemplateValue.FromJson(list);
        }
        catch (AssayException e)
        {
            row.Problem(field, "values that a template can take", e.Message.TrimEnd('.'), "Repair the tools.");
            return null;
        }
    }

    private static Origin OriginOf(RowFields row) => new(row.Texts("documents"), row.OptionalText("group"), row.OptionalText("source"), new ExampleMaking(MadeBy(row), ReviewOf(row)));

    // Some sets say true or false only.
    private static string? MadeBy(RowFields row) => row.Find("synthetic") switch
    {
        { ValueKind: JsonValueKind.True } => "true",
        { ValueKind: JsonValueKind.False } => null,
        _ => row.OptionalText("synthetic"),
    };

    private static ExampleReview ReviewOf(RowFields row)
    {
        if (row.OptionalText("reviewed") is not { } said) return ExampleReview.None;
        if (said is "accepted" or "rejected") return said == "accepted" ? ExampleReview.Accepted : ExampleReview.Rejected;
        row.Problem("reviewed", "accepted or rejected", "another text", "Review the file with `assay tune make review`, or leave the field out.");
        return ExampleReview.None;
    }

    private readonly record struct Origin(ImmutableArray<string> Documents, string? Group, string? Source, ExampleMaking Making);
}
