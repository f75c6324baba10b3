using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Assay.Decisions.Costs;
using Assay.Decisions.Costs.WhatIf;
using Assay.Decisions.Prices;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary>The options of <c>assay cost</c> that are numbers or ranges, and those that name something.</summary>
internal sealed class CostOptions
{
    private const int MostArms = 20;
    private const int MostRates = 100;
    private readonly List<(Option<CostRange?> Option, Func<WhatIfInputs, CostRange, WhatIfInputs> Set)> _numbers = [];
    private readonly Option<CostRange?> _perThousand;
    private readonly Option<string?> _model = Name("--model", "A model of the price book, for its prices: gpt-4o-mini, anthropic:claude-sonnet-5.", "NAME");
    private readonly Option<bool> _tuned = new("--tuned") { Description = "Take the prices of the model's tuned version." };
    private readonly Option<string?> _gpu = Name("--gpu", "A GPU of the price book, for its price: H100-SXM (the cheapest), runpod:H100-SXM.", "NAME");
    private readonly Option<bool> _spot = new("--spot") { Description = "Take its spot price." };
    private readonly Option<string?> _embedder = Name("--embedder", "An embedding model of the price book: text-embedding-3-small.", "NAME");
    private readonly Option<string?> _store = Name("--vector-store", "A vector store of the price book: pinecone-standard.", "NAME");
    private readonly Option<string[]> _arms = new("--arm") { Description = "An arm to compare, given twice or more: rag:once=750.20,monthly=35.04,question=0.001501. Parts: once, monthly, retraining (a month), question.", HelpName = "ARM", Arity = ArgumentArity.OneOrMore };
    private readonly Option<int?> _months = new("--months") { Description = "The horizon (12 for --arm).", HelpName = "N" };
    private readonly Option<string?> _currency = Name("--currency", "Currency of what you give and of what is printed (default USD, or that of the project's budget). Prices of the books are converted.", "CODE");
    private readonly Option<string[]> _rates = new("--rate") { Description = "US dollars for one of another currency: EUR=1.08. Replaces that of the price book.", HelpName = "CODE=USD", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _prices = Name("--prices", "A file of prices of your own, laid over the books (docs/prices.md).", "FILE");

    public CostOptions()
    {
        Add("--examples", "Training examples.", (w, r) => w with { Examples = r });
        Add("--tokens-per-example", "Tokens of one of them.", (w, r) => w with { TokensPerExample = r });
        Add("--training-tokens", "Tokens of the training data, in place of the two.", (w, r) => w with { TrainingTokens = r });
        Add("--epochs", "Passes over them (default 1).", (w, r) => w with { Epochs = r });
        Add("--runs", "Training runs until the first good one (default 1).", (w, r) => w with { Runs = r });
        Add("--training-price", "Price of a million training tokens.", (w, r) => w with { TrainingPrice = r });
        Add("--gpu-hours", "GPU hours of a training run.", (w, r) => w with { GpuHours = r });
        Add("--gpu-price", "Price of a GPU hour.", (w, r) => w with { GpuPrice = r });
        Add("--prompt-tokens", "Instructions and shown examples in every question.", (w, r) => w with { PromptTokens = r });
        Add("--context-tokens", "Retrieved or pasted text in every question.", (w, r) => w with { ContextTokens = r });
        Add("--query-tokens", "The question itself.", (w, r) => w with { QueryTokens = r });
        Add("--cached-share", "Share of these three read from the provider's cache.", (w, r) => w with { CachedShare = r });
        Add("--output-tokens", "The answer.", (w, r) => w with { OutputTokens = r });
        Add("--reasoning-tokens", "Reasoning that is billed and not shown.", (w, r) => w with { ReasoningTokens = r });
        Add("--requests-per-month", "Questions a month.", (w, r) => w with { Requests = r }, "--requests");
        Add("--price-per-million", "Price of a million tokens: of input, or of training where only that is asked for.", (w, r) => w with { Price = r }, "--price");
        _perThousand = Add("--price-per-thousand", "The same for a thousand tokens.", (w, r) => w with { Price = r, PricePer = 1000 });
        Add("--cached-price", "Price of a million cached tokens.", (w, r) => w with { CachedPrice = r });
        Add("--output-price", "Price of a million output tokens.", (w, r) => w with { OutputPrice = r });
        Add("--corpus-tokens", "Tokens of the documents to embed.", (w, r) => w with { CorpusTokens = r });
        Add("--embedding-price", "Price of embedding a million tokens.", (w, r) => w with { EmbeddingPrice = r });
        Add("--storage-gb", "Gigabytes in the vector store.", (w, r) => w with { StorageGb = r });
        Add("--vectors", "Vectors in it, where it bills their numbers.", (w, r) => w with { Vectors = r });
        Add("--dimensions", "Numbers of a vector (those of --embedder).", (w, r) => w with { Dimensions = r });
        Add("--read-units", "Read units of a question (default 1).", (w, r) => w with { ReadUnits = r });
        Add("--write-units", "Write units for all documents once.", (w, r) => w with { WriteUnits = r });
        Add("--tokens-per-second", "What one GPU generates when it is full.", (w, r) => w with { TokensPerSecond = r });
        Add("--utilisation", "Share of that which is used (default 1).", (w, r) => w with { Utilisation = r }, "--utilization");
        Add("--peak-per-second", "Questions a second at the busiest time.", (w, r) => w with { PeakPerSecond = r });
        Add("--pass-rate", "Share of the answers that are right.", (w, r) => w with { PassRate = r });
        Add("--cost-per-attempt", "Cost of one question, where it is not computed from tokens.", (w, r) => w with { CostPerAttempt = r });
        Add("--wrong-answer-cost", "What a wrong answer costs.", (w, r) => w with { WrongAnswerCost = r });
        Add("--success", "S: what a right answer brings.", (w, r) => w with { Success = r });
        Add("--failure", "E: what a wrong answer costs.", (w, r) => w with { Failure = r });
        Add("--severe-failure", "K: what a harmful one costs.", (w, r) => w with { SevereFailure = r });
        Add("--severe-share", "c: share of the wrong answers that are harmful.", (w, r) => w with { SevereShare = r });
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [.. _numbers.Select(n => n.Option), _model, _tuned, _gpu, _spot, _embedder, _store, _arms, _months, _currency, _rates, _prices];

    /// <summary>What was typed.</summary>
    public WhatIfInputs Read(ParseResult parsed, WhatIfInputs basis)
    {
        WhatIfInputs inputs = basis with
        {
            Model = parsed.GetValue(_model), Tuned = parsed.GetValue(_tuned), Gpu = parsed.GetValue(_gpu), Spot = parsed.GetValue(_spot), Embedder = parsed.GetValue(_embedder), VectorStore = parsed.GetValue(_store),
            Arms = [.. parsed.GetValue(_arms) ?? []], Months = parsed.GetValue(_months), Currency = parsed.GetValue(_currency) is { } code ? Code("--currency", code) : basis.Currency,
        };
        if (inputs.Arms.Length > MostArms) throw new InputException(new Problem("", null, $"--arm: {inputs.Arms.Length} arms are too many; {MostArms} can be compared."));
        if (parsed.GetResult(_perThousand) is not null && parsed.GetResult(_numbers.First(n => n.Option.Name == "--price-per-million").Option) is not null) throw new InputException(new Problem("", null, "Give --price-per-million or --price-per-thousand, not both."));
        foreach ((Option<CostRange?> option, Func<WhatIfInputs, CostRange, WhatIfInputs> set) in _numbers)
        {
            if (parsed.GetValue(option) is { } range) inputs = set(inputs, range);
        }

        return inputs;
    }

    /// <summary>The books with the user's rates, the file of the project and that of the command line, each over those before.</summary>
    public PriceBooks Books(ParseResult parsed, DateOnly today, string? ofProject)
    {
        PriceBooks books = PriceBooks.Bundled();
        string[] rates = parsed.GetValue(_rates) ?? [];
        if (rates.Length > MostRates) throw new InputException(new Problem("", null, $"--rate: {rates.Length} rates are too many."));
        foreach (string rate in rates)
        {
            string[] sides = rate.Split('=', 2);
            if (sides.Length != 2 || RangeText.Read(sides[1]) is not { IsPoint: true, Low: > 0 } value) throw new InputException(new Problem("", null, $"--rate must be a currency and the US dollars for one of it, such as EUR=1.08, found '{rate}'."));
            if (Code("--rate", sides[0]) == CurrencyRates.Basis) throw new InputException(new Problem("", null, $"--rate says how many US dollars one of another currency is; one {CurrencyRates.Basis} is 1. Write, for example, EUR=1.08, found '{rate}'."));
            books = books.With(new CurrencyRate(Code("--rate", sides[0]), Figures.Amount(value.Low), new PriceOrigin("--rate", today)));
        }

        if (ofProject is not null) books = books.With(ofProject);
        return parsed.GetValue(_prices) is { } file ? books.With(file) : books;
    }

    private Option<CostRange?> Add(string name, string description, Func<WhatIfInputs, CostRange, WhatIfInputs> set, params string[] aliases)
    {
        var option = new Option<CostRange?>(name, aliases) { Description = description, HelpName = "N", CustomParser = result => Number(name, result) };
        _numbers.Add((option, set));
        return option;
    }

    private static Option<string?> Name(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private static string Code(string option, string code) => code.Length == 3 && code.All(char.IsAsciiLetter)
        ? code.ToUpperInvariant()
        : throw new InputException(new Problem("", null, $"{option} must be a currency code of three letters such as EUR, found '{code}'."));

    private static CostRange? Number(string name, ArgumentResult result)
    {
        if (RangeText.Read(result.Tokens[0].Value) is { } range) return range;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number of 0 or more such as 0.05, 5% or 10,000, or a range such as 0.01..0.05, found '{result.Tokens[0].Value}'."));
        return null;
    }
}
