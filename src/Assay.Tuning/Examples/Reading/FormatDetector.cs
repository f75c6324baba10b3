using System.Text.Json;
using Assay.Text;

namespace Assay.Tuning.Examples.Reading;

/// <summary>Tells the format of a row from the names of its fields.</summary>
internal static class FormatDetector
{
    private static readonly string[] Names = ["messages", "conversations", "instruction", "output", "prompt", "completion", "chosen", "rejected", "input", "preferred_completion", "non_preferred_completion"];

    private static readonly HashSet<string> Known = [.. Names, "conversation", "system", "tools", "functions", "parallel_tool_calls", "documents", "group", "source", "id", "synthetic", "reviewed"];

    public static ExampleFormat Detect(RowFields row)
    {
        if (Has("preferred_completion") || Has("non_preferred_completion")) return ExampleFormat.OpenAiPreference;
        if (Has("chosen") || Has("rejected")) return ExampleFormat.Preference;
        if (Has("messages")) return ExampleFormat.Chat;
        if (Has("conversations") || Has("conversation")) return ExampleFormat.ShareGpt;
        if (Has("instruction")) return ExampleFormat.Instruction;
        return Has("prompt") || Has("completion") ? ExampleFormat.PromptCompletion : ExampleFormat.Unknown;

        bool Has(string field) => row.Json.TryGetProperty(row.Name(field), out _);
    }

    /// <summary>The format in words, by its fields.</summary>
    public static string Describe(ExampleFormat format) => format switch
    {
        ExampleFormat.Chat => "chat (messages)",
        ExampleFormat.Instruction => "instruction (instruction, input, output)",
        ExampleFormat.PromptCompletion => "prompt and completion",
        ExampleFormat.ShareGpt => "ShareGPT (conversations)",
        ExampleFormat.Preference => "preference (prompt, chosen, rejected)",
        ExampleFormat.OpenAiPreference => "preference (input, preferred_completion, non_preferred_completion)",
        _ => "one of messages, conversations, instruction, prompt, chosen, preferred_completion",
    };

    /// <summary>What a row has instead of known fields.</summary>
    public static string Fields(JsonElement row)
    {
        string[] names = [.. row.EnumerateObject().Take(6).Select(p => p.Name.Length > 30 ? p.Name[..30] : p.Name)];
        if (names.Length == 0) return "no field";
        return $"the fields {string.Join(", ", names)}";
    }

    /// <summary>What to do about them.</summary>
    public static string Fix(JsonElement row)
    {
        foreach (JsonProperty property in row.EnumerateObject().Take(100))
        {
            if (!Known.Contains(property.Name) && NearestName.Find(property.Name, Names) is { } near) return $"Did you mean '{near}' by '{property.Name}'?";
        }

        return "Rename the fields, or say which is which with a map of names.";
    }

    public static bool IsKnown(string field) => Known.Contains(field);
}
