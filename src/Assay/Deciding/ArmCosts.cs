using System.Collections.Immutable;
using Assay.Arms;
using Assay.Comparing;
using Assay.Decisions.Costs;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;
using Assay.FineTuning;

namespace Assay.Deciding;

/// <summary>What an arm's costs depend on: measured where it was measured, stated where it was stated, published ranges where neither.</summary>
/// <param name="decision">What is known.</param>
/// <param name="price">The price of the project's model; null when it is not known.</param>
/// <param name="model">Its name, for the sentences.</param>
/// <param name="published">Ranges that others published.</param>
internal sealed class ArmCosts(DecisionCase decision, ModelPrice? price, string model, CostAssumptions published)
{
    private const string Measured = "measured", Stated = "stated in assay.yaml";
    private const double SecondsAnHour = 3600, Million = 1_000_000, BytesPerValue = 4, Gigabyte = 1e9;

    private readonly Needs _needs = decision.Needs;

    /// <summary>The inputs of one arm.</summary>
    /// <param name="arm">Its name.</param>
    /// <param name="measured">What was measured of it; null on paper.</param>
    /// <param name="tuned">The trained version; null where none was measured.</param>
    public CostInputs Of(string arm, ArmResult? measured, TunedVersion? tuned) => new(arm)
    {
        QueriesPerMonth = _needs.QueriesPerMonth is { } q ? Quantity.Of("questions a month", q, SourceOf("queriesPerMonth")) : null,
        Items = Items(arm),
        Training = ArmCatalog.IsTuned(arm) ? Training(arm, tuned) : null,
        Index = arm is ArmCatalog.Rag or ArmCatalog.Hybrid ? Index() : null,
        Query = Query(arm, measured),
        Hosting = Hosting(arm, measured),
        PassRate = measured?.Score is > 0 and { } score ? new Quantity($"right answers of {arm}", new CostRange(Math.Clamp(measured.Low ?? score, 1e-6, score), score, Math.Clamp(measured.High ?? score, score, 1))) { Source = Measured } : null,
        WrongAnswerCost = _needs.WrongAnswerCost is { } wrong ? Quantity.Of("cost of a wrong answer", (double)wrong, SourceOf("wrongAnswerCost")) : null,
    };

    private bool IsRemote(string arm) => decision.Project is not { } project || (project.Model.IsRemote && !ArmCatalog.IsTuned(arm));

    private string SourceOf(string need) => decision.Facts.Origins.GetValueOrDefault(need) switch { FactOrigin.Measured => Measured, FactOrigin.Answered => "answered", _ => Stated };

    // Retrieval and training are built and kept by the parts: hybrid needs both, and one prompt.
    private ImmutableArray<CostItem> Items(string arm)
    {
        var items = ImmutableArray.CreateBuilder<CostItem>();
        if (Range(decision.Project?.Costs.Build, published.Build, arm) is { } build) items.Add(new CostItem(CostGroup.Build, CostTiming.Once, build with { Name = $"engineering of {arm}" }));
        if (Range(decision.Project?.Costs.Monthly, published.Monthly, arm) is { } monthly) items.Add(new CostItem(CostGroup.People, CostTiming.Monthly, monthly with { Name = $"people and services of {arm}" }));
        return items.ToImmutable();
    }

    private static Quantity? Range(ImmutableSortedDictionary<string, CostRange>? own, ImmutableSortedDictionary<string, Quantity> others, string arm) =>
        own is not null && own.TryGetValue(arm, out CostRange stated) ? new Quantity(arm, stated) { Source = Stated } : others.GetValueOrDefault(arm);

    private TrainingInputs Training(string arm, TunedVersion? tuned)
    {
        CostRange? machine = decision.Project?.Costs.MachineHour ?? (decision.Project?.Tuning.HourlyCost is > 0 and { } hour ? CostRange.Of((double)hour) : null);
        TrainingInputs training = tuned?.TrainingSeconds is { } seconds
            ? new TrainingInputs
            {
                GpuHours = Quantity.Of("hours of one training", seconds / SecondsAnHour, Measured),
                GpuPrice = machine is { } price ? new Quantity("an hour of the machine", price) { Source = Stated } : Quantity.Of("an hour of the machine", 0, "not stated: counted as free"),
            }
            : PaperTraining();
        return training with
        {
            Runs = published.Runs,
            RetrainingsPerMonth = Retrainings(arm),
            HoursPerRetraining = published.HoursPerRetraining,
            HourlyRate = decision.Project?.Costs.PersonHour is { } person ? new Quantity("an hour of a person", person) { Source = Stated } : published.PersonHour,
        };
    }

    // Where training lacks a machine of one's own: the published GPU hours of a low-rank training, by tokens.
    private TrainingInputs PaperTraining()
    {
        double tokens = decision.Seen.ExampleTokens ?? (_needs.Examples ?? published.UsualExamples) * published.TokensPerExample;
        int epochs = (int)(decision.Project?.Tuning.Epochs ?? published.Epochs);
        double share = tokens * epochs / Million;
        CostRange hours = published.GpuHoursPerMillion.Value;
        return new TrainingInputs
        {
            GpuHours = new Quantity("GPU hours of one training", new CostRange(hours.Low * share, hours.Mode * share, hours.High * share)) { Source = published.GpuHoursPerMillion.Source },
            GpuPrice = published.GpuHour,
        };
    }

    /// <summary>How often an arm is trained anew: with the documents where it must know them by heart, now and then where it has learned behaviour only.</summary>
    public Quantity Retrainings(string arm) => arm == ArmCatalog.FineTuned && KnowsByHeart && _needs.KnowledgeChanges is { } rate
        ? Quantity.Of("retrainings a month (documents)", Retraining.PerMonth(rate), SourceOf("knowledgeChanges"))
        : published.BehaviourRetrainings;

    private bool KnowsByHeart => _needs.Goals.IsEmpty || _needs.Goals.Contains(Goal.Knowledge);

    private IndexInputs Index()
    {
        double? perMillion = decision.Project?.Embedder is null ? null : (double?)decision.Project.EmbedderPrice;
        double? dimensions = null;
        return new IndexInputs
        {
            CorpusTokens = _needs.Corpus.Tokens is { } tokens ? Quantity.Of("tokens of all documents", tokens, SourceOf("corpus.tokens")) : null,
            EmbeddingPrice = perMillion is { } usd ? Quantity.TokenPrice("embedding", CostRange.Of(usd), Stated) : null,
            ChangedSharePerMonth = decision.Seen.ShareChangedPerMonth is { } share ? Quantity.Of("share of the documents that changes a month", share, Measured) : null,
            StoredGigabytes = dimensions is { } d && _needs.Corpus.Tokens is { } stored ? Quantity.Of("gigabytes of vectors", stored / 200 * d * BytesPerValue / Gigabyte, "estimated") : null,
        };
    }

    private QueryInputs Query(string arm, ArmResult? measured)
    {
        QueryInputs tokens = measured is not null
            ? new QueryInputs
            {
                PromptTokens = Quantity.Of($"prompt tokens of {arm}", measured.Tokens.Input, measured.Tokens.Estimated ? "measured, tokens estimated" : Measured),
                OutputTokens = Quantity.Of($"answer tokens of {arm}", measured.Tokens.Output, Measured),
                CachedShare = measured.Tokens.Input > 0 ? Quantity.Of($"cached share of {arm}", measured.Tokens.Cached / measured.Tokens.Input, Measured) : null,
            }
            : published.QueryOf(arm, _needs);
        if (price is null || !IsRemote(arm)) return tokens;
        string source = decision.Project?.Price is not null ? Stated : $"price book, {model}";
        Quantity Price(string of, decimal usd) => Quantity.TokenPrice($"{of} of {model}", CostRange.Of((double)usd), source);
        ModelPrice used = ArmCatalog.IsTuned(arm) && price.Tuned is { } own ? price with { Input = own.Input, CachedInput = own.CachedInput, Output = own.Output } : price;
        string named = ReferenceEquals(used, price) ? "price" : "tuned price";
        return tokens with { InputPrice = Price($"{named} of prompt tokens", used.Input), CachedPrice = Price($"{named} of cached tokens", used.CachedInput), OutputPrice = Price($"{named} of answer tokens", used.Output), Tiers = used.TierFactors() };
    }

    // A model of one's own is paid for by the hour, whether it is asked or not.
    private HostingInputs? Hosting(string arm, ArmResult? measured)
    {
        if (IsRemote(arm) || decision.Project?.Costs.MachineHour is not { } hour || measured?.AnswerMs is not > 0) return null;
        double output = Math.Max(1, measured.Tokens.Output);
        return new HostingInputs
        {
            GpuPrice = new Quantity("an hour of the machine", hour) { Source = Stated },
            TokensPerSecond = Quantity.Of($"answer tokens a second of {arm}", output / (measured.AnswerMs.Value / 1000), "measured, one question at a time"),
            Utilisation = published.Utilisation,
            PeakPerSecond = _needs.PeakPerSecond is { } peak ? Quantity.Of("questions a second in the busiest hour", peak, SourceOf("peakPerSecond")) : null,
            PeakFactor = published.PeakFactor,
        };
    }
}
