using System.Text.Json;
using Assay.Retrieval.TableQuestions;

namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>Sets of questions over tables whose answers were worked out by SQL written by hand (Fixtures/table-questions/make.py).</summary>
public sealed class TableQuestionSetTests
{
    public static TheoryData<string> Sets => [.. TableStoreFolder.Sets];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Set_is_answered_exactly_with_the_right_rows(string set)
    {
        using TableStoreFolder tables = new TableStoreFolder().AddSet(set);
        var wrong = new List<string>();
        int right = 0;
        string[] lines = File.ReadAllLines(Path.Combine(TableStoreFolder.Fixtures, set, "questions.jsonl"));
        foreach (string line in lines)
        {
            using JsonDocument json = JsonDocument.Parse(line);
            string question = json.RootElement.GetProperty("question").GetString()!;
            TableAnswer? answer = tables.Ask(question);
            if (answer is not null && IsRight(json.RootElement, answer)) right++;
            else wrong.Add($"{question} -> {answer?.Text} {answer?.Sql}");
        }

        Assert.Equal(50, lines.Length);
        Assert.True(right >= lines.Length * 0.95, string.Join('\n', wrong));
    }

    [Fact]
    public void Questions_about_anything_else_get_no_number_of_a_table()
    {
        var answered = new List<string>();
        foreach (IGrouping<string, (string Set, string Text)> set in File.ReadLines(Path.Combine(TableStoreFolder.Fixtures, "unanswerable.jsonl")).Select(Question).GroupBy(q => q.Set))
        {
            using TableStoreFolder tables = new TableStoreFolder().AddSet(set.Key);
            answered.AddRange(set.Select(q => (q.Text, Answer: tables.Ask(q.Text))).Where(q => q.Answer is not null).Select(q => $"{q.Text} -> {q.Answer!.Text} {q.Answer.Sql}"));
        }

        Assert.Empty(answered);
    }

    private static (string Set, string Text) Question(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return (json.RootElement.GetProperty("set").GetString()!, json.RootElement.GetProperty("question").GetString()!);
    }

    private static bool IsRight(JsonElement question, TableAnswer answer)
    {
        JsonElement gold = question.GetProperty("answer");
        JsonElement[] values = gold.ValueKind == JsonValueKind.Array ? [.. gold.EnumerateArray()] : [gold];
        if (values.Length != answer.Values.Length) return false;
        if (!Array.TrueForAll(values, g => answer.Values.Any(v => g.ValueKind == JsonValueKind.Array ? (v.Of ?? (v.By is null ? null : v.Value.ToString())) == g[0].ToString() && Same(g[1], v.By ?? v.Value) : Same(g, v.Value)))) return false;
        HashSet<int> rows = [.. question.GetProperty("rows").EnumerateArray().Select(r => int.Parse(r.GetString()!.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture))];
        return rows.Count == 0 ? answer.RowCount == 0 : answer.Rows.GroupBy(r => r.Table).Any(t => rows.SetEquals(t.Select(r => r.Number)));
    }

    private static bool Same(JsonElement gold, object value) => gold.ValueKind == JsonValueKind.Number
        ? value is double or long && Math.Abs(Convert.ToDouble(value, null) - gold.GetDouble()) <= 1e-6 * Math.Max(1, Math.Abs(gold.GetDouble()))
        : value is string text && text == gold.GetString();
}
