using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Assay.Text;
using Assay.Text.Templates;

namespace Assay.Tuning.Examples.Reading;

/// <summary>Reads messages of the chat formats.</summary>
internal static class MessageReader
{
    // A template is rendered once for each turn to find where the assistant speaks: time grows with the square of the turns.
    private const int MostMessages = 1000;

    private static readonly string[] Roles = ["system", "user", "assistant", "tool", "developer", "function"];

    private static readonly Dictionary<string, string> ShareGptRoles = new(StringComparer.Ordinal)
    {
        ["human"] = "user", ["user"] = "user", ["gpt"] = "assistant", ["assistant"] = "assistant", ["chatgpt"] = "assistant", ["bing"] = "assistant", ["bard"] = "assistant", ["model"] = "assistant",
        ["system"] = "system", ["tool"] = "tool", ["observation"] = "tool", ["function_response"] = "tool",
    };

    /// <summary>A message with nothing but role and text.</summary>
    public static ExampleMessage Plain(string role, string text, bool learned = true) => new(role, text)
    {
        Learned = learned,
        Fields = TemplateValue.OfMapping(new KeyValuePair<string, TemplateValue>("role", TemplateValue.Of(role)), new("content", TemplateValue.Of(text))),
    };

    /// <summary>A list of messages.</summary>
    /// <param name="row">The object that has the list.</param>
    /// <param name="field">The list's name.</param>
    /// <returns>The messages; null with problems noted.</returns>
    public static ImmutableArray<ExampleMessage>? Messages(RowFields row, string field)
    {
        if (row.List(field, """Write [{"role":"user","content":"..."},{"role":"assistant","content":"..."}].""") is not { } list) return null;
        return Each(row, field, list, Message);
    }

    /// <summary>The conversation of ShareGPT, whose messages may also have <c>role</c> and <c>content</c>.</summary>
    public static ImmutableArray<ExampleMessage>? Turns(RowFields row, string field)
    {
        if (row.List(field, """Write [{"from":"human","value":"..."},{"from":"gpt","value":"..."}].""") is not { } list) return null;
        return Each(row, field, list, item => item.Json.TryGetProperty("role", out _) ? Message(item) : Turn(item));
    }

    /// <summary>A text, which is one message, or a list of messages.</summary>
    public static ImmutableArray<ExampleMessage>? TextOrMessages(RowFields row, string field, string role)
    {
        if (row.Find(field) is { ValueKind: JsonValueKind.Array }) return Messages(row, field);
        return row.Text(field, $"Write what the {role} says.") is { } text ? [Plain(role, text)] : null;
    }

    private static ImmutableArray<ExampleMessage>? Each(RowFields row, string field, JsonElement list, Func<RowFields, ExampleMessage?> read)
    {
        if (list.GetArrayLength() > MostMessages)
        {
            row.Problem(field, $"at most {MostMessages} messages", $"{list.GetArrayLength()}", "Cut the conversation into several.");
            return null;
        }

        ImmutableArray<ExampleMessage>.Builder messages = ImmutableArray.CreateBuilder<ExampleMessage>();
        int at = 0;
        bool good = true;
        foreach (JsonElement item in list.EnumerateArray())
        {
            RowFields fields = row.Inside(item, $"{row.PathOf(field)}[{at++}]");
            ExampleMessage? message = null;
            if (item.ValueKind != JsonValueKind.Object) fields.Problem("", "a message, an object", RowFields.Describe(item), "Write an object for each message.");
            else message = read(fields);
            if (message is null) good = false;
            else messages.Add(message);
        }

        return good ? messages.ToImmutable() : null;
    }

    private static ExampleMessage? Message(RowFields item)
    {
        string? role = item.Text("role", "Write who speaks: system, user, assistant or tool.");
        if (role is not null && !Roles.Contains(role))
        {
            string hint = NearestName.Find(role, Roles) is { } near ? $"Did you mean '{near}'?" : "Write one of these.";
            item.Problem("role", "system, user, assistant or tool", $"'{(role.Length > 40 ? role[..40] : role)}'", hint);
            role = null;
        }

        string? content = Content(item, role);
        bool? learned = Weight(item, role);
        return role is null || content is null || learned is null ? null : Build(item, role, content, learned.Value);
    }

    private static ExampleMessage? Build(RowFields item, string role, string content, bool learned)
    {
        string known = role switch { "developer" => "system", "function" => "tool", _ => role };
        try
        {
            TemplateValue fields = TemplateValue.OfMapping(item.Json.EnumerateObject().Where(p => p.Name != "weight").Select(p => KeyValuePair.Create(p.Name, p.Name switch
            {
                "role" => TemplateValue.Of(known),
                "content" when p.Value.ValueKind == JsonValueKind.Array => TemplateValue.Of(content),
                _ => TemplateValue.FromJson(p.Value),
            })));
            return new ExampleMessage(known, content) { Learned = learned, Fields = fields };
        }
        catch (AssayException e)
        {
            item.Problem("", "values that a template can take", e.Message.TrimEnd('.'), "Repair the message.");
            return null;
        }
    }

    private static string? Content(RowFields item, string? role)
    {
        bool calls = item.Find("tool_calls") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0;
        if (calls || item.Find("function_call") is { ValueKind: JsonValueKind.Object })
        {
            if (role is not null and not "assistant") item.Problem("tool_calls", "calls by the assistant", $"calls by '{role}'", "Move them to a message of the assistant.");
            if (item.Find("content") is null) return "";
        }

        string? text = item.Find("content") is { ValueKind: JsonValueKind.Array } parts ? Parts(item, parts) : item.Text("content", "Write what is said.", mayBeBlank: calls || role is "system" or "tool" or "function");
        if (role != "assistant" || text is null || !text.Trim().Equals("nan", StringComparison.OrdinalIgnoreCase)) return text;
        item.Problem("content", "what the assistant says", $"'{text.Trim()}'", "That is how a table writes a missing value: fill it in or remove the row.");
        return null;
    }

    private static string? Parts(RowFields item, JsonElement parts)
    {
        StringBuilder text = new();
        int at = 0;
        foreach (JsonElement part in parts.EnumerateArray())
        {
            RowFields fields = item.Inside(part, $"{item.PathOf("content")}[{at++}]");
            string? kind = part.ValueKind == JsonValueKind.Object ? fields.OptionalText("type") : null;
            if (kind is not ("text" or "refusal"))
            {
                fields.Problem("type", "\"text\" or \"refusal\"", kind is null ? RowFields.Describe(part) : $"'{(kind.Length > 40 ? kind[..40] : kind)}'", "Only text can be trained on: remove the part or the row.");
                return null;
            }

            if (fields.Text(kind, "Write the text.", mayBeBlank: true) is not { } piece) return null;
            text.Append(piece);
        }

        return text.ToString();
    }

    private static bool? Weight(RowFields item, string? role)
    {
        if (item.Find("weight") is not { } weight) return true;
        if (role is not null and not "assistant") item.Problem("weight", "weights on messages of the assistant only", $"one on a message of '{role}'", "Remove it.");
        if (weight.ValueKind is JsonValueKind.True or JsonValueKind.False) return weight.GetBoolean();
        if (weight.ValueKind == JsonValueKind.Number && weight.TryGetDouble(out double value) && value is 0 or 1) return value == 1;
        item.Problem("weight", "0 or 1", RowFields.Describe(weight), "Write 1 for what is learned, 0 for what is not, without quotes.");
        return null;
    }

    private static ExampleMessage? Turn(RowFields item)
    {
        string? from = item.Text("from", "Write who speaks: system, human or gpt."), value = item.Text("value", "Write what is said.");
        if (from is not null && !ShareGptRoles.ContainsKey(from))
        {
            item.Problem("from", "system, human, gpt or tool", $"'{(from.Length > 40 ? from[..40] : from)}'", NearestName.Find(from, ShareGptRoles.Keys) is { } near ? $"Did you mean '{near}'?" : "Write one of these.");
            return null;
        }

        if (from is null || value is null || Weight(item, ShareGptRoles[from]) is not { } learned) return null;
        if (ShareGptRoles[from] != "assistant" || !value.Trim().Equals("nan", StringComparison.OrdinalIgnoreCase)) return Plain(ShareGptRoles[from], value, learned);
        item.Problem("value", "what the assistant says", $"'{value.Trim()}'", "That is how a table writes a missing value: fill it in or remove the row.");
        return null;
    }
}
