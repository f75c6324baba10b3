using System.Text.Json;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Reading;

namespace Assay.Tests.Tuning.Examples;

/// <summary>Examples for tests.</summary>
internal static class ExampleRows
{
    public static ChatExample Of(int line, string prompt, string answer, string? group = null) =>
        new(line, [MessageReader.Plain("user", prompt), MessageReader.Plain("assistant", answer)]) { Group = group };

    /// <summary>A line of a chat file.</summary>
    public static string Line(string prompt, string answer) =>
        JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = prompt }, new { role = "assistant", content = answer } } });

    /// <summary>A text of words that no other seed gives.</summary>
    public static string Words(int seed, int count)
    {
        uint state = unchecked((uint)seed * 2654435761) + 1;
        string[] words = new string[count];
        for (int i = 0; i < count; i++)
        {
            state = unchecked((state * 1664525) + 1013904223);
            words[i] = $"w{(char)('a' + (state >> 27))}{(char)('a' + ((state >> 20) % 26))}{(char)('a' + ((state >> 12) % 26))}";
        }

        return string.Join(' ', words);
    }
}
