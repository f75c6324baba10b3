using System.Globalization;
using Assay.Benchmarks.Collections;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>FairytaleQA (Xu and others 2022): questions of teachers to sections of tales whose answer stands there.</summary>
internal static class StoryQuestions
{
    /// <summary>The questions of the training split.</summary>
    /// <param name="folder">The folder <c>data-by-train-split</c>.</param>
    public static IEnumerable<WrittenQuestion> Read(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, "questions", "train"), "*.csv").Order(StringComparer.Ordinal))
        {
            string story = Path.GetFileName(file).Replace("-questions.csv", "-story.csv", StringComparison.Ordinal), path = Path.Combine(folder, "section-stories", "train", story);
            if (!File.Exists(path)) continue;
            Dictionary<string, string> sections = Rows(path).DistinctBy(r => r["section"]).ToDictionary(r => r["section"], r => string.Join('\n', r["text"].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
            string title = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(story.Replace("-story.csv", "", StringComparison.Ordinal).Replace('-', ' '));
            foreach (Dictionary<string, string> row in Rows(file))
            {
                if (row["ex-or-im1"] != "explicit" || !sections.TryGetValue(row["cor_section"], out string? text) || row["answer1"].Trim().Length == 0) continue;
                yield return new WrittenQuestion(new Section(title, "", text), row["question"].Trim(), row["answer1"].Trim().TrimEnd('.'));
            }
        }
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string path)
    {
        using var reader = new StreamReader(path);
        foreach (Dictionary<string, string> row in Csv.Read(reader)) yield return row;
    }
}
