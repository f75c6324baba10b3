using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Assay.Tuning.Examples.Reading;

/// <summary>Parses a row. Never throws on bad text.</summary>
internal static class RowJson
{
    /// <summary>Deepest nesting that is accepted; keeps every recursive reader of the result safe.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>A row as a JSON value of its own.</summary>
    /// <param name="row">The row.</param>
    /// <param name="problems">Receives why it is none.</param>
    /// <returns>The value; null when it is not acceptable.</returns>
    public static JsonElement? Parse(RawRow row, RowProblems problems)
    {
        ReadOnlySpan<byte> bytes = row.Bytes.Span;
        if (!Utf8.IsValid(bytes))
        {
            problems.Add(row.Line, "", "UTF-8", "bytes that are not", "Save the file as UTF-8.");
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(row.Bytes, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            string fix = bytes.Trim(" \t\r"u8) is [(byte)'{'] ? "A row stands on one line: write one JSON object a line, or all rows as one JSON array." : "Repair the row.";
            problems.Add(row.Line, "", "JSON", Reason(e, bytes), fix);
            return null;
        }
        catch (InvalidOperationException)
        {
            problems.Add(row.Line, "", "Unicode text", "half of a surrogate pair in a name", "Repair the escape \\uD800 to \\uDFFF.");
            return null;
        }
    }

    /// <summary>Why text is not JSON.</summary>
    public static string Reason(JsonException e, ReadOnlySpan<byte> text)
    {
        if (NotANumber(e, text) is { } name) return $"{name}, which JSON does not have and which nothing can be trained on";
        int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string reason = (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.', ' ');
        if (reason.Length > 200) reason = reason[..200];
        StringBuilder shown = new();
        foreach (char c in reason) shown.Append(char.IsControl(c) ? ' ' : c);
        return e.BytePositionInLine is { } position ? $"an error at byte {position + 1}: {shown}" : shown.ToString();
    }

    private static string? NotANumber(JsonException e, ReadOnlySpan<byte> text)
    {
        for (long skip = e.LineNumber ?? 0; skip > 0; skip--) text = text[(text.IndexOf((byte)'\n') + 1)..];
        int at = (int)Math.Min(text.Length, e.BytePositionInLine ?? 0);
        ReadOnlySpan<byte> from = text[Math.Max(0, at - 1)..];
        foreach (string name in (ReadOnlySpan<string>)["NaN", "Infinity", "-Infinity"])
        {
            ReadOnlySpan<byte> written = Encoding.ASCII.GetBytes(name);
            if (from.StartsWith(written) || (!from.IsEmpty && from[1..].StartsWith(written))) return name;
        }

        return null;
    }
}
