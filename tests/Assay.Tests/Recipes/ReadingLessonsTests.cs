using Assay.Benchmarks.Models.Reading;
using Assay.Evaluation.Contracts;

namespace Assay.Tests.Recipes;

public sealed class ReadingLessonsTests
{
    private static readonly TaskData Data = TaskData.Read(Path.Combine(Conventions.Repository.Root, "eng", "models", "reading-tasks.json"));

    [Fact]
    public void A_number_gives_one_task_and_another_number_another()
    {
        string[] first = [.. Tasks(40).Select(Text)], again = [.. Tasks(40).Select(Text)];
        Assert.Equal(first, again);
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    [Fact]
    public void The_value_stands_in_the_passage_that_is_cited()
    {
        int answered = 0, abstained = 0;
        foreach (ReadingTask task in Tasks(400))
        {
            foreach (AskedQuestion asked in task.Questions)
            {
                if (asked.Value is not { } value)
                {
                    Assert.Contains(task.Abstention, asked.Answer, StringComparison.Ordinal);
                    abstained++;
                    continue;
                }

                System.Text.RegularExpressions.Match cited = System.Text.RegularExpressions.Regex.Match(asked.Answer, @"\[(\d+)\]");
                Assert.True(cited.Success, asked.Answer);
                Assert.Contains(value, task.Passages!.Value[int.Parse(cited.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) - 1].Text, StringComparison.Ordinal);
                answered++;
            }
        }

        Assert.True(answered > 300 && abstained > 60, $"{answered} answered, {abstained} abstained");
    }

    [Fact]
    public void Records_fit_their_schema()
    {
        ReadingTask[] records = [.. Tasks(300).Where(t => t.Schema is not null)];
        Assert.True(records.Length > 20);
        Assert.All(records, t => Assert.Empty(Contract.Load(new ContractOptions { Schema = t.Schema }).Check(t.Questions[0].Answer).Violations));
    }

    [Theory]
    [InlineData("The bridge was finished by Eva Lind after many quiet years of work.", "Eva Lind")]
    [InlineData("The service keeps the records of a customer for 90 days after the end.", "90 days")]
    public void A_sentence_gives_a_question_without_its_answer(string sentence, string answer)
    {
        (string Question, string Answer)[] made = [.. Enumerable.Range(0, 40).Select(i => ClozeQuestions.Of(new LessonDice(1, "test", i), sentence)).OfType<(string, string)>()];
        Assert.Contains(made, m => m.Answer == answer);
        Assert.All(made, m => Assert.DoesNotContain(m.Answer, m.Question, StringComparison.Ordinal));
        Assert.All(made, m => Assert.EndsWith("?", m.Question, StringComparison.Ordinal));
    }

    [Fact]
    public void A_mix_of_more_lessons_begins_with_the_same()
    {
        ILessons[] parts = [new RepeatLessons(300, 5, (1, 64, 1)), new RepeatLessons(300, 5, (2, 64, 1))];
        LessonMix few = new([(parts[0], 1), (parts[1], 3)], 50, 9), many = new([(parts[0], 1), (parts[1], 3)], 500, 9);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(few[i].Tokens, many[i].Tokens));
        Assert.InRange(many.Count(t => t.Tokens.SequenceEqual(parts[0][t.Line - 1].Tokens)), 90, 170);
    }

    [Fact]
    public void A_repetition_learns_the_second_time_only()
    {
        Assay.Tuning.Tokens.SupervisedText text = new RepeatLessons(300, 5, (1, 64, 1))[3];
        int first = Array.IndexOf(text.Learned, true) - 1;
        Assert.Equal(text.Tokens[..first][^(text.Tokens.Length - first)..], text.Tokens[first..]);
        Assert.All(text.Tokens, t => Assert.InRange(t, 5, 299));
    }

    private static IEnumerable<ReadingTask> Tasks(int count) => Enumerable.Range(0, count).Select(i => new ReadingWriter(Data, [RecipeScene.Prose(1), RecipeScene.Prose(2)]).Write(new LessonDice(5, "reading", i), 1));

    private static string Text(ReadingTask task) => string.Join('\n', task.Prompt.Select(m => m.Text).Concat(task.Questions.Select(q => $"{q.Question} {q.Answer}")));
}
