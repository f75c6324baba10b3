using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Benchmarks.Reports;
using Assay.Benchmarks.Tuning;
using Assay.Evaluation.Statistics;
using Assay.Models.Local;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Benchmarks.Judges;

/// <summary>Yes, no or maybe to questions about abstracts (PubMedQA, Jin et al. 2019), by a small decoder trained from random weights: without the abstract (prompt) and with it (oracle).</summary>
internal static class PubMedQa
{
    private const int MostCharacters = 700, MostTokens = 4;

    private static readonly ImmutableArray<string> s_labels = ["yes", "no", "maybe"];

    private sealed record Item(string Id, string Question, string Abstract, string Decision)
    {
        public Pair Without => new($"{Question} Answer yes, no or maybe.", Decision);

        // The end of an abstract has the results.
        public Pair With => new($"{(Abstract.Length > MostCharacters ? Abstract[^MostCharacters..] : Abstract)} {Question} Answer yes, no or maybe.", Decision);
    }

    /// <summary>Trains both arms on the half that is not the official test, asks them about the test, and reports.</summary>
    public static void Report(MarkdownReport report, string data)
    {
        (ImmutableArray<Item> train, ImmutableArray<Item> test) = Read(data);
        var training = new ScratchTraining(Directory.CreateDirectory(Path.Combine(Machine.Root(), "artifacts", "judges")).FullName, WorkerTeam.One);
        (Recipe promptRecipe, Recipe oracleRecipe) = (new Recipe("pubmedqa-prompt", 5) { LearnsPrompt = true, BatchSize = 16 }, new Recipe("pubmedqa-oracle", 5) { LearnsPrompt = true, BatchSize = 16 });
        TrainedModel prompt = training.Train(promptRecipe, [.. train.Select(i => i.Without)], []), oracle = training.Train(oracleRecipe, [.. train.Select(i => i.With)], []);
        string commonest = train.GroupBy(i => i.Decision).MaxBy(g => g.Count())!.Key;
        ImmutableArray<string> without = Ask(prompt, test.Select(i => i.Without.Prompt)), with = Ask(oracle, test.Select(i => i.With.Prompt));
        bool[] promptRight = [.. test.Select((t, i) => without[i] == t.Decision)], oracleRight = [.. test.Select((t, i) => with[i] == t.Decision)];
        report.Say(
            "## PubMedQA: prompt and oracle arms of the model at hand\n\n"
            + string.Create(CultureInfo.InvariantCulture, $"500 expert-labelled questions to learn from and the official {test.Length} to be tested on. No pretrained model is at hand, so the model is Assay's small decoder, trained from random weights on one thread: the prompt arm sees the question, the oracle arm the last {MostCharacters} characters of the abstract too. ")
            + $"Prompt arm: {prompt.Sentence(promptRecipe)} Oracle arm: {oracle.Sentence(oracleRecipe)} Answers are chosen greedily; one that is not yes, no or maybe counts as wrong. The extractive reader quotes sentences and says none of the three, so it has no line.");
        report.Table(
            ["arm", "n", "accuracy (95%, Wilson)", "macro-F1", "yes, no, maybe said"],
            [
                Line("prompt", test, without), Line("oracle", test, with), Line($"always {commonest}", test, [.. test.Select(_ => commonest)]),
            ]);
        ClusteredEstimate difference = Clustered.Difference(Scores(test, oracleRight), Scores(test, promptRight));
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Oracle less prompt, paired: {100 * difference.Mean:+0.0;-0.0} points ({100 * difference.Interval!.Value.Low:+0.0;-0.0} to {100 * difference.Interval.Value.High:+0.0;-0.0}). With so few examples and nothing pretrained a model learns how often each answer is given and little of why; the numbers are here because the means of measuring them are."));
    }

    private static Dictionary<string, double?> Scores(ImmutableArray<Item> test, bool[] right) => test.Select((t, i) => (t.Id, i)).ToDictionary(x => x.Id, x => (double?)(right[x.i] ? 1 : 0), StringComparer.Ordinal);

    private static ImmutableArray<string> Ask(TrainedModel trained, IEnumerable<string> prompts)
    {
        using LocalModel model = LocalModel.Open(trained.Folder);
        return [.. Tuning.Answering.All(model, [.. prompts], MostTokens).Select(a => a.Trim())];
    }

    private static string[] Line(string name, ImmutableArray<Item> test, ImmutableArray<string> answers)
    {
        int right = test.Where((t, i) => answers[i] == t.Decision).Count();
        Interval interval = Wilson.Of(right, test.Length)!.Value;
        double f1 = s_labels.Average(l =>
        {
            int said = answers.Count(a => a == l), is_ = test.Count(t => t.Decision == l), both = test.Where((t, i) => t.Decision == l && answers[i] == l).Count();
            return said + is_ == 0 ? 0 : 2.0 * both / (said + is_);
        });
        return [name, test.Length.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{(double)right / test.Length:0.000} ({interval.Low:0.000} to {interval.High:0.000})"), string.Create(CultureInfo.InvariantCulture, $"{f1:0.000}"), string.Join(", ", s_labels.Select(l => answers.Count(a => a == l).ToString(CultureInfo.InvariantCulture)))];
    }

    private static (ImmutableArray<Item> Train, ImmutableArray<Item> Test) Read(string data)
    {
        try
        {
            using var all = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "ori_pqal.json")));
            using var truth = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "test_ground_truth.json")));
            HashSet<string> test = [.. truth.RootElement.EnumerateObject().Select(p => p.Name)];
            Item[] items = [.. all.RootElement.EnumerateObject().Select(p => new Item(p.Name, Text(p.Value, "QUESTION"), string.Join(' ', p.Value.GetProperty("CONTEXTS").EnumerateArray().Select(c => c.GetString())), Text(p.Value, "final_decision")))];
            return ([.. items.Where(i => !test.Contains(i.Id))], [.. items.Where(i => test.Contains(i.Id))]);
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException(new Problem(data, null, $"expected ori_pqal.json and test_ground_truth.json of PubMedQA ({e.Message.TrimEnd('.')})."));
        }
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
