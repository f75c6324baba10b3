using System.Text.Json;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>Questions that people wrote, by the kind of lessons that they are for.</summary>
internal static class WrittenQuestions
{
    /// <summary>The questions of a kind as their authors published them.</summary>
    /// <param name="kind"><c>stories</c>, <c>meanings</c> or <c>searches</c>.</param>
    /// <param name="folder">Where they are.</param>
    public static IEnumerable<WrittenQuestion> Read(string kind, string folder) => kind switch
    {
        "stories" => StoryQuestions.Read(folder),
        "meanings" => MeaningQuestions.Read(folder),
        "searches" => SearchQuestions.Read(folder),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "expected stories, meanings or searches"),
    };

    /// <summary>Questions, one a line, as the corpus step wrote them; none where it wrote none. Those to one text share it.</summary>
    /// <param name="path">The file.</param>
    public static WrittenQuestion[] Read(string path)
    {
        if (!File.Exists(path)) return [];
        var sections = new Dictionary<Section, Section>();
        return [.. File.ReadLines(path).Select(l => JsonSerializer.Deserialize<WrittenQuestion>(l)!).Select(q => sections.TryGetValue(q.Section, out Section? same) ? q with { Section = same } : q with { Section = sections[q.Section] = q.Section })];
    }
}
