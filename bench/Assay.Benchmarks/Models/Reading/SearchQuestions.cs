using System.Text.Json;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>QED (Lamm and others 2021): questions that people typed into a search engine, with the paragraph of Wikipedia and the words of it that answer.</summary>
internal static class SearchQuestions
{
    private const int LongestParagraph = 1400, LongestAnswer = 110;

    /// <summary>The questions of the shards of the training split.</summary>
    /// <param name="folder">The folder of files named <c>nq-train-*-qed.jsonlines</c>.</param>
    public static IEnumerable<WrittenQuestion> Read(string folder) =>
        Directory.EnumerateFiles(folder, "nq-train-*-qed.jsonlines").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(One).OfType<WrittenQuestion>().DistinctBy(q => (q.Section.Text, q.Question));

    private static WrittenQuestion? One(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        string paragraph = root.GetProperty("paragraph_text").GetString()!, question = TreebankText.Of(root.GetProperty("question_text").GetString()!), title = root.GetProperty("title_text").GetString()!;
        if (root.GetProperty("answer_spans").GetArrayLength() != 1) return null;
        (int start, int end) = (root.GetProperty("answer_spans")[0][0].GetInt32(), root.GetProperty("answer_spans")[0][1].GetInt32());
        int[] starts = [.. root.GetProperty("sentence_starts").EnumerateArray().Select(s => s.GetInt32())];
        int sentence = Array.FindLastIndex(starts, s => s <= start);
        if (sentence < 0 || end > paragraph.Length || start >= end) return null;
        int ends = sentence + 1 < starts.Length ? starts[sentence + 1] : paragraph.Length;
        if (end > ends) return null;

        // Quotes are told by their order, so sentences are joined one by one.
        string[] sentences = [.. starts.Select((s, i) => TreebankText.Of(paragraph[s..(i + 1 < starts.Length ? starts[i + 1] : paragraph.Length)]))];
        string text = string.Join(' ', sentences.Where(s => s.Length > 0)), answer = TreebankText.Of(paragraph[start..end]).Trim('"', ',', '.', ' ');
        if (text.Length > LongestParagraph || answer.Length is < 1 or > LongestAnswer || !sentences[sentence].Contains(answer, StringComparison.Ordinal)) return null;
        return new WrittenQuestion(new Section(title, "", text), question, answer) { Sentence = sentences[sentence] };
    }
}
