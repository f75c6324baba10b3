using Assay.Decisions.Prices;

namespace Assay.Decisions.Costs;

/// <summary>Tokens, calls and hosting of the questions.</summary>
internal sealed partial class CostFormula
{
    private void Query(QueryInputs query)
    {
        double prompt = Value(query.PromptTokens), context = Value(query.ContextTokens), question = Value(query.QueryTokens), all = prompt + context + question;

        // Caching more costs less only where cached tokens are the cheaper ones.
        double share = query.CachedShare is { } ofCache ? Math.Min(1, of(ofCache, Price(query.CachedPrice ?? query.InputPrice) <= Price(query.InputPrice))) : 0;
        double cached = share * all, written = Math.Min(all - cached, Value(query.CacheWriteShare) * all);
        TierFactor? tier = Tier(query, all);
        double input = tier?.Input ?? 1, output = tier?.Output ?? 1;

        // A cache holds the beginning of the input: it takes from the prompt first, then from the context, then from the question.
        double left = cached + written;
        foreach ((Quantity? quantity, double tokens, string what) in ((Quantity?, double, string)[])[(query.PromptTokens, prompt, "prompt tokens"), (query.ContextTokens, context, "context tokens"), (query.QueryTokens, question, "question tokens")])
        {
            double paid = tokens - Math.Min(tokens, left);
            left -= tokens - paid;
            Tokens(what, paid, query.InputPrice, input, quantity);
        }

        Tokens("cached tokens", cached, query.CachedPrice ?? query.InputPrice, input, query.CachedShare, () => $"{Figures.Number(all)} tokens of input x {Figures.Share(share)} {Equal(cached)} {Figures.Number(cached)} cached tokens, taken from the beginning: prompt, then context, then question");
        Tokens("tokens written to the cache", written, query.CacheWritePrice ?? query.InputPrice, input, query.CacheWriteShare);
        Tokens("output tokens", Value(query.OutputTokens), query.OutputPrice, output, query.OutputTokens);
        Tokens("reasoning tokens", Value(query.ReasoningTokens), query.ReasoningPrice ?? query.OutputPrice, output, query.ReasoningTokens);
        if (query.EmbeddingPrice is not null) Tokens("embedding the question", question, query.EmbeddingPrice, 1, query.QueryTokens);
        Calls(query);
    }

    private static TierFactor? Tier(QueryInputs query, double tokens)
    {
        TierFactor? found = null;
        foreach (TierFactor tier in query.Tiers)
        {
            if (tokens > tier.AboveTokens && (found is null || tier.AboveTokens > found.Value.AboveTokens)) found = tier;
        }

        return found;
    }

    private void Tokens(string what, double tokens, Quantity? price, double factor, Quantity? counted, Func<string>? derived = null)
    {
        if (price is null || tokens <= 0) return;
        double each = tokens * Price(price) * factor;
        _parts.Add(new(what, CostGroup.Tokens, new(0, 0, each), () =>
        {
            string tokensOf = what.Contains("tokens", StringComparison.Ordinal) ? what : "tokens";
            string first = factor == 1
                ? TokensTimesPrice(tokens, tokensOf, price, each, " a question")
                : $"{Figures.Number(tokens)} {tokensOf} / {Figures.Number(price.Per)} x {Money(Value(price))} x {Figures.Number(factor)} (long prompt) {Equal(each)} {Money(each)} a question";
            string[] begin = derived is null ? [first] : [derived(), first];
            if (_queries is not { } queries) return [.. begin];
            double ofMonth = tokens * queries;
            return [.. begin, $"{Figures.Number(tokens)} tokens x {Figures.Number(queries)} questions = {Figures.Number(ofMonth)} tokens a month", .. OfMonth(each)];
        }, counted, price));
    }

    private void Calls(QueryInputs query)
    {
        if (query.RerankPrice is not null)
        {
            double calls = Value(query.RerankCalls, 1), each = calls * Price(query.RerankPrice);
            _parts.Add(new("rerank calls", CostGroup.Calls, new(0, 0, each), () => [Product(calls, "rerank calls", query.RerankPrice, each, " a question"), .. OfMonth(each)], query.RerankCalls, query.RerankPrice));
        }

        if (query.JudgePrice is not null)
        {
            double share = Value(query.JudgedShare, 1), each = share * Price(query.JudgePrice);
            _parts.Add(new("judging", CostGroup.Calls, new(0, 0, each), () => [$"{Figures.Share(share)} of the answers x {Money(Price(query.JudgePrice))} {Equal(each)} {Money(each)} a question", .. OfMonth(each)], query.JudgedShare, query.JudgePrice));
        }
    }

    private void Hosting(HostingInputs hosting, QueryInputs? query)
    {
        double generated = Value(query?.OutputTokens) + Value(query?.ReasoningTokens), speed = Lowering(hosting.TokensPerSecond), use = Lowering(hosting.Utilisation);
        double shared = Lowering(hosting.SharedBy), price = Value(hosting.GpuPrice), monthly = price * HostingInputs.HoursPerMonth / shared, capacity = speed * use, least = Value(hosting.LeastGpus, 1);
        double peak = Value(hosting.PeakPerSecond), factor = Value(hosting.PeakFactor, 1);
        CostTerm term = hosting.PeakPerSecond is null
            ? new(0, 0, 0, UnitCost: monthly, UnitsPerQuery: factor * generated / HostingInputs.SecondsPerMonth / capacity, LeastUnits: least)
            : new(0, 0, 0, UnitCost: monthly, LeastUnits: new CostTerm(0, 0, 0, UnitsPerQuery: peak * generated / capacity, LeastUnits: least).Units(1));
        _parts.Add(new("hosting", CostGroup.Hosting, term, () =>
        {
            double perSecond = hosting.PeakPerSecond is null ? factor * (_queries ?? 0) / HostingInputs.SecondsPerMonth : peak, units = term.Units(_queries ?? 0), amount = units * monthly;
            List<string> steps = [];
            if (hosting.PeakPerSecond is null && _queries is { } queries) steps.Add(hosting.PeakFactor is null
                ? $"{Figures.Number(queries)} questions / {Figures.Number(HostingInputs.SecondsPerMonth)} seconds of a month {Equal(perSecond)} {Figures.Number(perSecond)} questions a second on average; no busier time was stated"
                : $"{Figures.Number(queries)} questions / {Figures.Number(HostingInputs.SecondsPerMonth)} seconds of a month x {Figures.Number(factor)} {Equal(perSecond)} {Figures.Number(perSecond)} questions a second at the peak");
            steps.Add($"{Figures.Number(perSecond)} questions a second x {Figures.Number(generated)} tokens / ({Figures.Number(speed)} tokens a second x {Figures.Share(use)}) -> {Figures.Number(units)} GPU{(units == 1 ? "" : "s")}");
            steps.Add($"{Figures.Number(units)} x {Figures.Number(HostingInputs.HoursPerMonth)} hours x {Money(price)}{(shared == 1 ? "" : $" / {Figures.Number(shared)} arms that share them")} {Equal(amount)} {Money(amount)} a month");
            if (_queries is { } volume && volume * generated > 0) steps.Add(Load(volume * generated, units * speed, amount, price / (speed * 3600) * Quantity.Million));
            return [.. steps];
        }, hosting.GpuPrice, hosting.TokensPerSecond, hosting.Utilisation, hosting.PeakPerSecond));
    }

    // What a million tokens costs at this load beside a full machine.
    private string Load(double tokens, double capacity, double amount, double full)
    {
        double each = amount / tokens * Quantity.Million, load = tokens / (capacity * HostingInputs.SecondsPerMonth);
        return $"at this load ({Figures.Share(load)}) {Money(each)} for a million tokens, {Money(full)} if the machines were full";
    }
}
