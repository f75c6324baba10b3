namespace Assay.Retrieval.Reading.Tables;

/// <summary>Makes one name of each column of a table whose headings stand in several rows.</summary>
internal static class HeadingLevels
{
    /// <summary>The names: what stands over a column from top to bottom, each text once (<c>2025 Q1</c> under 2025 and Q1).</summary>
    /// <param name="rows">The rows of headings; a heading over several columns stands in each of them.</param>
    public static string[] Join(IReadOnlyList<string[]> rows)
    {
        var names = new string[rows.Max(r => r.Length)];
        for (int i = 0; i < names.Length; i++)
        {
            var parts = new List<string>();
            foreach (string[] row in rows)
            {
                string part = i < row.Length ? row[i].Trim() : "";
                if (part.Length > 0 && !parts.Contains(part, StringComparer.OrdinalIgnoreCase)) parts.Add(part);
            }

            names[i] = string.Join(' ', parts);
        }

        return names;
    }
}
