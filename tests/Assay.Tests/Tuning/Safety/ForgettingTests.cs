using System.Text.Json;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Forgetting;
using Assay.Tuning.Registry;
using Assay.Tuning.Scoring;
using Assay.Tuning.Tokens;
using Xunit.Abstractions;

namespace Assay.Tests.Tuning.Safety;

public sealed class ForgettingTests(TunedScene scene, ITestOutputHelper output) : IClassFixture<TunedScene>
{
    private static readonly ForgettingInputs s_inputs = new()
    {
        Pinned =
        [
            new PinnedPrompt("lamp", "My lamp from Bern is broken (0).") { Answer = "We will fetch the lamp in Bern at 1:00 with reference 000000." },
            new PinnedPrompt("bees", "Bees tell each other where flowers are"),
        ],
        MostTokens = 70,
    };

    [Fact]
    public void A_model_is_not_forgetful_beside_itself()
    {
        ForgettingReport report = ForgettingMeter.Measure(scene.Before, scene.Before, s_inputs, WorkerTeam.Shared);
        Assert.Equal((0, 0, 0), (report.General.Loss.Mean!.Value, report.General.Loss.Interval!.Value.Low, report.General.Loss.Interval!.Value.High));
        Assert.Equal(0, report.General.Accuracy.Mean);
        Assert.All(report.Pinned!.Answers, a => Assert.True(a.IsSame));
        Assert.Equal(0, report.Pinned.Divergence!.Mean!.Value, 1e-6);
        Assert.Equal(GeneralTexts.BuiltIn.Length, report.General.Before.Texts.Length);
    }

    [Fact]
    public void Tuning_on_something_else_costs_general_texts_and_changes_answers()
    {
        ForgettingReport report = ForgettingMeter.Measure(scene.Before, scene.After, s_inputs, WorkerTeam.Shared);
        output.WriteLine($"perplexity {report.General.Before.Perplexity:0.00} -> {report.General.After.Perplexity:0.00}, accuracy {report.General.Before.Accuracy:0.00} -> {report.General.After.Accuracy:0.00}");
        foreach (PinnedAnswer answer in report.Pinned!.Answers) output.WriteLine($"{answer}");
        Assert.True(report.General.Loss.Interval!.Value.Low > 0.1, $"{report.General.Loss}");
        Assert.True(report.General.Accuracy.Interval!.Value.High < 0, $"{report.General.Accuracy}");
        Assert.Equal(1, report.Pinned.Changed.Mean);
        Assert.True(report.Pinned.Divergence!.Mean > 0.1);
        Assert.Equal((false, true), (report.Pinned.Answers[0].RightBefore!.Value, report.Pinned.Answers[0].RightAfter!.Value));
        Assert.Equal(1, report.Pinned.Right!.Mean);
        Assert.Null(report.Pinned.Answers[1].RightAfter);
        double high = report.General.Loss.Interval!.Value.High;
        Assert.Equal((GateOutcome.Failed, GateOutcome.Passed), (report.ToGate(high - 0.001).Outcome, report.ToGate(high).Outcome));
        Assert.Equal((report.General.Loss.Mean, high), (report.ToGate(0).Value, report.ToGate(0).High));
        Assert.Contains("2 of 2 pinned answers changed, right answers by +100%", report.ToGate(0).Text, StringComparison.Ordinal);
        Assert.Equal(JsonSerializer.Serialize(report), JsonSerializer.Serialize(ForgettingMeter.Measure(scene.Before, scene.After, s_inputs, WorkerTeam.One)));
    }

    [Fact]
    public void Losses_are_those_of_the_distributions_whatever_the_pieces()
    {
        GeneralText[] texts = [new("a", "Rivers carry more than water."), new("b", string.Concat(Enumerable.Repeat("Bees tell each other. ", 40))), new("c", "é")];
        GeneralScore whole = new GeneralSet(scene.Model, [.. texts]).Score(scene.Before, WorkerTeam.Shared), pieces = new GeneralSet(scene.Model, [.. texts], 64).Score(scene.Before, WorkerTeam.One);
        Assert.Equal(["a", "b", "c"], whole.Texts.Select(t => t.Name));
        Assert.Equal(28, whole.Texts[0].Tokens);
        Assert.Equal((880 - 14, 880 - 2), (pieces.Texts[1].Tokens, whole.Texts[1].Tokens));
        Assert.Equal(whole.Texts[0].TotalLoss, pieces.Texts[0].TotalLoss, 1e-3);

        // A text of bytes: the tokens are the bytes, and the loss that training sees is the same.
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(texts[0].Text);
        var text = new SupervisedText(1, [.. bytes.Select(b => (int)b)], [.. bytes.Select((_, i) => i > 0)]);
        double loss = new Assay.Models.Training.DecoderGradients(Assay.Models.Training.TrainableDecoder.FromFolder(scene.BasePath), WorkerTeam.One).Loss(Assay.Tuning.Training.TextPacker.Batch([text]));
        Assert.Equal(loss, whole.Texts[0].TotalLoss / 28, 1e-3);
        Assert.Equal(loss, new TextScorer(scene.Before, WorkerTeam.One).Score([text])[0].Loss, 1e-3);
    }

    [Fact]
    public void Files_are_read_and_bad_rows_are_told()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(["line 1", "line 4"], GeneralTexts.Read(folder.Write("a.txt", "One text\nof two lines.\n\nAnother.\n")).Select(t => t.Name));
        Assert.Equal(["x"], GeneralTexts.Read(folder.Write("a.jsonl", "{\"text\": \"x\"}\n")).Select(t => t.Text));
        Assert.Contains("a.jsonl(2): text: expected a text, found no such field", Assert.Throws<InputException>(() => GeneralTexts.Read(folder.Write("a.jsonl", "{\"text\": \"x\"}\n{\"txt\": 1}\n"))).Message, StringComparison.Ordinal);
        Assert.Contains("expected texts; found none", Assert.Throws<InputException>(() => GeneralTexts.Read(folder.Write("b.txt", "\n \n"))).Message, StringComparison.Ordinal);
        PinnedPrompt prompt = Assert.Single(PinnedPrompts.Read(folder.Write("p.jsonl", "{\"id\": \"a\", \"prompt\": \"x\", \"system\": \"s\", \"answer\": \"y\"}\n")));
        Assert.Equal(new PinnedPrompt("a", "x") { System = "s", Answer = "y" }, prompt);
        Assert.Contains("p.jsonl: expected rows; found none", Assert.Throws<InputException>(() => PinnedPrompts.Read(folder.Write("p.jsonl", "[]"))).Message, StringComparison.Ordinal);
        Assert.Contains("p.jsonl(1): expected a JSON object, found Number", Assert.Throws<InputException>(() => PinnedPrompts.Read(folder.Write("p.jsonl", "3\n"))).Message, StringComparison.Ordinal);
        Assert.Contains("There is no such file", Assert.Throws<InputException>(() => PinnedPrompts.Read(Path.Combine(folder.Path, "none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_does_not_fit_is_named() =>
        Assert.Contains("'long' has", Assert.Throws<InputException>(() => ForgettingMeter.Measure(scene.Before, scene.After, new ForgettingInputs { Pinned = [new PinnedPrompt("long", new string('x', 600))] }, WorkerTeam.Shared)).Message, StringComparison.Ordinal);
}
