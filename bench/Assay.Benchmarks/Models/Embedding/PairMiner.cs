using System.Collections.Immutable;
using Assay.Benchmarks.Models.Reading;
using Assay.Text.Segmentation;
using Assay.Tuning.Contrastive;

namespace Assay.Benchmarks.Models.Embedding;

/// <summary>Queries with the passage that answers them, mined from documents: titles, headings, sentences, questions from sentences, and questions that people wrote.</summary>
/// <param name="corpus">The recipe of the corpus.</param>
/// <param name="work">Where the corpus is.</param>
/// <param name="seed">Chooses pairs.</param>
internal sealed class PairMiner(ModelRecipe corpus, string work, ulong seed)
{
    private const int LongestSentence = 300, ShortestSentence = 30;

    /// <summary>Words of one meaning with what they mean; may be empty.</summary>
    public ImmutableArray<Synset> Synsets { get; init; } = [];

    /// <summary>The documents that are learned from: those of the corpus without dialogues and without those that the <see cref="DevelopmentSets"/> are made of.</summary>
    public static IEnumerable<CorpusDocument> Documents(ModelRecipe corpus, string work) =>
        corpus.Sources.Where(s => s.Kind != "dialogues").SelectMany(s => CorpusBuilder.Documents(work, s.Name)).Where(d => !DevelopmentSets.Has(d.Id));

    /// <summary>The pairs, in a random order.</summary>
    /// <param name="most">Of each kind at most.</param>
    public ImmutableArray<ContrastiveExample> Mine(int most)
    {
        Section[] sections = [.. Documents(corpus, work).SelectMany(Section.Of)];
        IEnumerable<WrittenQuestion> written = corpus.Lessons.Where(l => l.Folder is not null).SelectMany(l => WrittenQuestions.Read(CorpusBuilder.QuestionFile(work, l.Kind))).Where(q => !DevelopmentSets.Has(q.Section.Title));
        (string Query, string Passage)[][] kinds =
        [
            [.. sections.GroupBy(s => s.Title).Where(g => g.Key.Length > 3).Select(g => (g.Key, g.First().Text))],
            [.. sections.Where(s => s.Heading.Length > 3).Select((s, i) => (i % 2 == 0 ? $"{s.Title} {s.Heading}" : s.Heading, i % 2 == 0 ? s.Text : $"{s.Title}\n{s.Text}"))],
            [.. sections.Select((s, i) => Cloze(s, i)).OfType<(string, string)>()],
            [.. sections.Select((s, i) => Sentence(s, i)).OfType<(string, string)>()],
            [.. Synsets.Select(s => (string.Join(", ", s.Words), s.Gloss))],
            [.. written.Select(q => (q.Question, $"{q.Section.Title}\n{q.Section.Text}"))],
        ];
        var dice = new LessonDice(seed, "pairs", 0);
        IEnumerable<(string Query, string Passage)> all = kinds.SelectMany(k => dice.Shuffled(k.Where(p => p.Query.Length > 2).Distinct()).Take(most));
        return [.. dice.Shuffled(all).Select((p, i) => new ContrastiveExample(i + 1, p.Query, [p.Passage], []))];
    }

    private (string, string)? Cloze(Section section, int number)
    {
        var dice = new LessonDice(seed, "cloze", number);
        foreach (string sentence in dice.Shuffled(Sentences(section)))
        {
            if (ClozeQuestions.Of(dice, sentence) is { } question) return (question.Question, WithTitle(dice, section, section.Text));
        }

        return null;
    }

    // A sentence is to find what stands around it (Lee, Chang, Toutanova 2019); in one of ten it stays there.
    private (string, string)? Sentence(Section section, int number)
    {
        var dice = new LessonDice(seed, "sentence", number);
        string[] sentences = [.. Sentences(section)];
        if (sentences.Length < 3) return null;
        string chosen = dice.Pick(sentences);
        if (chosen.Length is < ShortestSentence or > LongestSentence) return null;
        return (chosen, WithTitle(dice, section, dice.Chance(0.1) ? section.Text : string.Join(' ', sentences.Where(s => s != chosen))));
    }

    private static string WithTitle(LessonDice dice, Section section, string text) => section.Title.Length > 0 && dice.Chance(0.6) ? $"{section.Title}\n{(section.Heading.Length > 0 && dice.Chance(0.5) ? section.Heading + "\n" : "")}{text}" : text;

    private static IEnumerable<string> Sentences(Section section) => SentenceSegmenter.Segment(section.Text).Select(s => section.Text[s.Start..s.End].Trim()).Where(s => s.Length > 0);
}
