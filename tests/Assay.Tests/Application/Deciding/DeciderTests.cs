using Assay.Comparing;
using Assay.Deciding;
using Assay.Decisions.Costs;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules.Interviewing;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.Running;
using Assay.Tests.Application.Reporting;
using Assay.Text;

namespace Assay.Tests.Application.Deciding;

public sealed class DeciderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assay-decider").FullName;
    private readonly Decider _decider = new(DecisionBooks.Bundled(), TimeProvider.System);

    [Fact]
    public void Without_a_project_the_rules_decide_and_every_arm_has_a_price()
    {
        Decision decision = OnPaper("goals=knowledge", "knowledgeChanges=weekly", "queriesPerMonth=200000", "citations=required");
        Assert.Null(decision.Verdict);
        Assert.Equal(decision.Paper.Leader, decision.Ship);
        Assert.Equal("rag", decision.Ship);
        Assert.Equal(NeedFields.Products, decision.Costs!.Arms.Select(a => a.Arm));
        Assert.All(decision.Costs.Arms, a => Assert.True(a.Monthly > 0, a.Arm));
        Assert.All(decision.Costs.Simulation.Arms, a => Assert.True(a.Total.P10 <= a.Total.P50 && a.Total.P50 <= a.Total.P90));
        Assert.Equal("rag", decision.Vendors!.Arm);
        Assert.Contains("published opinion, not a measurement", decision.NextStep, StringComparison.Ordinal);
        Assert.Equal([("goals", FactOrigin.Answered), ("queriesPerMonth", FactOrigin.Answered), ("knowledgeChanges", FactOrigin.Answered), ("citations", FactOrigin.Answered)], decision.Needs.Select(n => (n.Name, n.Origin)));
    }

    [Fact]
    public void Amounts_are_in_the_currency_of_the_budget()
    {
        Decision dollars = OnPaper("queriesPerMonth=1000000", "budget.monthly=3000"), euros = OnPaper("queriesPerMonth=1000000", "budget.monthly=3000", "budget.currency=EUR");
        decimal rate = DecisionBooks.Bundled().Prices.Currencies.Find("EUR").Usd;
        Assert.Equal("EUR", euros.Costs!.Currency);
        Assert.Equal((double)(Total(dollars, "rag") / rate), (double)Total(euros, "rag"), (double)Total(dollars, "rag") * 1e-6);
        Assert.Contains("--rate XYZ=", Assert.Throws<InputException>(() => OnPaper("budget.currency=XYZ")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_stated_of_work_and_machines_takes_the_place_of_published_ranges()
    {
        Project project = Project("costs:\n  build: { rag: 5000, fine-tuned: 8000-12000 }\n  monthly: { rag: 250 }\nneeds:\n  queriesPerMonth: 1000\n");
        Decision decision = Decide(project, null);
        CostBreakdown rag = decision.Costs!.Arms.Single(a => a.Arm == "rag");
        Assert.Equal(5000, rag.Lines.Single(l => l.Group == CostGroup.Build).Once);
        Assert.Equal(250, rag.Lines.Single(l => l.Group == CostGroup.People).Monthly);
        Assert.Equal(10000, decision.Costs.Arms.Single(a => a.Arm == "fine-tuned").Lines.Single(l => l.Group == CostGroup.Build).Once);
        Assert.Equal("stated in assay.yaml", rag.Lines.Single(l => l.Group == CostGroup.Build).Source);
    }

    [Fact]
    public void A_vector_store_is_paid_for_where_one_is_named()
    {
        CostBreakdown Rag(string yaml) => Decide(Project(yaml + "needs:\n  queriesPerMonth: 1000000\n  corpus: { tokens: 50000000 }\n"), null).Costs!.Arms.Single(a => a.Arm == "rag");
        string name = DecisionBooks.Bundled().Prices.VectorStores.First(v => v.LeastPerMonth > 0).Name;
        Assert.DoesNotContain(Rag("").Lines, l => l.Group == CostGroup.Storage);
        Assert.True(Rag($"costs:\n  vectorStore: '{name}'\n").Lines.Single(l => l.Name == "vector store").Monthly > 0);
        Assert.Contains("price book has no vector store 'nowhere'", Assert.Throws<InputException>(() => Rag("costs:\n  vectorStore: nowhere\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_measured_difference_is_not_overruled_by_rules_that_speak_against_it()
    {
        Project project = Project("needs:\n  goals: [tone, format]\n  examples: 20000\n");
        Comparison comparison = SampleComparison.Of(SampleComparison.Ship);
        Decision decision = Decide(project, comparison);
        Assert.Equal("rag", decision.Ship);
        Assert.Equal(comparison.Verdict.Confidence, decision.Confidence);
        Assert.Contains(decision.Paper.Arms, a => a.Arm == "prompt" && a.WorseThan is not null);
        VerdictRecord record = Decider.Record(decision, comparison);
        Assert.True(record.Measured);
        Assert.Equal("ship", record.Kind);
        Assert.Equal(["prompt", "rag"], record.Arms.Select(a => a.Arm));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("costs:\n  build: { rag: 5000 }\n", false)]
    public void Published_costs_of_building_rule_no_arm_out_and_stated_ones_do(string costs, bool meets)
    {
        Project project = Project(costs + "needs:\n  queriesPerMonth: 1000\n  budget: { build: 100, monthly: 100 }\n");
        DecisionCase decision = _decider.Open(project, default);
        Verdict verdict = Judged(project);
        Assert.Equal(meets ? "rag" : "prompt", verdict.Ship);
        Assert.Equal(meets, _decider.Decide(decision, SampleComparison.Of(SampleComparison.Ship), "", default).Warnings.Any(w => w.StartsWith("Building rag costs 15,000 to 60,000 USD by what is published, and 100 are budgeted.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("pinecone-standard", 40, "prompt")]
    [InlineData("pinecone-standard", 60, "rag")]
    public void The_least_that_a_store_bills_counts_against_the_budget(string store, int budget, string ship)
    {
        Project project = Project($"costs:\n  vectorStore: {store}\n  build: {{ rag: 50, prompt: 50 }}\nneeds:\n  queriesPerMonth: 60000\n  budget: {{ build: 100, monthly: {budget} }}\n");
        Assert.Equal(ship, Judged(project).Ship);
    }

    [Fact]
    public void Machines_are_paid_for_at_the_volume_that_is_looked_at()
    {
        Project project = Project("costs:\n  machineHour: 2\n  build: { rag: 50, prompt: 50 }\nneeds:\n  queriesPerMonth: 100000\n  peakPerSecond: 0.1\n  budget: { build: 100 }\n");
        Assert.Contains(Judged(project).Reasons, r => r.Text.Contains("1,460.00 USD a month", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_model_or_other_answers_are_not_judged_by_an_old_comparison()
    {
        Project project = Project("");
        QuestionSet questions = QuestionFiles.Read(project);
        Comparison comparison = SampleComparison.Of(SampleComparison.Ship) with { Basis = KeptComparison.BasisOf(project, questions) };
        var kept = new KeptComparison(comparison, [], default);
        kept.CheckBasis(project, questions);
        Assert.Contains("not those of the latest comparison", Assert.Throws<InputException>(() => kept.CheckBasis(project, new QuestionSet("questions.jsonl", [questions.Questions[0] with { Answers = ["Other"] }]))).Message, StringComparison.Ordinal);
        Assert.Contains("answered by extractive", Assert.Throws<InputException>(() => kept.CheckBasis(Project("model: openai:gpt-4o-mini\n"), questions)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_inputs_give_the_same_record_and_others_do_not()
    {
        string inputs = Decider.Record(OnPaper("examples=100"), null).Inputs;
        Assert.Equal(inputs, Decider.Record(OnPaper("examples=100"), null).Inputs);
        Assert.NotEqual(inputs, Decider.Record(OnPaper("examples=101"), null).Inputs);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static decimal Total(Decision decision, string arm) => decision.Costs!.Arms.Single(a => a.Arm == arm).Total;

    private Verdict Judged(Project project)
    {
        Run Answers(string arm, double score) => new(arm, false, arm == "rag", [.. Enumerable.Range(0, 60).Select(i => SampleComparison.Row($"q{i}", "x", score) with { InputTokens = 10, AnswerMs = 5, CostUsd = 0 })]);
        ArmResult Arm(string arm, double score) => SampleComparison.Of(SampleComparison.Ship).Arms[0] with { Arm = arm, Score = score, Low = score, High = score, AnswerMs = 5 };
        var questions = new QuestionSet("questions.jsonl", [.. Enumerable.Range(0, 60).Select(i => new Question { Id = $"q{i}", Text = "?", Answers = ["x"] })]);
        return _decider.Judge(_decider.Open(project, default), [Arm("prompt", 0.2), Arm("rag", 0.8)], null, [Answers("prompt", 0.2), Answers("rag", 0.8)], questions);
    }

    private Decision OnPaper(params string[] needs) => _decider.Decide(_decider.Open(null, default).With(NeedsText.Read(needs)), null, "assay decide", default);

    private Decision Decide(Project project, Comparison? comparison) => _decider.Decide(_decider.Open(project, default), comparison, "assay decide", default);

    private Project Project(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder, "assay.yaml"), ModelFree.Settings(yaml));
        File.WriteAllText(Path.Combine(_folder, "questions.jsonl"), """{"id":"q1","question":"Why?","answers":["Because"]}""" + "\n");
        return ProjectFile.Read(_folder);
    }
}
