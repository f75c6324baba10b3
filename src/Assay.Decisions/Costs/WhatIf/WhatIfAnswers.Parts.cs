using Assay.Decisions.Prices;

namespace Assay.Decisions.Costs.WhatIf;

/// <summary>Training, questions, documents and machines.</summary>
public sealed partial class WhatIfAnswers
{
    private CostInputs? _training, _question, _index, _hosting;

    private bool AsksQuestion => _inputs.PromptTokens is not null || _inputs.ContextTokens is not null || _inputs.QueryTokens is not null || _inputs.OutputTokens is not null || _inputs.ReasoningTokens is not null;

    private void Training()
    {
        bool tokens = _inputs.TrainingTokens is not null || _inputs.Examples is not null || _inputs.TokensPerExample is not null, hours = _inputs.GpuHours is not null;
        if (!tokens && !hours)
        {
            if (_inputs.Epochs is not null || _inputs.Runs is not null || _inputs.TrainingPrice is not null) Missing("--epochs, --runs and --training-price need --training-tokens, --examples with --tokens-per-example, or --gpu-hours.");
            return;
        }

        if (_inputs.TrainingTokens is not null && (_inputs.Examples is not null || _inputs.TokensPerExample is not null)) Missing("Give either --training-tokens or --examples with --tokens-per-example.");
        else if (tokens && _inputs.TrainingTokens is null && (_inputs.Examples is null || _inputs.TokensPerExample is null)) Missing(_inputs.Examples is null ? "--tokens-per-example needs --examples." : "--examples needs --tokens-per-example: how long one of them is.");
        Quantity? gpu = hours ? GpuPrice("--gpu-hours") : null, price = tokens ? TrainingPrice(required: !hours) : null;
        if (_problems.Count > 0) return;
        _training = new CostInputs("training")
        {
            Training = new()
            {
                Examples = Q("examples", _inputs.Examples), TokensPerExample = Q("tokens of an example", _inputs.TokensPerExample), Tokens = Q("training tokens", _inputs.TrainingTokens), Epochs = Q("epochs", _inputs.Epochs), TokenPrice = price,
                GpuHours = Q("GPU hours", _inputs.GpuHours), GpuPrice = gpu, Runs = Q("runs", _inputs.Runs),
            },
        };
        Answer("training", "training", _training, b => b.Once);
    }

    private Quantity? TrainingPrice(bool required)
    {
        if (_inputs.TrainingPrice is { } own) return Quantity.TokenPrice("training price", own);
        if (_inputs.Price is { } price && !AsksQuestion) return Quantity.TokenPrice("training price", price, per: _inputs.PricePer);
        if (_inputs.Model is { } model && _books.Training(model) is { Price: { } listed } entry)
        {
            _used.Add(($"training {model}", entry.Origin));
            return FromBook("training price", listed, Quantity.Million);
        }

        if (required) Missing(AsksQuestion && _inputs.Price is not null ? "Training needs a price of its own beside questions: add --training-price (for a million training tokens)." : "Training needs a price: --price-per-million, --price-per-thousand, --training-price, --model, or --gpu-hours with --gpu-price.");
        return null;
    }

    private Quantity? GpuPrice(string option)
    {
        if (_inputs.GpuPrice is { } own) return new Quantity("GPU price", own);
        if (_inputs.Gpu is { } name)
        {
            GpuPrice entry = _books.Gpu(name, _inputs.Spot);
            _used.Add(($"an hour of {entry.Provider}:{entry.Name}{(_inputs.Spot ? ", spot" : "")}", entry.Origin));
            return FromBook("GPU price", (_inputs.Spot ? entry.Spot : entry.OnDemand)!.Value);
        }

        Missing($"{option} needs the price of an hour: --gpu-price, or --gpu with a name from the price book such as H100-SXM.");
        return null;
    }

    private void Question()
    {
        if (!AsksQuestion)
        {
            if (_inputs.CachedShare is not null) Missing("--cached-share needs the tokens of a question: --prompt-tokens, --context-tokens or --query-tokens.");
            PassWithoutTokens();
            return;
        }

        bool input = _inputs.PromptTokens is not null || _inputs.ContextTokens is not null || _inputs.QueryTokens is not null, output = _inputs.OutputTokens is not null || _inputs.ReasoningTokens is not null;
        TunedPrice? tuned = _inputs.Tuned ? _model?.Tuned : null;
        if (_inputs.Tuned && tuned is null) Missing("--tuned needs a --model of which the price book has a tuned version, such as gpt-4o-mini.");
        Quantity? Listed(string name, decimal? usd) => usd is { } price ? FromBook(name, price, Quantity.Million) : null;
        Quantity? inputPrice = _inputs.Price is { } typed ? Quantity.TokenPrice("input price", typed, per: _inputs.PricePer) : Listed("input price", tuned?.Input ?? _model?.Input);
        Quantity? outputPrice = PerMillion("output price", _inputs.OutputPrice) ?? Listed("output price", tuned?.Output ?? _model?.Output);

        // Machines of one's own have no price of tokens.
        bool hosted = _inputs.TokensPerSecond is not null;
        if (input && inputPrice is null && !hosted) Missing("Tokens of a question need a price: --price-per-million, --price-per-thousand or --model.");
        if (output && outputPrice is null && !hosted) Missing("--output-tokens and --reasoning-tokens need a price: --output-price (for a million tokens) or --model.");
        if (_problems.Count > 0) return;
        _question = new CostInputs("question")
        {
            QueriesPerMonth = Q("requests a month", _inputs.Requests),
            PassRate = Q("pass rate", _inputs.PassRate),
            WrongAnswerCost = Q("cost of a wrong answer", _inputs.WrongAnswerCost),
            Query = new()
            {
                PromptTokens = Q("prompt tokens", _inputs.PromptTokens), ContextTokens = Q("context tokens", _inputs.ContextTokens), QueryTokens = Q("question tokens", _inputs.QueryTokens), CachedShare = Q("cached share", _inputs.CachedShare),
                OutputTokens = Q("output tokens", _inputs.OutputTokens), ReasoningTokens = Q("reasoning tokens", _inputs.ReasoningTokens), InputPrice = inputPrice, OutputPrice = outputPrice,
                CachedPrice = PerMillion("cached price", _inputs.CachedPrice) ?? (_inputs.Price is null ? Listed("cached price", tuned?.CachedInput ?? _model?.CachedInput) : null), Tiers = _inputs.Price is null && _model is not null && tuned is null ? _model.TierFactors() : [],
            },
        };
        if (inputPrice is null && outputPrice is null) return;
        CostInputs one = _question with { QueriesPerMonth = null };
        Answer("question", "a question", one, b => b.PerQuery);
        if (_inputs.Requests is not null) Answer("month", "a month", _question, b => b.Monthly, shown: one);
        Pass(_question);
    }

    private void Pass(CostInputs question)
    {
        if (_inputs.PassRate is null) return;
        decimal Attempt(CostBreakdown b) => b.Lines.Where(l => l.Group != CostGroup.WrongAnswers).Sum(l => l.PerQuery);
        CostBreakdown low = CostModel.Breakdown(question, 1, at: CostCase.Cheapest), high = CostModel.Breakdown(question, 1, at: CostCase.Dearest);
        Pass(Attempt(low), Attempt(high));
    }

    private void PassWithoutTokens()
    {
        if (_inputs.CostPerAttempt is { } attempt)
        {
            if (_inputs.PassRate is null) Missing("--cost-per-attempt needs --pass-rate: the share of the answers that are right.");
            else Pass(Figures.Amount(attempt.Low), Figures.Amount(attempt.High));
        }
        else if (_inputs.PassRate is not null)
        {
            Missing("--pass-rate needs the cost of a question: --cost-per-attempt, or tokens and a price.");
        }
    }

    // Cost of a right answer: cost of an attempt / share of right answers (Erol et al., arXiv 2504.13359).
    private void Pass(decimal low, decimal high)
    {
        CostRange rate = _inputs.PassRate!.Value;
        decimal cheapest = Figures.Amount((double)low / rate.High), dearest = Figures.Amount((double)high / rate.Low);
        string Step(decimal attempt, double share, decimal result) => $"{Money(attempt)} / {Figures.Share(share)} {(Figures.IsExact((double)result) ? "=" : "≈")} {Money(result)} for a right answer";
        Answer("pass", "a right answer", cheapest, dearest, "", Both([Step(low, rate.High, cheapest)], [Step(high, rate.Low, dearest)]));
    }

    private void Index()
    {
        if (_inputs.CorpusTokens is null && _inputs.VectorStore is null)
        {
            if (_inputs.StorageGb is not null) Missing("--storage-gb needs --vector-store: a name from the price book.");
            return;
        }

        Quantity? price = PerMillion("embedding price", _inputs.EmbeddingPrice);
        if (_inputs.Embedder is { } name)
        {
            EmbeddingPrice entry = _books.Embedding(name);
            _used.Add((name, entry.Origin));
            price = FromBook("embedding price", entry.Input, Quantity.Million);
        }

        price ??= _inputs.CorpusTokens is not null && !AsksQuestion && _training is null && _inputs.Price is { } plain ? Quantity.TokenPrice("embedding price", plain, per: _inputs.PricePer) : null;
        if (_inputs.CorpusTokens is not null && price is null) Missing("--corpus-tokens needs a price: --embedding-price (for a million tokens), or --embedder with a name from the price book.");
        VectorStorePrice? store = _inputs.VectorStore is { } named ? _books.VectorStore(named) : null;
        if (store is not null) _used.Add((store.Name, store.Origin));
        if (_problems.Count > 0) return;
        _index = new CostInputs("documents")
        {
            QueriesPerMonth = Q("requests a month", _inputs.Requests),
            Index = new()
            {
                CorpusTokens = Q("tokens of documents", _inputs.CorpusTokens), EmbeddingPrice = price, StoredGigabytes = Q("gigabytes", _inputs.StorageGb),
                StoreLeastPerMonth = store is null ? null : FromBook("least a month", store.LeastPerMonth), StorePerGigabyte = store?.PerGb is { } gb ? FromBook("a gigabyte a month", gb) : null,
                ReadPrice = store?.PerMillionReads is { } reads ? FromBook("read units", reads, Quantity.Million) : null,
            },
        };
        if (_inputs.CorpusTokens is not null) Answer("embedding", "embedding the documents", _index, b => b.Once, "", l => l.Group == CostGroup.Embedding);
        if (store is not null) Answer("store", "the vector store", _index, b => b.Lines.Where(l => l.Group == CostGroup.Storage).Sum(l => l.Monthly), " a month", l => l.Group == CostGroup.Storage);
    }

    private void Hosting()
    {
        if (_inputs.TokensPerSecond is not { } speed)
        {
            if (_inputs.Utilisation is not null || _inputs.PeakPerSecond is not null) Missing("--utilisation and --peak-per-second need --tokens-per-second: what one GPU generates when it is full.");
            else if ((_inputs.Gpu is not null || _inputs.GpuPrice is not null) && _inputs.GpuHours is null) Missing("A GPU price needs --gpu-hours (training) or --tokens-per-second (serving).");
            return;
        }

        if (GpuPrice("--tokens-per-second") is not { } price || _problems.Count > 0) return;
        CostRange use = _inputs.Utilisation ?? CostRange.Of(1);
        double low = Each(price.Value.Low, speed.High, use.High), high = Each(price.Value.High, speed.Low, use.Low);
        Answer("million-tokens", "a million tokens", Figures.Amount(low), Figures.Amount(high), "", Both([Step(price.Value.Low, speed.High, use.High, low)], [Step(price.Value.High, speed.Low, use.Low, high)]));
        if (_inputs.OutputTokens is null || (_inputs.Requests is null && _inputs.PeakPerSecond is null)) return;
        _hosting = new CostInputs("hosting")
        {
            QueriesPerMonth = Q("requests a month", _inputs.Requests),
            Query = new() { OutputTokens = Q("output tokens", _inputs.OutputTokens), ReasoningTokens = Q("reasoning tokens", _inputs.ReasoningTokens) },
            Hosting = new() { GpuPrice = price, TokensPerSecond = new Quantity("tokens a second", speed), Utilisation = Q("utilisation", _inputs.Utilisation), PeakPerSecond = Q("questions a second at the peak", _inputs.PeakPerSecond) },
        };
        Answer("hosting", "hosting", _hosting, b => b.Monthly, " a month");

        static double Each(double hour, double tokens, double share) => hour / (tokens * share * 3600) * Quantity.Million;
        string Step(double hour, double tokens, double share, double result) =>
            $"{Figures.Money(hour, _inputs.Currency)} an hour / ({Figures.Number(tokens)} tokens a second{(share == 1 ? "" : $" x {Figures.Share(share)}")} x 3,600) x 1,000,000 {(Figures.IsExact(result) ? "=" : "≈")} {Figures.Money(result, _inputs.Currency)} for a million tokens";
    }
}
