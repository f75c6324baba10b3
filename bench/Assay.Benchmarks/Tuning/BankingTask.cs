using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Benchmarks.Collections;
using Assay.Models.Local;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Tuning;

/// <summary>The intents of banking77, written as a JSON object: whether the tuned model names the right one, and whether what it writes keeps to the contract.</summary>
internal static class BankingTask
{
    private const int MostTokens = 48;

    private static readonly Recipe Recipe = new("banking77", Epochs: 9) { LearnsPrompt = true };

    /// <summary>Trains, asks and writes the section.</summary>
    public static void Run(string data, ScratchTraining training, Section section)
    {
        (string Text, string Intent)[] train = Read(data, "train.csv"), test = Read(data, "test.csv");
        string[] intents = [.. train.Select(t => t.Intent).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Pair[] learned = [.. train.Select(t => new Pair(t.Text, Written(t.Intent)))];
        TrainedModel trained = training.Train(Recipe, learned, []);
        using LocalModel model = LocalModel.Open(trained.Folder);
        string[] prompts = [.. test.Select(t => t.Text)];
        ImmutableArray<string> free = Answering.All(model, prompts, MostTokens), held = Answering.All(model, prompts, MostTokens, Schema(intents));
        HashSet<string> valid = [.. intents.Select(Written)];
        var neighbours = new Neighbours(train, Language.English);
        Verdict[] arms =
        [
            Verdict.Of("tuned model, held to the schema", test.Select((t, i) => held[i] == Written(t.Intent))),
            Verdict.Of("tuned model, free", test.Select((t, i) => free[i] == Written(t.Intent))),
            Verdict.Of("label of the BM25 neighbour", test.Select(t => neighbours.Label(t.Text) == t.Intent)),
            Verdict.Of("commonest label", test.Select(t => neighbours.Majority == t.Intent)),
        ];
        section.Say(string.Create(CultureInfo.InvariantCulture, $"{train.Length:N0} questions of customers to learn from and {test.Length:N0} to be tested on (all), {intents.Length} intents; the answer is `{Written("card_arrival")}`, and right only when it is this text exactly. ") + trained.Sentence(Recipe));
        section.Arms(arms);
        section.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Contract (a JSON object with one of the {intents.Length} intents): {Share(held, valid)} of the answers keep to it when generation is held to the JSON Schema, {Share(free, valid)} when it is free."));
        (HashSet<int> exact, HashSet<int> suspects) = Leaks.Find(learned, prompts);
        section.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Suspects: {suspects.Count} test questions, {exact.Count} of them word for word. Without them the tuned model (held to the schema) has {arms[0].Without(suspects).Text()}, the BM25 neighbour {arms[2].Without(suspects).Text()}."));
        section.Failures(test.Select((t, i) => (t.Text, Expected: t.Intent, Found: held[i])).Where((_, i) => !arms[0].Right[i]));
    }

    /// <summary>The questions and intents of a file.</summary>
    public static (string Text, string Intent)[] Read(string data, string file)
    {
        using var reader = new StreamReader(Path.Combine(data, "banking77", "banking_data", file));
        return [.. Csv.Read(reader).Select(r => (r["text"].Trim(), r["category"].Trim()))];
    }

    /// <summary>The answer that names an intent.</summary>
    public static string Written(string intent) => $$"""{"intent": "{{intent}}"}""";

    /// <summary>The contract as a JSON Schema.</summary>
    public static string Schema(string[] intents) => $$$"""{"type":"object","properties":{"intent":{"enum":{{{JsonSerializer.Serialize(intents)}}}}},"required":["intent"],"additionalProperties":false}""";

    private static string Share(ImmutableArray<string> answers, HashSet<string> valid) => string.Create(
        CultureInfo.InvariantCulture, $"{answers.Count(valid.Contains):N0} of {answers.Length:N0} ({100.0 * answers.Count(valid.Contains) / answers.Length:0.00}%)");
}
