using System.Text;
using System.Text.Json;
using Assay.Text;

namespace Assay.Comparing;

/// <summary>Reads predictions: one JSON object <c>{id: answer}</c> as SQuAD has it, or JSON Lines <c>{"id","answer"}</c>.</summary>
public static class PredictionFile
{
    private const int MostCharacters = 256 << 20;

    /// <summary>Reads a file of predictions.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Answers by question id.</returns>
    /// <exception cref="InputException">The file is missing or of neither form; names the line.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        if (!File.Exists(path)) throw new InputException(new Problem(path, null, "This file does not exist."));
        string text = ReadText(path);
        return Whole(text) ?? Lines(path, text);
    }

    // A device has no length and no end.
    private static string ReadText(string path)
    {
        using var reader = new StreamReader(path);
        var text = new StringBuilder();
        char[] part = new char[1 << 16];
        for (int read; (read = reader.Read(part)) > 0;)
        {
            if (text.Length + read > MostCharacters) throw new InputException(new Problem(path, null, "More than 256 MB: predictions are one JSON object or JSON Lines of {\"id\",\"answer\"}. Is this the file you mean?"));
            text.Append(part, 0, read);
        }

        return text.ToString();
    }

    private static Dictionary<string, string>? Whole(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            bool isLine = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out _) && document.RootElement.TryGetProperty("answer", out _);
            return isLine || document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.String)
                ? null
                : document.RootElement.EnumerateObject().DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not one JSON document, or a string with half of a surrogate pair.
            return null;
        }
    }

    private static Dictionary<string, string> Lines(string path, string text)
    {
        var predictions = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            (string id, string answer) = Line(path, i + 1, lines[i]);
            if (!predictions.TryAdd(id, answer)) throw new InputException(new Problem(path, i + 1, $"'{id}' has a second prediction. Keep one."));
        }

        return predictions;
    }

    private static (string Id, string Answer) Line(string path, int line, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String
                && document.RootElement.TryGetProperty("answer", out JsonElement answer) && answer.ValueKind == JsonValueKind.String)
            {
                return (id.GetString()!, answer.GetString()!);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Reported below with the same message as a line of another shape.
        }

        throw new InputException(new Problem(path, line, "Expected {\"id\":\"...\",\"answer\":\"...\"} on each line, or one object {\"id\":\"answer\", ...} for the whole file."));
    }
}
