using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;

namespace Assay.Decisions.Prices;

/// <summary>Reads a price file: any of the sections models, embeddings, rerankers, trainings, gpus, vectorStores and currencies, with their units, one currency, a date and a source.</summary>
internal sealed class PriceFileReader
{
    private const string PerMillion = "per million tokens";
    private const string PerThousand = "per thousand tokens";
    private readonly string _path;
    private readonly List<Problem> _problems = [];
    private readonly List<string> _notes = [];
    private readonly EntryReader _file;
    private readonly EntryReader? _units;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private PriceOrigin _origin = new("", DateOnly.MinValue);
    private decimal _usd = 1;

    private PriceFileReader(string path, LineJson root)
    {
        _path = path;
        _file = new EntryReader(path, _problems, root, "a price file");
        _units = _file.Object("units");
    }

    /// <summary>Reads.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="known">Rates that convert a file in another currency; those of the file itself go first.</param>
    /// <returns>Its entries in US dollars.</returns>
    /// <exception cref="InputException">Names every problem with its line.</exception>
    public static PriceEntries Read(string path, ReadOnlySpan<byte> bytes, IReadOnlyList<CurrencyRate> known)
    {
        LineJson root = LineJson.Parse(path, bytes);
        if (root.Kind != JsonValueKind.Object) throw new InputException(new Problem(path, root.Line, "Expected an object with 'date', 'source', 'currency', 'units' and prices."));
        var reader = new PriceFileReader(path, root);
        PriceEntries entries = reader.Entries(known);
        return reader._problems.Count > 0 ? throw new InputException(reader._problems) : entries;
    }

    private PriceEntries Entries(IReadOnlyList<CurrencyRate> known)
    {
        if (_file.OptionalWhole("version", 1) is > 2) _file.Problem("version", "This version of Assay reads price files of version 1 and 2. Use a newer Assay.");
        DateOnly? date = _file.OptionalDate("date");
        if (date is null) _file.Problem("date", "'date' is missing. State the day on which the prices were read, such as \"date\": \"2026-11-26\": prices older than 90 days are warned about.");
        _origin = new PriceOrigin(_file.Text("source"), date ?? DateOnly.MaxValue);
        string currency = _file.Text("currency");
        ImmutableArray<CurrencyRate> currencies = Currencies();
        _usd = Usd(currency, [.. currencies, .. known]);
        PriceEntries entries = new()
        {
            Origin = _origin,
            Currencies = currencies,
            Models = Section("models", Tokens("models"), Model),
            Embeddings = Section("embeddings", Tokens("embeddings"), e => new EmbeddingPrice(e.Text("provider"), Key(e, "embeddings", e.Text("model")), e.Amount("input"), e.OptionalWhole("dimensions", 1), Origin(e))),
            Trainings = Section("trainings", Tokens("trainings"), e => new TrainingPrice(e.Text("provider"), Key(e, "trainings", e.Text("model")), e.OptionalAmount("price"), Whole(e, "trainings", "leastPerRun"), Whole(e, "trainings", "storagePerMonth"), Origin(e))),
            Rerankers = Section("rerankers", Unit("rerankers", "per thousand searches"), Reranker),
            Gpus = Section("gpus", Unit("gpus", "per hour"), Gpu),
            VectorStores = Section("vectorStores", Unit("vectorStores", "per month"), e => new VectorStorePrice(Key(e, "vectorStores", e.Text("name")), e.Amount("leastPerMonth"), e.OptionalAmount("perGb"), e.OptionalAmount("perMillionReads"), e.OptionalAmount("perMillionWrites"), e.OptionalAmount("perMillionDimensions"), Origin(e)) { MostGb = e.OptionalWhole("mostGb", 1) }),
            Notes = [.. _notes],
        };
        _units?.NoOthers();
        _file.NoOthers();
        return entries;
    }

    private ImmutableArray<T> Section<T>(string name, decimal factor, Func<EntryReader, T> read)
    {
        List<T> entries = [];
        foreach ((LineJson node, int index) in _file.Array(name))
        {
            var entry = new EntryReader(_path, _problems, node, $"entry {index + 1} of '{name}'") { Factor = factor * _usd };
            entries.Add(read(entry));
            entry.NoOthers();
        }

        return [.. entries];
    }

    private (string, string, ModelPrice) Model(EntryReader e)
    {
        string provider = e.Text("provider"), model = Key(e, "models", e.Text("model"));
        PriceOrigin origin = Origin(e);
        decimal input = e.Amount("input"), cached = e.OptionalAmount("cachedInput") ?? input;
        List<PriceTier> tiers = [];
        foreach ((LineJson node, int index) in e.Array("tiers"))
        {
            var tier = new EntryReader(_path, _problems, node, $"tier {index + 1} of '{model}'") { Factor = e.Factor };
            decimal dearer = tier.Amount("input");
            tiers.Add(new PriceTier(tier.OptionalWhole("aboveTokens", 1) ?? 0, dearer, tier.OptionalAmount("cachedInput") ?? dearer, tier.Amount("output")));
            if (tiers[^1].AboveTokens == 0) tier.Problem("aboveTokens", $"'aboveTokens' of tier {index + 1} of '{model}' is missing. Expected the number of prompt tokens above which the prices hold.");
            tier.NoOthers();
        }

        TunedPrice? tuned = null;
        if (e.Object("tuned") is { } t)
        {
            decimal ofTuned = t.Amount("input");
            tuned = new TunedPrice(ofTuned, t.OptionalAmount("cachedInput") ?? ofTuned, t.Amount("output"), t.OptionalText("source") ?? origin.Source);
            t.NoOthers();
        }

        return (provider, model, new ModelPrice(input, cached, e.Amount("output"), e.OptionalWhole("contextWindow", 1))
        {
            CacheWrite = e.OptionalAmount("cacheWrite"), CacheWriteHour = e.OptionalAmount("cacheWriteHour"), BatchInput = e.OptionalAmount("batchInput"), BatchOutput = e.OptionalAmount("batchOutput"),
            Tiers = tiers.Count == 0 ? [] : [.. tiers.OrderBy(x => x.AboveTokens)], Tuned = tuned, Origin = origin,
        });
    }

    private RerankPrice Reranker(EntryReader e)
    {
        bool tokens = e.OptionalText("unit") is { } unit && unit != "per thousand searches";
        if (tokens && e.Choice("unit", PerMillion, "per thousand searches") != PerMillion) return new("", "", 0, 1, false, _origin);
        return new RerankPrice(e.Text("provider"), Key(e, "rerankers", e.Text("model")), e.Amount("price"), tokens ? 1_000_000 : 1_000, tokens, Origin(e));
    }

    private GpuPrice Gpu(EntryReader e)
    {
        string provider = e.Text("provider"), name = e.Text("name");
        decimal? demand = e.OptionalAmount("onDemand"), spot = e.OptionalAmount("spot");
        if (demand is null && spot is null) e.Problem(null, $"'{name}' of {provider} has neither 'onDemand' nor 'spot'. State the price of an hour.");
        GpuProviderClass kind = e.Choice("class", "hyperscaler", "specialist", "marketplace") switch { "hyperscaler" => GpuProviderClass.Hyperscaler, "specialist" => GpuProviderClass.Specialist, _ => GpuProviderClass.Marketplace };
        return new GpuPrice(provider, Key(e, "gpus", name), e.OptionalWhole("memoryGb", 1) ?? 0, kind, demand, spot, e.OptionalWhole("least", 1) ?? 1, Origin(e));
    }

    private ImmutableArray<CurrencyRate> Currencies()
    {
        List<(string Currency, decimal Rate, PriceOrigin Origin)> rates = [];
        foreach ((LineJson node, int index) in _file.Array("currencies"))
        {
            var entry = new EntryReader(_path, _problems, node, $"entry {index + 1} of 'currencies'");
            rates.Add((Code(entry, "currency"), entry.Amount("rate"), Origin(entry)));
            if (rates[^1].Rate == 0) entry.Problem("rate", "A rate is above 0.");
            entry.NoOthers();
        }

        if (rates.Count == 0) return [];
        string unit = _units?.OptionalText("currencies") ?? "";
        string basis = unit.StartsWith("per ", StringComparison.Ordinal) ? unit[4..] : "";
        if (basis.Length != 3) _file.Problem("units", "'units' must say what the rates of 'currencies' are for, such as \"currencies\": \"per EUR\".");
        decimal? dollars = basis == "USD" ? 1 : rates.Where(r => r.Currency == "USD").Select(r => (decimal?)r.Rate).FirstOrDefault();
        if (dollars is null) _file.Problem("currencies", "'currencies' has no rate of USD. Add one, or state rates per USD.");
        return dollars is not { } usd || rates.Any(r => r.Rate == 0) ? [] : [.. rates.Where(r => r.Currency != "USD").Select(r => new CurrencyRate(r.Currency, usd / r.Rate, r.Origin)), .. basis == "USD" ? (CurrencyRate[])[] : [new CurrencyRate(basis, usd, _origin)]];
    }

    private decimal Usd(string currency, IReadOnlyList<CurrencyRate> rates)
    {
        if (currency is "USD" or "") return 1;
        if (rates.FirstOrDefault(r => r.Currency == currency) is not { } rate)
        {
            _file.Problem("currency", CurrencyRates.Unknown(currency, rates));
            return 1;
        }

        _notes.Add($"{_path}: its prices are in {currency} and were converted at {rate.Text} USD for one ({rate.Origin.Source}, {rate.Origin.Date:yyyy-MM-dd}).");
        return rate.Usd;
    }

    // A price per thousand tokens becomes one per million.
    private decimal Tokens(string section) => Unit(section, PerMillion, PerThousand) == 1 ? 1 : 1000;

    private decimal Unit(string section, params string[] valid)
    {
        if (!_file.Array(section).Any()) return 1;
        string? unit = _units?.OptionalText(section);
        int index = Array.IndexOf(valid, unit);
        if (index >= 0) return index == 0 ? 1 : 1000;
        string expected = string.Join(" or ", valid.Select(v => $"\"{v}\""));
        _file.Problem("units", unit is null ? $"The unit of '{section}' is missing. Expected \"units\": {{ \"{section}\": \"{valid[0]}\" }}{(valid.Length > 1 ? $" or \"{valid[1]}\"" : "")}." : $"The unit of '{section}' must be {expected}, found '{unit}'.");
        return 1;
    }

    // Not for a number of tokens.
    private decimal? Whole(EntryReader e, string section, string name) => e.OptionalAmount(name) / (_units?.OptionalText(section) == PerThousand ? 1000 : 1);

    private string Key(EntryReader e, string section, string name)
    {
        string key = $"{section}/{e.OptionalText("provider")}/{name}/{(section == "gpus" ? e.OptionalText("class") : "")}";
        if (name.Length > 0 && !_keys.Add(key)) e.Problem(null, $"'{name}' is in '{section}' twice. Leave one of the two out.");
        return name;
    }

    private static string Code(EntryReader e, string name)
    {
        string code = e.Text(name);
        if (code.Length > 0 && (code.Length != 3 || code.Any(c => !char.IsAsciiLetterUpper(c)))) e.Problem(name, $"'{name}' must be an ISO code such as EUR, found '{code}'.");
        return code;
    }

    private PriceOrigin Origin(EntryReader e)
    {
        return new PriceOrigin(e.OptionalText("source") ?? _origin.Source, e.OptionalDate("date") ?? _origin.Date) { Note = e.OptionalText("note")?.TrimEnd('.') };
    }
}
