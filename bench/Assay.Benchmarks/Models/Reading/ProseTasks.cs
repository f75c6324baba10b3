using System.Collections.Immutable;
using Assay.Retrieval.Context;
using Assay.Text.Segmentation;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>A stretch of a real document.</summary>
/// <param name="Title">The document's title.</param>
/// <param name="Heading">The heading it stands under; may be empty.</param>
/// <param name="Text">Its text.</param>
internal sealed record Section(string Title, string Heading, string Text)
{
    private const int Shortest = 150, Longest = 1100;

    /// <summary>The sections of a document.</summary>
    /// <param name="document">The document.</param>
    public static IEnumerable<Section> Of(CorpusDocument document)
    {
        string title = "", heading = "";
        var text = new List<string>();
        int length = 0;
        foreach (string part in document.Parts.Append("# "))
        {
            bool isHeading = part.StartsWith("# ", StringComparison.Ordinal);
            if ((isHeading || length + part.Length > Longest) && length > 0)
            {
                if (length is >= Shortest and <= Longest) yield return new Section(title, heading, string.Join('\n', text));
                text.Clear();
                length = 0;
            }

            if (isHeading)
            {
                heading = title.Length == 0 ? "" : part[2..].Trim();
                if (title.Length == 0) title = part[2..].Trim();
            }
            else
            {
                text.Add(part);
                length += part.Length + 1;
            }
        }
    }
}

/// <summary>A question that a person wrote to a section of a real text.</summary>
/// <param name="Section">The section.</param>
/// <param name="Question">The question.</param>
/// <param name="Answer">Its answer.</param>
internal sealed record WrittenQuestion(Section Section, string Question, string Answer)
{
    /// <summary>The sentence of the section that answers; empty where it is not known.</summary>
    public string Sentence { get; init; } = "";
}

/// <summary>Writes reading tasks on real text: what is under a heading, a part of a sentence, and questions that people wrote.</summary>
/// <param name="data">Roles and abstentions.</param>
/// <param name="sections">Sections of real documents.</param>
/// <param name="written">Questions of people; may be empty.</param>
/// <param name="lessons">How many questions, which of them in other words, and how often they are not answered.</param>
/// <param name="synonyms">Synonyms by the word; may be empty.</param>
internal sealed class ProseTasks(TaskData data, IReadOnlyList<Section> sections, IReadOnlyList<WrittenQuestion> written, RecipeLessons lessons, IReadOnlyDictionary<string, string[]> synonyms)
{
    private const int Tries = 40, LongestSentence = 220, UsualSentence = 140;

    // Of long sentences questions come out askew more often.
    private const double LongLeftOut = 0.75;

    // Shares of tasks that the passages do not answer: none is about it; the one about it says everything but that.
    private const double Elsewhere = 0.12, Cut = 0.14;

    // Share of tasks whose answers stand in a record.
    private const double Records = 0.15;
    private readonly ILookup<string, WrittenQuestion> ofText = written.ToLookup(w => w.Section.Text);
    private static readonly string[] HeadingQuestions = ["What does the documentation say about {h}?", "{h}?", "Tell me about {h}.", "What about {h}?", "I have a question about {h}.", "How does this work: {h}?", "Please explain: {h}", "What is said under {h}?"];

    /// <summary>A task on a heading or a sentence.</summary>
    /// <param name="dice">Chooses.</param>
    /// <param name="room">How much room there is, from 0 (a passage, a question) to 1.</param>
    public ReadingTask Write(LessonDice dice, double room)
    {
        bool byHeading = dice.Chance(0.25);
        for (int i = 0; i < Tries; i++)
        {
            Section section = dice.Pick(sections);
            if ((byHeading ? ByHeading(dice, section) : BySentence(dice, section, dice.Between(1, lessons.Questions))) is { Count: > 0 } questions) return Task(dice, room, section, questions, byHeading);
        }

        throw new InvalidOperationException("The corpus has no sections to ask about.");
    }

    /// <summary>A task with a question that a person wrote, and some more to the same text.</summary>
    /// <param name="dice">Chooses.</param>
    /// <param name="number">Which question.</param>
    /// <param name="room">How much room there is.</param>
    public ReadingTask WriteWritten(LessonDice dice, int number, double room)
    {
        WrittenQuestion one = written[number % written.Count];
        IEnumerable<WrittenQuestion> others = lessons.More == 0 ? [] : dice.Shuffled(ofText[one.Section.Text].Where(w => w.Question != one.Question)).DistinctBy(w => w.Question).Take(dice.Between(0, lessons.More));
        return Task(dice, room, one.Section, [.. others.Prepend(one).Select(w => new Asked(w.Question, w.Answer, w.Sentence))], inSentences: false);
    }

    private static List<Asked> ByHeading(LessonDice dice, Section section)
    {
        if (section.Heading.Length is < 8 or > 90) return [];
        string? first = Sentences(section.Text).FirstOrDefault(s => s.Length is > 30 and <= LongestSentence && s.EndsWith('.'));
        string heading = dice.Chance(0.5) ? char.ToLowerInvariant(section.Heading[0]) + section.Heading[1..] : section.Heading;
        return first is null ? [] : [new Asked(dice.Pick(HeadingQuestions).Replace("{h}", heading, StringComparison.Ordinal), first.TrimEnd('.'), "")];
    }

    private List<Asked> BySentence(LessonDice dice, Section section, int most)
    {
        List<Asked> questions = [];
        foreach (string sentence in dice.Shuffled(Sentences(section.Text)))
        {
            if (questions.Count == most) break;
            if (sentence.Length > UsualSentence && dice.Chance(LongLeftOut)) continue;
            if (ClozeQuestions.Of(dice, sentence) is not { } question) continue;
            string asked = lessons.Keywords > 0 && dice.Chance(lessons.Keywords) ? KeywordQuestions.Of(dice, question.Question) : Loosely(dice, question.Question);
            questions.Add(new Asked(lessons.Synonyms > 0 ? OtherWords.Synonymous(dice, synonyms, asked, lessons.Synonyms) : asked, question.Answer, sentence));
        }

        return questions;
    }

    private ReadingTask Task(LessonDice dice, double room, Section section, List<Asked> questions, bool inSentences)
    {
        bool isElsewhere = dice.Chance(Elsewhere * lessons.Unanswered);
        Section? cut = !isElsewhere && dice.Chance(Cut * lessons.Unanswered) ? questions[0].Without(section) : null;
        if (cut is not null) (section, questions) = (cut, [questions[0]]);
        int others = (isElsewhere ? 1 : 0) + dice.Below(1 + (int)(3 * room));
        List<Section> shown = [.. Enumerable.Range(0, others).Select(_ => dice.Pick(sections)).Where(s => s.Text != section.Text)];
        if (!isElsewhere || shown.Count == 0) shown.Add(section);
        bool isGone = cut is not null || !shown.Contains(section);
        Section[] order = dice.Shuffled(shown);
        bool hasHeadings = dice.Chance(0.6);
        ImmutableArray<ContextPassage> passages = [.. order.Select((s, i) => ReadingTask.Passage(i + 1, s.Title.Length == 0 || !hasHeadings ? "Page" : s.Title, hasHeadings ? s.Heading : "", s.Text))];
        int number = Array.IndexOf(order, section) + 1;
        string abstention = dice.Chance(0.6) ? data.Abstentions[0] : dice.Pick(data.Abstentions);
        inSentences |= questions[0].Sentence.Length > 0 && dice.Chance(lessons.Sentences);
        AnswerRecord? contract = dice.Chance(Records) ? AnswerRecord.Make(dice, data) : null;
        if (lessons.Typos > 0) questions = [.. questions.Select(q => dice.Chance(lessons.Typos) ? q with { Question = OtherWords.Misspelt(dice, q.Question) } : q)];
        if (lessons.Chatter > 0) questions = [.. questions.Select(q => dice.Chance(lessons.Chatter) ? q with { Question = Reading.Chatter.Around(dice, data, q.Question) } : q)];
        string instructions = new Inventor(dice, data).Fill(dice.Pick(data.Roles)) + AnswerStyle.Said(dice, inSentences);
        return new ReadingTask(instructions, abstention, contract?.Schema, passages, [.. questions.Select(q => isGone ? new AskedQuestion(q.Question, abstention, null) : q.Told(number, inSentences)).Select(q => contract is null ? q : q with { Answer = contract.Write(q.Answer) })]);
    }

    // As people ask: some words fewer, in small letters, without the mark.
    private static string Loosely(LessonDice dice, string question)
    {
        if (dice.Chance(0.15))
        {
            string[] words = question.TrimEnd('?').Split(' ');
            question = string.Join(' ', words.Where((w, i) => i < 2 || !dice.Chance(0.15))) + "?";
        }

        if (dice.Chance(0.12)) question = question.ToLowerInvariant();
        return dice.Chance(0.12) ? question.TrimEnd('?') : question;
    }

    /// <summary>A question, its answer, and the sentence that it was made of, where it was made of one.</summary>
    private sealed record Asked(string Question, string Answer, string Sentence)
    {
        /// <summary>The answer as a model is to give it.</summary>
        public AskedQuestion Told(int number, bool inSentences) => new(Question, inSentences && Sentence.Length > 0 ? $"{Sentence.TrimEnd('.')} [{number}]." : $"{Answer} [{number}]{(inSentences ? "." : "")}", Answer);

        /// <summary>The section without that sentence; null where the answer stands elsewhere in it too, or little would be left.</summary>
        public Section? Without(Section section)
        {
            if (Sentence.Length == 0) return null;
            string rest = section.Text.Replace(Sentence, "", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal).Trim();
            return rest.Length < Sentence.Length || rest.Contains(Answer, StringComparison.OrdinalIgnoreCase) ? null : section with { Text = rest };
        }
    }

    private static IEnumerable<string> Sentences(string text) => SentenceSegmenter.Segment(text).Select(s => text[s.Start..s.End].Trim()).Where(s => s.Length > 0);
}
