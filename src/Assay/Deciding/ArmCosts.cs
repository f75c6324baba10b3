using System.Collections.Immutable;
using Assay.Arms;
using Assay.Comparing;
using Assay.Decisions.Costs;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;
using Assay.Models.Providers;

namespace Assay.Deciding;

/// <summary>What an arm's costs depend on: measured where it was measured, stated where it was stated, published ranges where neither.</summary>
/// <param name="decision">What is known.</param>
/// <param name="price">The price of the model in US dollars; null when it is not known.</param>
/// <param name="model">Its name, for the sentences.</param>
/// <param name="assumed">What stands in for the rest.</param>
internal sealed class ArmCosts(DecisionCase decision, ModelPrice? price, string model, CostAssumptions assumed)
{
    private const string Measured = "measured", Stated = "stated in assay.yaml";
    private const double SecondsAnHour = 3600, Million = 1_000_000, BytesPerValue = 4, Gigabyte = 1e9;

    private readonly Needs _needs = decision.Needs;

    /// <summary>The inputs of one arm.</summary>
    /// <param name="arm">Its name.</param>
    /// <param name="measured">What was measured of it; null on paper.</param>
    /// <param name="trainingSeconds">What the training of the version in it took; null where none was measured.</param>
    public CostInputs Of(string arm, ArmResult? measured, double? trainingSeconds) => new(arm)
    {
        QueriesPerMonth = _needs.QueriesPerMonth is { } q ? Quantity.Of("questions a month", q, SourceOf("queriesPerMonth")) : null,
        Items = Items(arm),
        Training = ArmCatalog.IsTuned(arm) ? Training(arm, trainingSeconds) : null,
        Index = arm is ArmCatalog.Rag or ArmCatalog.Hybrid ? Index() : null,
        Query = Query(arm, measured),
        Hosting = Hosting(arm, measured),
        PassRate = PassRate(arm, measured),
        WrongAnswerCost = _needs.WrongAnswerCost is { } wrong ? Quantity.Of(_needs.RightAnswerValue > 0 ? "cost of a wrong answer and value of a right one" : "cost of a wrong answer", (double)(wrong + (_needs.RightAnswerValue ?? 0)), SourceOf("wrongAnswerCost")) : null,
    };

    private bool IsRemote(string arm) => decision.Project is not { } project || (project.Model.IsRemote && !ArmCatalog.IsTuned(arm));

    private string SourceOf(string need) => decision.Facts.Origins.GetValueOrDefault(need) switch { FactOrigin.Measured => Measured, FactOrigin.Answered => "answered", _ => Stated };

    private static Quantity? PassRate(string arm, ArmResult? measured) => measured?.Score is > 0 and { } score
        ? new Quantity($"right answers of {arm}", new CostRange(Math.Clamp(measured.Low ?? score, 1e-6, score), score, Math.Clamp(measured.High ?? score, score, 1))) { Source = Measured }
        : null;

    private ImmutableArray<CostItem> Items(string arm)
    {
        var items = ImmutableArray.CreateBuilder<CostItem>();
        if (Own(decision.Project?.Costs.Build, arm) is { } stated) items.Add(new CostItem(CostGroup.Build, CostTiming.Once, new Quantity($"{arm} engineering", stated) { Source = Stated }));
        else if (assumed.Build(arm) is { } build) items.Add(new CostItem(CostGroup.Build, CostTiming.Once, build));
        if (Own(decision.Project?.Costs.Monthly, arm) is { } monthly) items.Add(new CostItem(CostGroup.People, CostTiming.Monthly, new Quantity($"{arm} people and services", monthly) { Source = Stated }));
        return items.ToImmutable();
    }

    private static CostRange? Own(ImmutableSortedDictionary<string, CostRange>? own, string arm) => own is not null && own.TryGetValue(arm, out CostRange range) ? range : null;

    private TrainingInputs Training(string arm, double? trainingSeconds) => (trainingSeconds is { } seconds ? MeasuredTraining(seconds) : PaperTraining()) with
    {
        Runs = CostAssumptions.Of("runs"),
        RetrainingsPerMonth = Retrainings(arm),
        HoursPerRetraining = CostAssumptions.Of("hoursPerRetraining"),
        HourlyRate = decision.Project?.Costs.PersonHour is { } person ? new Quantity("an hour of a person", person) { Source = Stated } : assumed.PersonHour,
    };

    private TrainingInputs MeasuredTraining(double seconds)
    {
        CostRange? machine = decision.Project?.Costs.MachineHour ?? (decision.Project?.Tuning.HourlyCost is > 0 and { } hour ? assumed.InCurrency(CostRange.Of((double)hour)) : null);
        return new TrainingInputs
        {
            GpuHours = Quantity.Of("hours of one training", seconds / SecondsAnHour, Measured),
            GpuPrice = machine is { } price ? new Quantity("an hour of the machine", price) { Source = Stated } : Quantity.Of("an hour of the machine", 0, "not stated: counted as free; state costs.machineHour"),
        };
    }

    // Where training lacks a machine of one's own: the published GPU hours of a low-rank training, by tokens.
    private TrainingInputs PaperTraining()
    {
        CostRange tokens = decision.Seen.ExampleTokens is { } counted ? CostRange.Of(counted) : Times(_needs.Examples is { } stated ? CostRange.Of(stated) : CostAssumptions.Of("examples").Value, CostAssumptions.Of("tokensPerExample").Value);
        CostRange epochs = decision.Project?.Tuning.Epochs is { } passes ? CostRange.Of(passes) : CostAssumptions.Of("epochs").Value;
        Quantity perMillion = CostAssumptions.Of("gpuHoursPerMillion");
        CostRange hours = Times(Times(tokens, epochs), perMillion.Value);
        return new TrainingInputs
        {
            GpuHours = new Quantity("GPU hours of one training", new CostRange(hours.Low / Million, hours.Mode / Million, hours.High / Million)) { Source = perMillion.Source },
            GpuPrice = assumed.GpuHour,
        };
    }

    private static CostRange Times(CostRange a, CostRange b) => new(a.Low * b.Low, a.Mode * b.Mode, a.High * b.High);

    /// <summary>Whether an arm has to be trained anew whenever the documents change: it has to know them by heart.</summary>
    public bool FollowsDocuments(string arm) => arm == ArmCatalog.FineTuned && _needs.KnowledgeChanges is not null && (_needs.Goals.IsEmpty || _needs.Goals.Contains(Goal.Knowledge));

    private Quantity Retrainings(string arm) => FollowsDocuments(arm)
        ? Quantity.Of("retrainings a month (documents)", Math.Min(_needs.KnowledgeChanges!.Value.PerMonth(), ChangeRate.Daily.PerMonth()), SourceOf("knowledgeChanges"))
        : CostAssumptions.Of("behaviourRetrainings");

    private IndexInputs Index()
    {
        double? passages = _needs.Corpus.Tokens / CostAssumptions.Of("chunkTokens").Value.Mode;
        CostRange dimensions = CostAssumptions.Of("dimensions").Value;
        var index = new IndexInputs
        {
            CorpusTokens = _needs.Corpus.Tokens is { } tokens ? Quantity.Of("tokens of all documents", tokens, SourceOf("corpus.tokens")) : null,
            EmbeddingPrice = EmbeddingPrice(),
            ChangedSharePerMonth = decision.Seen.ShareChangedPerMonth is { } share ? Quantity.Of("share of the documents that changes a month", share, Measured) : null,
            StoredGigabytes = passages is { } n ? new Quantity("gigabytes of vectors", new CostRange(n * dimensions.Low * BytesPerValue / Gigabyte, n * dimensions.Mode * BytesPerValue / Gigabyte, n * dimensions.High * BytesPerValue / Gigabyte)) { Source = "from the tokens of all documents" } : null,
            StoredDimensions = passages is { } vectors ? new Quantity("stored numbers of vectors", new CostRange(vectors * dimensions.Low, vectors * dimensions.Mode, vectors * dimensions.High)) { Source = "from the tokens of all documents" } : null,
            Writes = passages is { } writes ? Quantity.Of("passages written", writes, "from the tokens of all documents") : null,
        };
        return assumed.Stored(index, decision.Project?.Costs.VectorStore, decision.Project is null);
    }

    private Quantity? EmbeddingPrice() => decision.Project switch
    {
        { Embedder: not null, EmbedderPrice: { } usd } => Quantity.TokenPrice("price of embedding", assumed.InCurrency(CostRange.Of((double)usd)), Stated),
        { Embedder: { Kind: ModelKind.OpenAi } embedder } => assumed.Embedding("openai", embedder.Name),
        _ => null,
    };

    private QueryInputs Query(string arm, ArmResult? measured)
    {
        QueryInputs tokens = measured is null ? CostAssumptions.QueryOf(arm, _needs) : new QueryInputs
        {
            PromptTokens = Quantity.Of($"prompt tokens of {arm}", measured.Tokens.Input, measured.Tokens.Estimated ? "measured, tokens estimated" : Measured),
            OutputTokens = Quantity.Of($"answer tokens of {arm}", measured.Tokens.Output, Measured),
            CachedShare = measured.Tokens.Input > 0 ? Quantity.Of($"cached share of {arm}", measured.Tokens.Cached / measured.Tokens.Input, Measured) : null,
        };
        if (price is null || !IsRemote(arm)) return tokens;

        // What the window does not hold is not sent.
        if (price.ContextWindow is { } window && tokens.ContextTokens is { } context && context.Value.High > window)
        {
            CostRange sent = new(Math.Min(context.Value.Low, window), Math.Min(context.Value.Mode, window), window);
            tokens = tokens with { ContextTokens = context with { Value = sent, Source = $"{context.Source}; cut to the window of {model}" } };
        }

        bool isTuned = ArmCatalog.IsTuned(arm) && price.Tuned is not null;
        ModelPrice used = isTuned ? price with { Input = price.Tuned!.Input, CachedInput = price.Tuned.CachedInput, Output = price.Tuned.Output } : price;
        string of = isTuned ? $"{model} tuned" : model, source = decision.Project?.Price is not null ? Stated : price.Origin is { } origin ? FormattableString.Invariant($"price book of {origin.Date:yyyy-MM-dd}") : "price book";
        Quantity Price(string what, decimal usd) => Quantity.TokenPrice($"{what} of {of}", assumed.InCurrency(CostRange.Of((double)usd)), source);
        return tokens with { InputPrice = Price("price of prompt tokens", used.Input), CachedPrice = Price("price of cached tokens", used.CachedInput), OutputPrice = Price("price of answer tokens", used.Output), Tiers = used.TierFactors() };
    }

    // A model of one's own is paid for by the hour, whether it is asked or not.
    private HostingInputs? Hosting(string arm, ArmResult? measured)
    {
        if (IsRemote(arm) || decision.Project?.Costs.MachineHour is not { } hour || measured?.AnswerMs is not > 0) return null;
        return new HostingInputs
        {
            GpuPrice = new Quantity("an hour of the machine", hour) { Source = Stated },
            TokensPerSecond = Quantity.Of($"answer tokens a second of {arm}", Math.Max(1, measured.Tokens.Output) / (measured.AnswerMs.Value / 1000), "measured, one question at a time"),
            Utilisation = CostAssumptions.Of("utilisation"),
            PeakPerSecond = _needs.PeakPerSecond is { } peak ? Quantity.Of("questions a second in the busiest hour", peak, SourceOf("peakPerSecond")) : null,
            PeakFactor = CostAssumptions.Of("peakFactor"),
        };
    }
}
