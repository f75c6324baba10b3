using System.Collections.Immutable;
using Assay.Retrieval.Context;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>Writes reading tasks about invented things: pages that say facts, others that say the same of others, and questions.</summary>
/// <param name="data">What they are made of.</param>
/// <param name="prose">Paragraphs of real text that stand between the invented ones; may be empty.</param>
/// <param name="unanswered">How often tasks are not answered, beside the usual share.</param>
internal sealed class ReadingWriter(TaskData data, IReadOnlyList<string> prose, double unanswered = 1)
{
    // Questions about the same pages: each is worth as much as one of its own, and the pages are read once.
    private const int MostQuestions = 6;

    // Share of questions that the pages do not answer.
    private const double Unanswered = 0.2;

    /// <summary>A task.</summary>
    /// <param name="dice">Chooses.</param>
    /// <param name="room">How much room there is, from 0 (a passage, a question) to 1.</param>
    public ReadingTask Write(LessonDice dice, double room)
    {
        var inventor = new Inventor(dice, data);
        SubjectKind kind = dice.Pick(data.Subjects);
        int count = 1 + dice.Below(1 + (int)(4 * room));
        Invention[] alike = [.. Enumerable.Range(0, count).Select(i => inventor.Invent(i == 0 || dice.Chance(0.6) ? kind : null, dice.Between(1, 2 + (int)(3 * room))))];
        Page[] pages = dice.Shuffled(Pages(dice, inventor, alike, room));
        ImmutableArray<ContextPassage> passages = [.. pages.Select((p, i) => ReadingTask.Passage(i + 1, p.Title, p.Heading, p.Text))];
        string abstention = dice.Chance(0.6) ? data.Abstentions[0] : dice.Pick(data.Abstentions);
        bool isRecord = dice.Chance(0.15), inSentences = dice.Chance(AnswerStyle.InSentences);
        AnswerRecord? contract = isRecord ? AnswerRecord.Make(dice, data) : null;
        string instructions = inventor.Fill(dice.Pick(data.Roles)) + AnswerStyle.Said(dice, inSentences);
        int asked = dice.Between(1, MostQuestions);
        List<AskedQuestion> questions = [];
        for (int i = 0; i < asked; i++)
        {
            AskedQuestion question = Ask(dice, inventor, alike, pages, inSentences, abstention);
            if (questions.Any(q => q.Question == question.Question)) continue;
            questions.Add(contract is null ? question : question with { Answer = contract.Write(question.Answer) });
        }

        return new ReadingTask(instructions, abstention, contract?.Schema, dice.Chance(0.03 * unanswered) ? null : passages, [.. questions]) is { Passages: null } alone
            ? alone with { Questions = [.. alone.Questions.Select(q => q with { Answer = contract?.Write(abstention) ?? abstention, Value = null })] } : new ReadingTask(instructions, abstention, contract?.Schema, passages, [.. questions]);
    }

    private AskedQuestion Ask(LessonDice dice, Inventor inventor, Invention[] alike, Page[] pages, bool inSentences, string abstention)
    {
        Invention about = dice.Pick(alike);
        if (dice.Chance(Unanswered * unanswered) || about.Facts.Count == 0)
        {
            bool isKnown = dice.Chance(0.6) && about.Unsaid.Count > 0;
            string stranger = isKnown ? about.Name : inventor.Fill(dice.Pick(about.Kind.Named));
            FactKind missing = isKnown ? dice.Pick(about.Unsaid) : dice.Pick(about.Kind.Facts);
            if (isKnown || !alike.Any(a => a.Name == stranger)) return new AskedQuestion(inventor.Ask(stranger, missing), abstention, null);
        }

        InventedFact fact = dice.Pick(about.Facts);
        int number = Array.FindIndex(pages, p => p.Of == about && p.Facts.Contains(fact)) + 1;
        string answer = inSentences ? $"{(fact.Sentence.EndsWith('.') && dice.Chance(0.5) ? fact.Sentence.TrimEnd('.') : Inventor.Sentence("The {k} of {s} is {v}", about.Name, fact.Fact.Key, fact.Value))} [{number}]." : $"{fact.Value} [{number}]";
        return new AskedQuestion(inventor.Ask(about.Name, fact.Fact), answer, fact.Value);
    }

    private List<Page> Pages(LessonDice dice, Inventor inventor, Invention[] alike, double room)
    {
        List<Page> pages = [];
        foreach (Invention one in alike)
        {
            int cut = one.Facts.Count > 3 && dice.Chance(0.3) ? dice.Between(1, one.Facts.Count - 1) : one.Facts.Count;
            pages.Add(Write(dice, inventor, one, [.. one.Facts.Take(cut)]));
            if (cut < one.Facts.Count) pages.Add(Write(dice, inventor, one, [.. one.Facts.Skip(cut)]));
        }

        for (int i = 0; i < (int)(2 * room) && prose.Count > 0; i++)
        {
            if (dice.Chance(0.4)) pages.Add(new Page(null, [], InventedValues.Capital(inventor.Values.Of("thing")), "", dice.Pick(prose)));
        }

        return pages;
    }

    private Page Write(LessonDice dice, Inventor inventor, Invention one, InventedFact[] facts)
    {
        string title = dice.Chance(0.3) ? InventedValues.Capital(one.Name) : dice.Pick(one.Kind.Titles), heading = dice.Chance(0.5) ? InventedValues.Capital(dice.Chance(0.5) ? one.Name : inventor.Values.Of("thing")) : "";
        if (dice.Chance(0.12)) return new Page(one, facts, title, heading, Table(one, facts));
        List<string> sentences = [];
        foreach (InventedFact fact in facts)
        {
            if (dice.Chance(0.3)) sentences.Add(dice.Pick(data.Fillers));
            sentences.Add(fact.Sentence);
        }

        if (dice.Chance(0.15) && prose.Count > 0) sentences.Insert(dice.Below(sentences.Count + 1), Sentence(dice));
        return new Page(one, facts, title, heading, string.Join(dice.Chance(0.1) ? "\n" : " ", sentences.Select(s => s.EndsWith('.') ? s : s + ".")));
    }

    private string Sentence(LessonDice dice)
    {
        string paragraph = dice.Pick(prose);
        int end = paragraph.IndexOf(". ", StringComparison.Ordinal);
        return end > 0 && end < 200 ? paragraph[..(end + 1)] : dice.Pick(data.Fillers);
    }

    private static string Table(Invention one, InventedFact[] facts) => $"{InventedValues.Capital(one.Kind.Noun)} | {string.Join(" | ", facts.Select(f => f.Fact.Key))}\n{one.Name} | {string.Join(" | ", facts.Select(f => f.Value))}";

    private sealed record Page(Invention? Of, InventedFact[] Facts, string Title, string Heading, string Text);
}
