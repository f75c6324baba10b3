using System.Globalization;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>QAMR (Michael and others 2018): questions that people wrote to single sentences of Wikipedia and Wikinews, about who, what, when, where, why and how much; each answered by words of the sentence. Sentences stand in the company of others, so that the right one must be found.</summary>
internal static class MeaningQuestions
{
    private const int Company = 5, Companies = 2, MostOfSentence = 10, ShortestQuestion = 3, LongestAnswer = 90;
    private static readonly string[] Files = ["dev.tsv", "test.tsv"];

    /// <summary>The questions, by sections.</summary>
    /// <param name="folder">The folder with <c>wiki-sentences.tsv</c> and the files of the filtered questions.</param>
    public static IEnumerable<WrittenQuestion> Read(string folder)
    {
        Dictionary<string, string[]> sentences = File.ReadLines(Path.Combine(folder, "wiki-sentences.tsv")).Select(l => l.Split('\t')).DistinctBy(l => l[0]).ToDictionary(l => l[0], l => l[1].Split(' '));
        (string Sentence, (string Question, string Answer)[] Asked)[] asked = [.. Files.SelectMany(f => File.ReadLines(Path.Combine(folder, f))).Select(l => l.Split('\t')).Where(l => sentences.ContainsKey(l[0])).GroupBy(l => l[0]).Select(g => (TreebankText.Of(sentences[g.Key]), Asked(g, sentences[g.Key]))).Where(s => s.Item2.Length > 0)];
        for (int round = 0; round < Companies; round++)
        {
            foreach ((string Sentence, (string Question, string Answer)[] Asked)[] some in new LessonDice(1, "meanings", round).Shuffled(asked).Chunk(Company))
            {
                var section = new Section("", "", string.Join(' ', some.Select(s => s.Sentence)));
                foreach ((string sentence, (string, string)[] questions) in some)
                {
                    foreach ((string question, string answer) in questions) yield return new WrittenQuestion(section, question, answer) { Sentence = sentence };
                }
            }
        }
    }

    // Those that another reader answered with some of the same words.
    private static (string Question, string Answer)[] Asked(IEnumerable<string[]> rows, string[] sentence)
    {
        string whole = TreebankText.Of(sentence);
        return [.. Some(rows, sentence).Where(q => q.Answer.Length <= LongestAnswer && whole.Contains(q.Answer, StringComparison.Ordinal)).DistinctBy(q => q.Question, StringComparer.OrdinalIgnoreCase).Take(MostOfSentence)];
    }

    private static IEnumerable<(string Question, string Answer)> Some(IEnumerable<string[]> rows, string[] sentence)
    {
        foreach (string[] row in rows.OrderBy(r => r[5].Length % 7).ThenBy(r => r[5], StringComparer.Ordinal))
        {
            int[] answer = Numbers(row[6]);
            if (row[5].Count(c => c == ' ') < ShortestQuestion - 1 || answer.Length == 0 || answer[^1] - answer[0] + 1 != answer.Length || answer[^1] >= sentence.Length) continue;
            if (!row.Skip(7).Where(r => r.Length > 0).All(r => Numbers(r[(r.IndexOf(':', StringComparison.Ordinal) + 1)..]).Intersect(answer).Any())) continue;
            yield return (row[5].Trim(), TreebankText.Of(sentence[answer[0]..(answer[^1] + 1)]).Trim('"', ',', '.', ' '));
        }
    }

    private static int[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
}
