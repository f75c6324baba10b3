using System.Collections.Immutable;
using Assay.Benchmarks.Collections;
using Assay.Benchmarks.Models.Embedding;
using Assay.Benchmarks.Models.Reading;
using Assay.Comparing;
using Assay.Knowledge;
using Assay.Retrieval.Search;
using Assay.Running;
using Assay.Text.Segmentation;
using Assay.Tuning.Contrastive;

namespace Assay.Benchmarks.Models.Reranking;

/// <summary>
/// Queries with the passage that answers them and others that the product's search finds for them, all as the search shows them: titles, headings, questions made of sentences, sentences that look for
/// what stood around them, and questions that people wrote.
/// </summary>
/// <param name="corpus">The recipe of the corpus.</param>
/// <param name="corpusWork">Where the corpus is.</param>
/// <param name="work">Where collections are written and indexed.</param>
/// <param name="recipe">How many, and the seed.</param>
internal sealed class RerankLessons(ModelRecipe corpus, string corpusWork, string work, RerankRecipe recipe)
{
    private const int Searched = 50, Told = 1000, First = 3, ShortestSentence = 30, LongestSentence = 250;

    // What scores far above the passage that answers may answer too.
    private const double MostScore = 1.5;

    /// <summary>The lessons, in a random order.</summary>
    public ImmutableArray<ContrastiveExample> Make()
    {
        List<ContrastiveExample> lessons = [];
        Section[] sections = [.. PairMiner.Documents(corpus, corpusWork).SelectMany(Section.Of)];
        lessons.AddRange(Found("documents", [.. sections.Select((s, i) => Shown(s, i))], Queries(sections)));
        foreach (RecipeLessons kind in corpus.Lessons.Where(l => l.Folder is not null))
        {
            WrittenQuestion[] written = [.. WrittenQuestions.Read(CorpusBuilder.QuestionFile(corpusWork, kind.Kind)).Where(q => !DevelopmentSets.Has(q.Section.Title))];
            Section[] asked = [.. written.Select(q => q.Section).Distinct()];
            Dictionary<Section, int> numbers = asked.Select((s, i) => (s, i)).ToDictionary(s => s.s, s => s.i);
            lessons.AddRange(Found(kind.Kind, asked, Chosen(kind.Kind, written.Select(q => new Sought(q.Question, numbers[q.Section], "")))));
        }

        return [.. new LessonDice(recipe.Seed, "lessons", 0).Shuffled(lessons).Select((l, i) => l with { Line = i + 1 })];
    }

    // Some sections are shown with the title or the heading that others are sought by.
    private Section Shown(Section section, int number)
    {
        var dice = new LessonDice(recipe.Seed, "shown", number);
        return new Section(dice.Chance(0.6) ? section.Title : "", dice.Chance(0.4) ? section.Heading : "", section.Text);
    }

    private Sought[] Queries(Section[] sections)
    {
        List<Sought> titles = [], headings = [], questions = [], sentences = [];
        for (int i = 0; i < sections.Length; i++)
        {
            Section section = sections[i], shown = Shown(section, i);
            if (section.Heading.Length > 3 && shown.Heading.Length == 0) headings.Add(new Sought(shown.Title.Length == 0 && i % 2 == 0 ? $"{section.Title} {section.Heading}" : section.Heading, i, ""));
            if (section.Title.Length > 3 && shown.Title.Length == 0 && (i == 0 || sections[i - 1].Title != section.Title)) titles.Add(new Sought(section.Title, i, ""));
            string[] all = [.. SentenceSegmenter.Segment(section.Text).Select(s => section.Text[s.Start..s.End].Trim()).Where(s => s.Length > 0)];
            var dice = new LessonDice(recipe.Seed, "sought", i);
            if (dice.Shuffled(all).Select(s => ClozeQuestions.Of(dice, s)).FirstOrDefault(q => q is not null) is { } question) questions.Add(new Sought(question.Question, i, ""));
            if (all.Length > 2 && dice.Pick(all) is { Length: >= ShortestSentence and <= LongestSentence } sentence) sentences.Add(new Sought(sentence, i, sentence));
        }

        return [.. Chosen("titles", titles), .. Chosen("headings", headings), .. Chosen("questions", questions), .. Chosen("sentences", sentences)];
    }

    private Sought[] Chosen(string kind, IEnumerable<Sought> all) => [.. new LessonDice(recipe.Seed, kind, 0).Shuffled(all.DistinctBy(s => s.Query)).Take(recipe.QueriesOfKind)];

    private IEnumerable<ContrastiveExample> Found(string name, Section[] sections, Sought[] sought)
    {
        string folder = Path.Combine(work, "collections", name);
        BeirWriter.Write(folder, sections.Select((s, i) => new BeirWriter.Entry($"d{i}", s.Title, s.Heading.Length > 0 ? $"{s.Heading}\n{s.Text}" : s.Text)), sought.Select((s, i) => new BeirWriter.Query($"q{i}", s.Query)));
        BeirWriter.WriteQrels(folder, "test", sought.Select((s, i) => new BeirWriter.Row($"q{i}", $"d{s.Section}", 1)));
        using RetrievalSubject subject = RetrievalSubject.OpenAsync(folder, new RetrievalReportOptions { Workspace = Path.Combine(work, "search", name) }, TimeProvider.System, new Progress<CompareProgress>(), CancellationToken.None).GetAwaiter().GetResult();
        ContrastiveExample?[] found = new ContrastiveExample?[sought.Length];
        int done = 0;
        Parallel.For(0, sought.Length, i =>
        {
            found[i] = Example(subject.Knowledge, sought[i], new LessonDice(recipe.Seed, name, i));
            if (Interlocked.Increment(ref done) % Told == 0) Console.Error.WriteLine($"{name}: {done}/{sought.Length}");
        });
        return found.OfType<ContrastiveExample>().Where(e => e.Negatives.Length > 0);
    }

    // The best negatives, and some of the others, so that the end of what a search shows is known too.
    private ContrastiveExample? Example(KnowledgeBase knowledge, Sought sought, LessonDice dice)
    {
        string document = $"d{sought.Section}";
        IReadOnlyList<Passage> found = knowledge.Search(sought.Query, Searched, null);
        Passage? best = found.FirstOrDefault(p => p.Chunk.DocumentId == document) ?? (knowledge.Searcher.Search(sought.Query, knowledge.SearchOptions(1, null) with { Documents = [document] }) is [{ } first, ..] ? first : null);
        if (best is null) return null;
        string positive = sought.Removed.Length == 0 ? best.ModelText : best.ModelText.Replace(sought.Removed, "", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal);
        FoundPassage[] passages = [.. found.Select(p => new FoundPassage(p.Chunk.DocumentId, p.ModelText, p.Score))];
        ContrastiveExample mined = HardNegatives.Mine(new ContrastiveExample(1, sought.Query, [positive], []), new HashSet<string> { document }, (_, _) => passages, new HardNegativeOptions { Count = Searched, Depth = Searched, Skip = 0, MostScore = MostScore });
        return mined with { Negatives = [.. mined.Negatives.Take(First), .. dice.Shuffled(mined.Negatives.Skip(First)).Take(recipe.Negatives - First)] };
    }

    /// <summary>A query, the number of the section that answers it, and the sentence that is taken out of it; empty for none.</summary>
    private sealed record Sought(string Query, int Section, string Removed);
}
