using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Local;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Tuning;

/// <summary>Questions about courses as SQL, with names, numbers and codes copied from the question.</summary>
internal static class SqlTask
{
    private const string ValuesOf = "values : ";
    private const int MostTokens = 300, Variants = 10, NumberWeight = 20;

    /// <summary>One epoch over variants of every question.</summary>
    public static readonly Recipe Recipe = new("advising", Epochs: 1) { Vocabulary = 4096, BatchSize = 16 };

    /// <summary>Trains, asks and writes the section.</summary>
    public static void Run(string data, ScratchTraining training, Section section)
    {
        AdvisingQuestion[] train = AdvisingData.Read(data, "train", "dev"), test = AdvisingData.Read(data, "test");
        Pair[] given = [.. train.Select(q => Pair(q, q.Values))];
        TrainedModel trained = training.Train(Recipe, Learned(train, Variants, Recipe.Seed), [], VocabularyTexts(train));
        using LocalModel model = LocalModel.Open(trained.Folder);
        Pair[] asked = [.. test.Select(q => Pair(q, q.Values))];
        ImmutableArray<string> answers = Answering.All(model, [.. asked.Select(p => p.Prompt)], MostTokens);
        string[] expected = [.. test.Select(q => SqlForm.Normal(SqlForm.Written(q.Answer(q.Values))))];
        var neighbours = new Neighbours(given.Select(p => (p.Prompt, SqlForm.Normal(p.Answer))), Language.English);
        Verdict[] arms =
        [
            Verdict.Of("tuned model", answers.Select((a, i) => SqlForm.Normal(a) == expected[i])),
            Verdict.Of("SQL of the BM25 neighbour", asked.Select((p, i) => neighbours.Label(p.Prompt) == expected[i])),
            Verdict.Of("commonest SQL", expected.Select(e => neighbours.Majority == e)),
        ];
        section.Say(
            string.Create(CultureInfo.InvariantCulture, $"Question split: {train.Length:N0} questions of `train` and `dev` to learn from, {test.Length:N0} of `test` to be tested on (all), {train.Select(q => q.Template).Distinct().Count()} templates of SQL; `exclude` is left out. ")
            + "Variables are filled in questions and SQL before anything else; the model sees no names of variables. An answer is right when it is the data set's first SQL for the question, compared without upper and lower case, white space and kinds of quotes, with the data set's own aliases. "
            + string.Create(CultureInfo.InvariantCulture, $"Each training question is seen {Variants} times, once with its own values and {Variants - 1} times with values drawn from those of training questions (whole ones, words of several, codes joined of two, random three-digit numbers and times), so that values are copied and not remembered. ")
            + "The vocabulary is learned from questions and SQL without values and has one token per digit; values stand between blanks in the SQL that the model writes. " + trained.Sentence(Recipe));
        section.Arms(arms);
        Details(section, train, test, answers, arms[0]);
        (HashSet<int> exact, HashSet<int> suspects) = Leaks.Find(given, [.. asked.Select(p => p.Prompt)]);
        section.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Suspects: {suspects.Count} test questions, {exact.Count} of them word for word; in a question split, questions of one template differ by a few words and by their values. Without them the tuned model has {Rest(arms[0], suspects)}, the BM25 neighbour {Rest(arms[1], suspects)}."));
        section.Failures(test.Select((q, i) => (asked[i].Prompt, Expected: q.Answer(q.Values), Found: answers[i])).Where((_, i) => !arms[0].Right[i]));
    }

    /// <summary>A question and its SQL as the model sees them.</summary>
    public static Pair Pair(AdvisingQuestion question, IReadOnlyDictionary<string, string> values) => new(" " + question.Asked(values), SqlForm.Written(question.Answer(values)));

    /// <summary>Every question with its own values, then with others; and with each, asked for the values alone, which is where copying is learned.</summary>
    public static Pair[] Learned(AdvisingQuestion[] train, int variants, ulong seed)
    {
        var drawn = new SqlValues(train, seed);
        List<Pair> pairs = [];
        for (int variant = 0; variant < variants; variant++)
        {
            foreach (AdvisingQuestion question in train)
            {
                ImmutableSortedDictionary<string, string> values = variant == 0 ? question.Values : drawn.Draw(question);
                pairs.Add(Pair(question, values));
                if (values.Count > 0) pairs.Add(new Pair(ValuesOf + question.Asked(values), string.Concat(values.Select(v => $" {v.Value} ;"))));
            }
        }

        return [.. pairs];
    }

    /// <summary>What the vocabulary is learned from: the questions and their SQL, and every number of three digits, so that each is one token.</summary>
    public static string[] VocabularyTexts(AdvisingQuestion[] train)
    {
        string numbers = string.Join(' ', Enumerable.Range(100, 900));
        return [.. train.Select(q => Pair(q, q.Values)).SelectMany(p => new[] { p.Prompt, p.Answer }), .. Enumerable.Repeat(numbers, NumberWeight)];
    }

    private static string Rest(Verdict arm, HashSet<int> suspects) => suspects.Count < arm.Right.Length ? $"{arm.Without(suspects).Text()} of {arm.Right.Length - suspects.Count}" : "no question left";

    // Where mistakes come from: the template, or what was copied into it.
    private static void Details(Section section, AdvisingQuestion[] train, AdvisingQuestion[] test, ImmutableArray<string> answers, Verdict model)
    {
        HashSet<string> seen = [.. train.SelectMany(q => q.Values.Values)];
        int[] fresh = [.. Enumerable.Range(0, test.Length).Where(i => test[i].Values.Values.Any(v => !seen.Contains(v)))];
        int[] none = [.. Enumerable.Range(0, test.Length).Where(i => test[i].Values.Count == 0)];
        string Of(int[] some) => string.Create(CultureInfo.InvariantCulture, $"{some.Count(i => model.Right[i])} of {some.Length}");
        section.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Right among test questions with a value that no training question has: {Of(fresh)}; among those without values: {Of(none)}. Answers that ended by themselves: {answers.Count(a => a.TrimEnd().EndsWith(';'))} of {answers.Length}."));
    }
}
