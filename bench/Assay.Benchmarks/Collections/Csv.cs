using System.Text;

namespace Assay.Benchmarks.Collections;

/// <summary>Reads comma-separated rows whose quoted fields may hold commas, line breaks and doubled quotes (RFC 4180).</summary>
internal static class Csv
{
    /// <summary>All rows as field by column name; empty lines are none.</summary>
    public static IEnumerable<Dictionary<string, string>> Read(TextReader reader)
    {
        string[]? header = null;
        while (Row(reader) is { } fields)
        {
            if (fields is [""]) continue;
            if (header is null) header = [.. fields];
            else if (fields.Count == header.Length) yield return header.Zip(fields).ToDictionary(p => p.First, p => p.Second);
            else throw new InvalidDataException($"A row has {fields.Count} fields; the header has {header.Length}.");
        }
    }

    private static List<string>? Row(TextReader reader)
    {
        if (reader.Peek() < 0) return null;
        List<string> fields = [];
        var field = new StringBuilder();
        bool quoted = false;
        for (int next; (next = reader.Read()) >= 0;)
        {
            char c = (char)next;
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (reader.Peek() == '"') field.Append((char)reader.Read());
                else quoted = false;
            }
            else if (c == '"') quoted = true;
            else if (c == ',') Take();
            else if (c == '\n') break;
            else if (c != '\r') field.Append(c);
        }

        Take();
        return fields;

        void Take()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
