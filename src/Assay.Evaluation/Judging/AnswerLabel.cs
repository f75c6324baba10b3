using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Judging;

/// <summary>What a person says a measure of an answer is.</summary>
/// <param name="Question">Id of the question.</param>
/// <param name="Arm">The arm that answered.</param>
/// <param name="Measure">Name of the measure.</param>
/// <param name="Value">In [0, 1].</param>
public sealed record AnswerLabel(string Question, string Arm, string Measure, double Value)
{
    private static readonly ImmutableArray<string> s_keys = ["question", "arm", "measure", "value"];

    /// <summary>Reads a file of labels: JSON Lines of <c>{"question","arm","measure","value"}</c>, where the value is a number in [0, 1] or true or false.</summary>
    /// <param name="path">The file.</param>
    /// <returns>At least one label.</returns>
    /// <exception cref="InputException">No such file, or a line that cannot be used; every problem with its line.</exception>
    public static ImmutableArray<AnswerLabel> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ProblemList problems = new(path);
        var labels = ImmutableArray.CreateBuilder<AnswerLabel>();
        var lines = new Dictionary<(string, string, string), int>();
        foreach (TextLine line in LineReader.Read(path, problems))
        {
            if (Parse(line, problems) is not { } label) continue;
            if (lines.TryAdd((label.Question, label.Arm, label.Measure), line.Number)) labels.Add(label);
            else problems.Add(line.Number, $"Line {lines[(label.Question, label.Arm, label.Measure)]} has a label for the same question, arm and measure. Keep one, or the mean of both.");
        }

        if (labels.Count == 0 && problems.Count == 0) problems.Add(null, """The file has no labels. Write one JSON object per line, such as {"question":"q1","arm":"rag","measure":"faithfulness","value":1}.""");
        problems.ThrowIfAny();
        return labels.ToImmutable();
    }

    private static AnswerLabel? Parse(TextLine line, ProblemList problems)
    {
        if (!StrictJson.TryParse(line.Text, out JsonNode? node, out string error) || node is not JsonObject record)
        {
            problems.Add(line.Number, $"Expected a JSON object{(error.Length > 0 ? $": {error}" : "")}. Write one a line, such as {{\"question\":\"q1\",\"arm\":\"rag\",\"measure\":\"faithfulness\",\"value\":1}}.");
            return null;
        }

        int before = problems.Count;
        foreach (string unknown in record.Select(f => f.Key).Where(k => !s_keys.Contains(k))) problems.Add(line.Number, $"Unknown key '{unknown}'. Valid keys: {string.Join(", ", s_keys)}.");
        string question = Text("question"), arm = Text("arm"), measure = Text("measure");
        double? value = record["value"] switch
        {
            JsonValue v when v.GetValueKind() is JsonValueKind.True or JsonValueKind.False => v.GetValue<bool>() ? 1 : 0,
            JsonValue v when v.GetValueKind() == JsonValueKind.Number && v.TryGetValue(out double number) && number is >= 0 and <= 1 => number,
            _ => null,
        };
        if (value is null) problems.Add(line.Number, $"'value' must be a number from 0 to 1, true or false{(record["value"] is { } other ? $", found {other.ToJsonString()}" : "")}.");
        return problems.Count > before ? null : new AnswerLabel(question, arm, measure, value!.Value);

        string Text(string name)
        {
            if (record[name] is JsonValue v && v.GetValueKind() == JsonValueKind.String && v.GetValue<string>() is { Length: > 0 } text) return text;
            problems.Add(line.Number, $"'{name}' is missing or no text.");
            return "";
        }
    }
}
