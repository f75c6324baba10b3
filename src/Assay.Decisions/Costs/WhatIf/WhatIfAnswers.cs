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
    private readonly decimal _units = 1;

    private WhatIfAnswers(WhatIfInputs inputs, PriceBooks books)
    {
        (_inputs, _books) = (inputs, books);

        // Units of the currency for one US dollar.
        bool fromBooks = inputs.Model is not null || inputs.ModelPrice is not null || inputs.Gpu is not null || inputs.Embedder is not null || inputs.VectorStore is not null;
        if (fromBooks && inputs.Currency != CurrencyRates.Basis)
        {
            CurrencyRate rate = books.Currencies.Find(inputs.Currency);
            _units = 1 / rate.Usd;
            _used.Add(($"one {inputs.Currency}", rate.Origin));
            _notes.Add($"Prices of the books are in {CurrencyRates.Basis}; one {inputs.Currency} counts as {rate.Usd:0.####} {CurrencyRates.Basis} ({rate.Origin.Source}).");
        }

        _model = inputs.Model is { } name ? Used(name, books.Model(name)) : inputs.ModelPrice;
        ModelPrice Used(string model, ModelPrice price)
        {
            _used.Add((model, price.Origin!));
            return price;
        }
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
        answers.BreakEven();
        answers.Arms();
        answers.Horizon();
        answers.Nothing();
        return answers._problems.Count > 0
            ? throw new InputException(answers._problems)
            : new WhatIfResult(inputs.Currency, [.. answers._answers], [.. answers._used.Select(u => $"{u.Name}: {u.Origin.Source}, {(u.Origin.Date == DateOnly.MaxValue ? "" : $"{u.Origin.Date:yyyy-MM-dd}")}".TrimEnd(',', ' ')).Distinct()],
                [.. books.Notes, .. answers._notes, .. PriceBooks.StaleWarnings(answers._used, today)]);
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

    private Quantity FromBook(string name, decimal usd, double per = 1) => new(name, CostRange.Of((double)(usd * _units))) { Per = per, Source = "price book" };

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

    private void Nothing()
    {
        if (_answers.Count > 0 || _problems.Count > 0) return;
        bool price = _inputs.Price is not null || _inputs.Model is not null || _inputs.OutputPrice is not null || _inputs.TrainingPrice is not null;
        Missing(price
            ? "There is a price and nothing to pay for: add --context-tokens, --prompt-tokens, --query-tokens, --output-tokens, --training-tokens, or --examples with --tokens-per-example."
            : "Nothing to compute. Give tokens and a price, GPU hours and a price, two --arm, or --success, --failure and --severe-failure. 'assay cost --help' has an example of each.");
    }
}
