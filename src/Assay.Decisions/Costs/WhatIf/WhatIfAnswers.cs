using System.Collections.Immutable;
using Assay.Decisions.Prices;
using Assay.Text;

namespace Assay.Decisions.Costs.WhatIf;

/// <summary>Answers every question that the inputs are enough for, with the working.</summary>
public sealed partial class WhatIfAnswers
{
    private readonly WhatIfInputs _inputs;
    private readonly PriceBooks _books;
    private readonly List<CostAnswer> _answers = [];
    private readonly List<Problem> _problems = [];
    private readonly List<(string Name, PriceOrigin Origin)> _used = [];
    private readonly List<string> _notes = [];
    private readonly ModelPrice? _model;
    private decimal? _units;
    private bool _usedTypedPrice;

    private WhatIfAnswers(WhatIfInputs inputs, PriceBooks books)
    {
        (_inputs, _books) = (inputs, books);

        // Some are listed for training only.
        _model = inputs.Model is { } name ? (books.FindTraining(name) is null ? books.Model(name) : books.FindModel(name)) : inputs.ModelPrice;
    }

    /// <summary>Answers.</summary>
    /// <param name="inputs">What was given.</param>
    /// <param name="books">Prices.</param>
    /// <param name="today">The current day, for old prices.</param>
    /// <returns>At least one answer.</returns>
    /// <exception cref="InputException">Something is missing or cannot be; says what.</exception>
    public static WhatIfResult Of(WhatIfInputs inputs, PriceBooks books, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(books);
        var answers = new WhatIfAnswers(inputs, books);
        answers.Shares();
        answers.Training();
        answers.Question();
        answers.Index();
        answers.Hosting();
        answers.Passes();
        answers.BreakEven();
        answers.Arms();
        answers.Horizon();
        answers.Nothing();
        answers.Unused();
        return answers._problems.Count > 0
            ? throw new InputException(answers._problems)
            : new WhatIfResult(inputs.Currency, [.. answers._answers], [.. answers._used.Select(u => $"{u.Name}: {u.Origin.Source}, {(u.Origin.Date == DateOnly.MaxValue ? "" : $"{u.Origin.Date:yyyy-MM-dd}")}".TrimEnd(',', ' ')).Distinct()],
                [.. books.Notes, .. answers._notes.Distinct(), .. answers._used.Where(u => u.Origin.Note is not null).Select(u => $"{u.Name}: {u.Origin.Note}.").Distinct(), .. PriceBooks.StaleWarnings(answers._used, today)]);
    }

    // One answer from the lines of the model at both ends of the ranges. What another answer shows already is left out.
    private void Answer(string question, string label, CostInputs inputs, Func<CostBreakdown, decimal> amount, string per = "", Func<CostLine, bool>? which = null, CostInputs? shown = null)
    {
        (CostBreakdown low, CostBreakdown high) = Ends(inputs);
        string[] first = Steps(low), last = Steps(high);
        if (shown is not null)
        {
            (CostBreakdown lowShown, CostBreakdown highShown) = Ends(shown);
            (first, last) = ([.. first.Except(Steps(lowShown))], [.. last.Except(Steps(highShown))]);
        }

        Answer(question, label, amount(low), amount(high), per, Both(first, last));

        string[] Steps(CostBreakdown breakdown)
        {
            CostLine[] lines = [.. breakdown.Lines.Where(l => which?.Invoke(l) ?? true)];
            return [.. lines.SelectMany(l => l.Working), .. lines.Length > 1 ? (string[])[$"together {Money(amount(breakdown))}"] : []];
        }
    }

    private (CostBreakdown Low, CostBreakdown High) Ends(CostInputs inputs) =>
        (CostModel.Breakdown(inputs, 1, _inputs.Currency, CostCase.Cheapest), CostModel.Breakdown(inputs, 1, _inputs.Currency, CostCase.Dearest));

    private void Answer(string question, string label, decimal low, decimal high, string per, ImmutableArray<string> working) =>
        _answers.Add(new CostAnswer(question, label, low, high, (_inputs.Currency + per).Trim(), (low == high ? Money(low) : $"{Figures.Money((double)low, "")} to {Money(high)}") + per, working));

    // The steps at both ends of the ranges: a step that is the same at both is written once.
    private static ImmutableArray<string> Both(string[] low, string[] high) => low.Length != high.Length
        ? [.. low.Select(s => $"at least: {s}"), .. high.Select(s => $"at most: {s}")]
        : [.. low.Zip(high).SelectMany(s => s.First == s.Second ? (string[])[s.First] : [$"at least: {s.First}", $"at most: {s.Second}"])];

    private void Missing(string message) => _problems.Add(new Problem("", null, message));

    private string Money(decimal amount) => Figures.Money((double)amount, _inputs.Currency);

    private static Quantity? Q(string name, CostRange? range) => range is { } value ? new Quantity(name, value) : null;

    private static Quantity? PerMillion(string name, CostRange? range) => range is { } value ? Quantity.TokenPrice(name, value) : null;

    private Quantity FromBook(string name, decimal usd, double per = 1) => new(name, CostRange.Of((double)(usd * Units()))) { Per = per, Source = "price book" };

    // Units of the currency for one US dollar, said once where a price of the books is used.
    private decimal Units()
    {
        if (_units is { } known) return known;
        CurrencyRate rate = _books.Currencies.Find(_inputs.Currency);
        _units = 1 / rate.Usd;
        if (_inputs.Currency == CurrencyRates.Basis) return 1;
        _used.Add(($"one {_inputs.Currency}", rate.Origin));
        _notes.Add($"Prices of the books are in {CurrencyRates.Basis}; one {_inputs.Currency} counts as {rate.Text} {CurrencyRates.Basis} ({rate.Origin.Source}).");
        return 1 / rate.Usd;
    }

    // The price of tokens that was typed, for the one thing that it is for.
    private Quantity? TypedPrice(string name)
    {
        if (_inputs.Price is not { } price) return null;
        _usedTypedPrice = true;
        return Quantity.TokenPrice(name, price, per: _inputs.PricePer);
    }

    private void Shares()
    {
        foreach ((string option, CostRange? share, bool aboveZero) in ((string, CostRange?, bool)[])[("--cached-share", _inputs.CachedShare, false), ("--utilisation", _inputs.Utilisation, true), ("--pass-rate", _inputs.PassRate, true), ("--severe-share", _inputs.SevereShare, false)])
        {
            if (share is { } range && (range.High > 1 || (aboveZero && range.Low <= 0))) Missing($"{option} must be {(aboveZero ? "above 0 and" : "from 0 and")} at most 1, such as 0.8 or 80%, found {Figures.Number(range.High > 1 ? range.High : range.Low)}.");
        }

        if (_inputs.WrongAnswerCost is not null && _inputs.PassRate is null) Missing("--wrong-answer-cost needs --pass-rate: the share of the answers that are right.");
        if (_inputs.TokensPerSecond is { Low: <= 0 }) Missing("--tokens-per-second must be above 0.");
        if (_inputs.Months is < 1 or > CostModel.LongestMonths) Missing($"--months must be from 1 to {CostModel.LongestMonths}.");
        if (_problems.Count > 0) throw new InputException(_problems);
    }

    // A price that changes no answer is one that somebody thinks was counted.
    private void Unused()
    {
        void Check(bool given, string option, string why)
        {
            if (given) _notes.Add($"{option} is not used: {why}.");
        }

        string price = _inputs.PricePer == Quantity.Million ? "--price-per-million" : "--price-per-thousand";
        Check(_inputs.Price is not null && !_usedTypedPrice, price, _inputs.TrainingPrice is not null ? "--training-price is the price of training tokens" : "nothing that was asked for is paid for by it");
        Check(_inputs.OutputPrice is not null && !AsksOutput, "--output-price", "there are no --output-tokens");
        Check(_inputs.CachedPrice is not null && !(AsksInput && _inputs.CachedShare is { High: > 0 }), "--cached-price", "there is no --cached-share of a question");
        Check(_inputs.EmbeddingPrice is not null && (_inputs.CorpusTokens is null || _inputs.Embedder is not null), "--embedding-price", _inputs.CorpusTokens is null ? "there are no --corpus-tokens" : "the price of --embedder is");
        Check(_inputs.Gpu is not null && _inputs.GpuPrice is not null, "--gpu", "--gpu-price is");
        Check(_inputs.Spot && _inputs.Gpu is null, "--spot", "it needs a --gpu of the price book");
    }

    private void Nothing()
    {
        if (_answers.Count > 0 || _problems.Count > 0) return;
        bool price = _inputs.Price is not null || _inputs.Model is not null || _inputs.OutputPrice is not null || _inputs.TrainingPrice is not null;
        Missing(price
            ? "There is a price and nothing to pay for: add --context-tokens, --prompt-tokens, --query-tokens, --output-tokens, --training-tokens, or --examples with --tokens-per-example."
            : "Nothing to compute. Give tokens and a price, GPU hours and a price, two --arm, or --success, --failure and --severe-failure. 'assay cost --help' has an example of each.");
    }
}
