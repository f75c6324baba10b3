using Assay.Benchmarks.Collections;
using Assay.Benchmarks.Models.Reading;
using Assay.Text.Segmentation;

namespace Assay.Benchmarks.Models.Embedding;

/// <summary>Collections to choose settings of a search on: documents of the corpus that no pair is mined from, cut into sections, with queries whose section is known.</summary>
/// <param name="corpus">The recipe of the corpus.</param>
/// <param name="work">Where the corpus is.</param>
/// <param name="seed">Chooses queries.</param>
internal sealed class DevelopmentSets(ModelRecipe corpus, string work, ulong seed)
{
    private const int OneOf = 16, Queries = 400, LeastHeading = 3, ShortestSentence = 40, LongestSentence = 250, LeastSentences = 4;

    /// <summary>Whether a document is one of them, by its path, or a story by its title.</summary>
    public static bool Has(string id)
    {
        uint hash = 2166136261;
        foreach (char c in id) hash = unchecked((hash ^ c) * 16777619);
        return (hash >> 8) % OneOf == 0;
    }

    /// <summary>Writes them as BEIR folders: headings that look for their section, sentences that look for what stood around them, questions that people wrote.</summary>
    /// <param name="folder">Where to.</param>
    public void Write(string folder)
    {
        Section[] guides = [.. Sections(s => s.Kind == "markdown")], books = [.. Sections(s => s.Kind == "textbook")];
        Headings(Path.Combine(folder, "headings"), guides);
        Sentences(Path.Combine(folder, "sentences"), books);
        WrittenQuestion[] written = [.. corpus.Lessons.Where(l => l.Folder is not null).SelectMany(l => WrittenQuestions.Read(CorpusBuilder.QuestionFile(work, l.Kind))).Where(q => Has(q.Section.Title))];
        if (written.Length > 0) Questions(Path.Combine(folder, "questions"), written);
    }

    private IEnumerable<Section> Sections(Func<RecipeSource, bool> wanted) => corpus.Sources.Where(wanted).SelectMany(s => CorpusBuilder.Documents(work, s.Name)).Where(d => Has(d.Id)).SelectMany(Section.Of);

    private void Headings(string folder, Section[] sections)
    {
        var dice = new LessonDice(seed, "headings", 0);
        int[] asked = [.. dice.Shuffled(Enumerable.Range(0, sections.Length).Where(i => Words(sections[i].Heading) >= LeastHeading)).Take(Queries)];
        Write(folder, sections.Select(s => ("", s.Text)), asked.Select((s, i) => (i % 2 == 0 ? sections[s].Heading : $"{sections[s].Title} {sections[s].Heading}", s)));
    }

    private void Sentences(string folder, Section[] sections)
    {
        var dice = new LessonDice(seed, "sentences", 0);
        var asked = new Dictionary<int, string>();
        string[] texts = [.. sections.Select(s => s.Text)];
        foreach (int s in dice.Shuffled(Enumerable.Range(0, sections.Length)))
        {
            string[] sentences = [.. SentenceSegmenter.Segment(texts[s]).Select(p => texts[s][p.Start..p.End].Trim()).Where(t => t.Length > 0)];
            string[] fit = [.. sentences.Where(t => t.Length is >= ShortestSentence and <= LongestSentence)];
            if (asked.Count == Queries) break;
            if (fit.Length == 0 || sentences.Length < LeastSentences) continue;
            asked[s] = dice.Pick(fit);
            texts[s] = string.Join(' ', sentences.Where(t => t != asked[s]));
        }

        Write(folder, sections.Select((s, i) => (s.Title, texts[i])), asked.OrderBy(a => a.Key).Select(a => (a.Value, a.Key)));
    }

    private static void Questions(string folder, WrittenQuestion[] written)
    {
        string[] sections = [.. written.Select(q => q.Section.Text).Distinct(StringComparer.Ordinal)];
        Write(folder, sections.Select(s => ("", s)), written.Select(q => (q.Question, Array.IndexOf(sections, q.Section.Text))));
    }

    private static void Write(string folder, IEnumerable<(string Title, string Text)> documents, IEnumerable<(string Query, int Document)> queries)
    {
        (string Query, int Document)[] asked = [.. queries];
        BeirWriter.Write(folder, documents.Select((d, i) => new BeirWriter.Entry($"d{i}", d.Title, d.Text)), asked.Select((q, i) => new BeirWriter.Query($"q{i}", q.Query)));
        BeirWriter.WriteQrels(folder, "test", asked.Select((q, i) => new BeirWriter.Row($"q{i}", $"d{q.Document}", 1)));
    }

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
