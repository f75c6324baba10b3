using System.Text.Encodings.Web;
using System.Text.Json;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>A record that answers stand in, with fields that have a value by themselves.</summary>
internal sealed record AnswerRecord(string Schema, string Field, (string Name, string Json)[] Others, bool First)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Plain) { WriteIndented = true };

    /// <summary>One of many.</summary>
    public static AnswerRecord Make(LessonDice dice, TaskData data)
    {
        const string field = "answer";
        (string Name, string Json, object Form)[] others = [.. Enumerable.Range(0, dice.Below(3)).Select(_ => Other(dice, data)).DistinctBy(o => o.Name)];
        bool first = dice.Chance(0.8);
        var answer = new KeyValuePair<string, object>(field, new { type = "string" });
        IEnumerable<KeyValuePair<string, object>> rest = others.Select(o => new KeyValuePair<string, object>(o.Name, o.Form));
        var properties = new Dictionary<string, object>(first ? rest.Prepend(answer) : rest.Append(answer));
        string schema = JsonSerializer.Serialize(new { type = "object", required = properties.Keys, additionalProperties = false, properties }, dice.Chance(0.5) ? Indented : Plain);
        return new AnswerRecord(schema, field, [.. others.Select(o => (o.Name, o.Json))], first);
    }

    /// <summary>The record with an answer in it.</summary>
    public string Write(string answer)
    {
        string mine = $"{JsonSerializer.Serialize(Field, Plain)}: {JsonSerializer.Serialize(answer, Plain)}";
        IEnumerable<string> rest = Others.Select(o => $"{JsonSerializer.Serialize(o.Name, Plain)}: {o.Json}");
        return $"{{{string.Join(", ", First ? rest.Prepend(mine) : rest.Append(mine))}}}";
    }

    private static (string Name, string Json, object Form) Other(LessonDice dice, TaskData data)
    {
        string name = dice.Pick(data.Nouns);
        if (dice.Chance(0.4)) return (name, "false", new Dictionary<string, object> { ["type"] = "boolean", ["default"] = false });
        string[] values = [.. Enumerable.Range(0, dice.Between(2, 5)).Select(_ => dice.Pick(data.Nouns)).Distinct()];
        string usual = dice.Pick(values);
        return (name, JsonSerializer.Serialize(usual, Plain), new Dictionary<string, object> { ["enum"] = values, ["default"] = usual });
    }
}
