using Assay.Decisions.Prices;

namespace Assay.Decisions.Costs.WhatIf;

/// <summary>A question, a month of them, and a right answer.</summary>
public sealed partial class WhatIfAnswers
{
    private CostInputs? _question;

    private bool AsksInput => _inputs.PromptTokens is not null || _inputs.ContextTokens is not null || _inputs.QueryTokens is not null;

    private bool AsksOutput => _inputs.OutputTokens is not null || _inputs.ReasoningTokens is not null;

    private bool AsksQuestion => AsksInput || AsksOutput;

    private bool IsHosted => _inputs.TokensPerSecond is not null;

    private void Question()
    {
        if (!AsksQuestion)
        {
            if (_inputs.CachedShare is not null) Missing("--cached-share needs the tokens of a question: --prompt-tokens, --context-tokens or --query-tokens.");
            Attempt();
            return;
        }

        if (_inputs.CostPerAttempt is not null) Missing("Give --cost-per-attempt or the tokens of a question, not both: each says what one question costs.");
        if (IsHosted && (_inputs.Price is not null || _inputs.OutputPrice is not null || _inputs.CachedPrice is not null || (_inputs.Model is not null && _model is not null)))
        {
            Missing("Questions are paid for by the token (--price-per-million, --output-price, --model) or by the machine (--tokens-per-second with the price of a GPU), not both, or they would count twice. Ask for one of the two at a time, or compare them with --arm. A price of training tokens is --training-price.");
        }

        QueryInputs? query = _problems.Count > 0 ? null : Query();
        if (_problems.Count > 0) return;
        _question = Asked() with { Query = query };
        Window();
        if (!IsHosted) Answers(_question, alone: true);
    }

    private QueryInputs Query()
    {
        // Machines of one's own have no price of tokens.
        ModelPrice? model = IsHosted ? null : _model;
        TunedPrice? tuned = _inputs.Tuned ? model?.Tuned : null;
        if (_inputs.Tuned && tuned is null) Missing("--tuned needs a --model of which the price book has a tuned version, such as gpt-4o-mini.");
        Quantity? inputPrice = AsksInput ? TypedPrice("input price") ?? Listed("input price", tuned?.Input ?? model?.Input) : null;
        Quantity? outputPrice = AsksOutput ? PerMillion("output price", _inputs.OutputPrice) ?? Listed("output price", tuned?.Output ?? model?.Output) : null;
        bool cached = AsksInput && _inputs.CachedShare is { High: > 0 };
        Quantity? cachedPrice = cached ? PerMillion("cached price", _inputs.CachedPrice) ?? (_inputs.Price is null ? Listed("cached price", tuned?.CachedInput ?? model?.CachedInput) : null) : null;
        if (AsksInput && inputPrice is null && !IsHosted) Missing($"Tokens of a question need a price: --price-per-million, --price-per-thousand or --model.{OnlyTrained()}");
        if (AsksOutput && outputPrice is null && !IsHosted) Missing($"--output-tokens and --reasoning-tokens need a price: --output-price (for a million tokens) or --model.{OnlyTrained()}");
        if (cached && inputPrice is not null && cachedPrice is null) _notes.Add("--cached-share changes nothing: cached tokens count at the input price. Add --cached-price (for a million tokens).");
        return new QueryInputs
        {
            PromptTokens = Q("prompt tokens", _inputs.PromptTokens), ContextTokens = Q("context tokens", _inputs.ContextTokens), QueryTokens = Q("question tokens", _inputs.QueryTokens), CachedShare = Q("cached share", _inputs.CachedShare),
            OutputTokens = Q("output tokens", _inputs.OutputTokens), ReasoningTokens = Q("reasoning tokens", _inputs.ReasoningTokens), InputPrice = inputPrice, OutputPrice = outputPrice,
            CachedPrice = cachedPrice, Tiers = _inputs.Price is null && model is not null && tuned is null ? model.TierFactors() : [],
        };
    }

    private string OnlyTrained() => _inputs.Model is { } name && _model is null ? $" The price book lists '{name}' for training only." : "";

    private Quantity? Listed(string name, decimal? usd)
    {
        if (usd is not { } price) return null;
        if (_model?.Origin is { } origin) _used.Add((_inputs.Model ?? "the project's model", origin));
        return FromBook(name, price, Quantity.Million);
    }

    // A question longer than the model's window is refused by its provider, whatever it would cost.
    private void Window()
    {
        double most = (_inputs.PromptTokens?.High ?? 0) + (_inputs.ContextTokens?.High ?? 0) + (_inputs.QueryTokens?.High ?? 0);
        if (_model?.ContextWindow is { } window && most > window) _notes.Add($"{_inputs.Model ?? "The project's model"} takes at most {Figures.Number(window)} tokens of input, as the price book lists it; a question of {Figures.Number(most)} is refused. Send fewer tokens, or name a model with a longer window.");
    }

    private CostInputs Asked() => new("question") { QueriesPerMonth = Q("requests a month", _inputs.Requests), PassRate = Q("pass rate", _inputs.PassRate), WrongAnswerCost = Q("cost of a wrong answer", _inputs.WrongAnswerCost) };

    private void Attempt()
    {
        if (_inputs.CostPerAttempt is not { } attempt)
        {
            if (_inputs.PassRate is not null) Missing("--pass-rate needs the cost of a question: --cost-per-attempt, or tokens and a price.");
            return;
        }

        if (_inputs.PassRate is null) Missing("--cost-per-attempt needs --pass-rate: the share of the answers that are right.");
        if (_problems.Count > 0) return;
        _question = Asked() with { Items = [new CostItem(CostGroup.Tokens, CostTiming.PerQuery, new Quantity("an attempt", attempt))] };
        Answers(_question, alone: _inputs.WrongAnswerCost is not null);
    }

    private void Answers(CostInputs question, bool alone)
    {
        CostInputs one = question with { QueriesPerMonth = null };
        if (alone) Answer("question", _inputs.WrongAnswerCost is null ? "a question" : "a question, wrong answers counted", one, b => b.PerQuery);
        if (_inputs.Requests is not null) Answer("month", _inputs.WrongAnswerCost is null ? "a month" : "a month, wrong answers counted", question, b => b.Monthly, shown: alone ? one : null);
    }

    // Cost of a right answer: cost of an attempt / share of right answers (Erol et al., arXiv 2504.13359). With what wrong answers cost it is another number, given beside it.
    private void Passes()
    {
        if (_inputs.PassRate is not { } rate || _question is null || _problems.Count > 0) return;
        if (IsHosted && AsksQuestion && (_hosting is null || _inputs.Requests is not { Low: > 0 }))
        {
            Missing("--pass-rate on machines of your own needs --output-tokens and --requests-per-month: what a question costs depends on how many share the machines.");
            return;
        }

        if (IsHosted && _inputs.WrongAnswerCost is not null && AsksQuestion) Answer("wrong-answers", "wrong answers", _question, b => b.Monthly, " a month");
        (decimal Cost, string[] Steps) low = AttemptAt(CostCase.Cheapest), high = AttemptAt(CostCase.Dearest);
        decimal cheapest = Right(low.Cost, rate.High, 0), dearest = Right(high.Cost, rate.Low, 0);
        string Step(decimal attempt, double share, decimal result) => $"{Money(attempt)} / {Figures.Share(share)} {Equal(result)} {Money(result)} for a right answer";
        Answer("pass", "a right answer", cheapest, dearest, "", Both([.. low.Steps, Step(low.Cost, rate.High, cheapest)], [.. high.Steps, Step(high.Cost, rate.Low, dearest)]));
        if (_inputs.WrongAnswerCost is not { } wrong) return;
        decimal least = Right(low.Cost, rate.High, wrong.Low), most = Right(high.Cost, rate.Low, wrong.High);
        string WithWrong(decimal attempt, double share, double each, decimal result) => $"({Money(attempt)} + (1 - {Figures.Share(share)}) x {Figures.Money(each, _inputs.Currency)}) / {Figures.Share(share)} {Equal(result)} {Money(result)} for a right answer, wrong ones counted";
        Answer("pass-with-wrong-answers", "a right answer, wrong ones counted", least, most, "", Both([WithWrong(low.Cost, rate.High, wrong.Low, least)], [WithWrong(high.Cost, rate.Low, wrong.High, most)]));

        static decimal Right(decimal attempt, double share, double each) => Figures.Amount(((double)attempt + ((1 - share) * each)) / share);
    }

    // One attempt, without what a wrong answer costs. On machines the volume counts too: few questions are the dear ones.
    private (decimal Cost, string[] Steps) AttemptAt(CostCase at)
    {
        if (_hosting is null) return (CostModel.Breakdown(_question!, 1, at: at).Lines.Where(l => l.Group != CostGroup.WrongAnswers).Sum(l => l.PerQuery), []);
        CostRange requests = _inputs.Requests!.Value;
        (decimal Each, decimal Month, double Volume)[] ends = [.. new[] { requests.Low, requests.High }.Select(volume =>
        {
            decimal month = CostModel.Breakdown(_hosting with { QueriesPerMonth = Quantity.Of("requests a month", volume) }, 1, at: at).Monthly;
            return (Figures.Amount((double)month / volume), month, volume);
        })];
        (decimal each, decimal monthly, double questions) = at == CostCase.Cheapest ? ends.MinBy(e => e.Each) : ends.MaxBy(e => e.Each);
        return (each, [$"{Money(monthly)} a month / {Figures.Number(questions)} questions {Equal(each)} {Money(each)} a question"]);
    }

    private static string Equal(decimal amount) => Figures.IsExact((double)amount) ? "=" : "≈";
}
