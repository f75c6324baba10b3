using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Local;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Tuning;

/// <summary>Questions about courses as SQL.</summary>
internal static class SqlTask
{
    private const int MostTokens = 300;

    /// <summary>How it is trained.</summary>
    public static readonly Recipe Recipe = new("advising", Epochs: 12) { BatchSize = 16, LearningRate = 1e-3, LearnsPrompt = true };

    /// <summary>Trains, asks and writes the section.</summary>
    public static void Run(string data, ScratchTraining training, Section section)
    {
        AdvisingQuestion[] train = AdvisingData.Read(data, "train"), dev = AdvisingData.Read(data, "dev"), test = AdvisingData.Read(data, "test");
        ValueMarks marks = Marks(train);
        Pair[] learned = [.. train.Select(q => Pair(q, marks))];
        TrainedModel trained = training.Train(Recipe, learned, [.. dev.Select(q => Pair(q, marks))]);
        using LocalModel model = LocalModel.Open(trained.Folder);
        MarkedQuestion[] asked = [.. test.Select(q => marks.Mark(q.Asked(q.Values)))];
        ImmutableArray<string> written = Answering.All(model, [.. asked.Select(q => q.Text)], MostTokens);
        string[] answers = [.. written.Select((w, i) => SqlForm.Normal(asked[i].Filled(w)))], expected = [.. test.Select(q => SqlForm.Normal(SqlForm.Written(q.Answer(q.Values))))];
        var neighbours = new Neighbours(learned.Select(p => (p.Prompt, p.Answer)), Language.English);
        Verdict[] arms =
        [
            Verdict.Of("tuned model", answers.Select((a, i) => a == expected[i])),
            Verdict.Of("SQL of the BM25 neighbour, by the same rule", asked.Select((q, i) => SqlForm.Normal(q.Filled(neighbours.Label(q.Text))) == expected[i])),
            Verdict.Of("commonest SQL, by the same rule", asked.Select((q, i) => SqlForm.Normal(q.Filled(neighbours.Majority)) == expected[i])),
        ];
        section.Say(
            string.Create(CultureInfo.InvariantCulture, $"Question split: {train.Length:N0} questions of `train` to learn from, {dev.Length} of `dev` to choose the epoch by, {test.Length} of `test` to be tested on (all), {train.Select(q => q.Template).Distinct().Count()} templates of SQL; `exclude` is left out. ")
            + "Variables are filled in questions and SQL before anything else. An answer is right when it is the data set's first SQL for the question, compared without upper and lower case, white space and kinds of quotes; aliases are the data set's own, shortened in both (`COURSE` for `COURSE AS COURSEalias0`), which makes no two of its SQL texts the same.");
        section.Say(
            "Values are copied by a rule, not by the model: in the question, words with a digit or a capital letter that no training question has outside its values become marks (`Za`, `Zb` …; names of several words one mark), the model writes SQL with marks, and the values are put back. The rule sees the question alone, in training and in the test. "
            + Linked(test, asked));
        section.Say(trained.Sentence(Recipe));
        section.Arms(arms);
        Suspects(section, learned, asked, arms);
        section.Failures(test.Select((q, i) => (q.Asked(q.Values), Expected: expected[i], Found: answers[i])).Where((_, i) => !arms[0].Right[i]));
    }

    /// <summary>The rule, with the words of the training questions.</summary>
    public static ValueMarks Marks(AdvisingQuestion[] train) => new(train.SelectMany(q => q.Text.Split(' ')));

    /// <summary>A question and its SQL with the marks that the rule finds in the question.</summary>
    public static Pair Pair(AdvisingQuestion question, ValueMarks marks)
    {
        MarkedQuestion marked = marks.Mark(question.Asked(question.Values));
        return new Pair(marked.Text, SqlForm.Written(question.Answer(question.Values.ToImmutableSortedDictionary(v => v.Key, v => marked.MarkOf(v.Value) ?? v.Value, StringComparer.Ordinal))));
    }

    private static string Linked(AdvisingQuestion[] test, MarkedQuestion[] asked)
    {
        (int Question, string Value)[] values = [.. test.SelectMany((q, i) => q.Values.Values.Select(v => (i, v)))];
        return string.Create(CultureInfo.InvariantCulture, $"It marks {values.Count(v => asked[v.Question].MarkOf(v.Value) is not null):N0} of the {values.Length:N0} values of the test questions as they are; the others are left to the model.");
    }

    private static void Suspects(Section section, Pair[] learned, MarkedQuestion[] asked, Verdict[] arms)
    {
        (HashSet<int> exact, HashSet<int> suspects) = Leaks.Find(learned, [.. asked.Select(q => q.Text)]);
        string Rest(Verdict arm, HashSet<int> without) => without.Count < arm.Right.Length ? arm.Without(without).Text() : "nothing left";
        section.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Suspects, with values as marks: {suspects.Count} test questions, {exact.Count} of them word for word; in a question split, questions of one template differ by a few words. Without those that are there word for word the tuned model has {Rest(arms[0], exact)} ({asked.Length - exact.Count} questions), without all of them {Rest(arms[0], suspects)} ({asked.Length - suspects.Count}); the BM25 neighbour {Rest(arms[1], exact)} and {Rest(arms[1], suspects)}."));
    }
}
