using System.Collections.Immutable;
using System.Text.Json;

namespace Assay.Benchmarks.Tuning;

/// <summary>A question of text2sql's advising set: a text and SQL with places for values, and the values.</summary>
/// <param name="Text">The question, with the names of variables.</param>
/// <param name="Sql">The SQL, with the names of variables.</param>
/// <param name="Values">Value by variable, of those in the question.</param>
/// <param name="Fixed">Value by variable, of those that only the SQL has.</param>
/// <param name="Template">Number of the SQL's template.</param>
internal sealed record AdvisingQuestion(string Text, string Sql, ImmutableSortedDictionary<string, string> Values, ImmutableSortedDictionary<string, string> Fixed, int Template)
{
    /// <summary>The question with values.</summary>
    public string Asked(IReadOnlyDictionary<string, string> values) => Filled(Text, values);

    /// <summary>The SQL with values, as the data set writes it.</summary>
    public string Answer(IReadOnlyDictionary<string, string> values) => Filled(Filled(Sql, values), Fixed);

    private static string Filled(string text, IReadOnlyDictionary<string, string> values)
    {
        foreach ((string name, string value) in values) text = text.Replace(name, value, StringComparison.Ordinal);
        return text;
    }
}

/// <summary>Reads <c>advising.json</c>.</summary>
internal static class AdvisingData
{
    /// <summary>The questions of some parts of the question split, in the file's order.</summary>
    /// <param name="data">The folder of all data.</param>
    /// <param name="parts">For example <c>train</c>.</param>
    public static AdvisingQuestion[] Read(string data, params ReadOnlySpan<string> parts)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "text2sql", "data", "advising.json")));
        List<AdvisingQuestion> questions = [];
        int template = 0;
        foreach (JsonElement query in document.RootElement.EnumerateArray())
        {
            string sql = query.GetProperty("sql")[0].GetString()!;
            Dictionary<string, string> examples = query.GetProperty("variables").EnumerateArray().ToDictionary(v => v.GetProperty("name").GetString()!, v => v.GetProperty("example").GetString()!, StringComparer.Ordinal);
            foreach (JsonElement sentence in query.GetProperty("sentences").EnumerateArray())
            {
                if (parts.Contains(sentence.GetProperty("question-split").GetString()!)) questions.Add(Question(sentence, sql, examples, template));
            }

            template++;
        }

        return [.. questions];
    }

    // A variable that a question has no value for is in the SQL only, where the template's example stands.
    private static AdvisingQuestion Question(JsonElement sentence, string sql, Dictionary<string, string> examples, int template)
    {
        Dictionary<string, string> given = sentence.GetProperty("variables").EnumerateObject().Where(v => v.Value.GetString() is { Length: > 0 }).ToDictionary(v => v.Name, v => v.Value.GetString()!, StringComparer.Ordinal);
        return new AdvisingQuestion(
            sentence.GetProperty("text").GetString()!,
            sql,
            given.ToImmutableSortedDictionary(StringComparer.Ordinal),
            examples.Where(e => !given.ContainsKey(e.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
            template);
    }
}
