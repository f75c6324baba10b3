namespace Assay.Decisions.Costs;

/// <summary>The one formula of all costs: from quantities to lines. Everything that prints, draws or compares costs asks it.</summary>
/// <param name="of">The value of a quantity in this draw or at this end of its range. The second argument says that a higher value makes the cost lower.</param>
/// <param name="currency">For the working.</param>
internal sealed partial class CostFormula(Func<Quantity, bool, double> of, string currency)
{
    private readonly List<CostPart> _parts = [];
    private double? _queries;

    /// <summary>All lines of an arm.</summary>
    public List<CostPart> Parts(CostInputs inputs)
    {
        _queries = inputs.QueriesPerMonth is { } queries ? of(queries, false) : null;
        foreach (CostItem item in inputs.Items) Item(item);
        if (inputs.Training is { } training) Training(training);
        if (inputs.Index is { } index) Index(index);
        if (inputs.Query is { } query) Query(query);
        if (inputs.Hosting is { } hosting) Hosting(hosting, inputs.Query);
        WrongAnswers(inputs);
        return _parts;
    }

    private void Item(CostItem item)
    {
        double amount = Value(item.Amount);
        CostTerm term = item.Timing switch
        {
            CostTiming.Once => new(amount, 0, 0),
            CostTiming.Monthly => new(0, amount, 0),
            _ => new(0, 0, amount),
        };
        _parts.Add(new(item.Amount.Name, item.Group, term, () => item.Timing switch
        {
            CostTiming.Once => [$"{item.Amount.Name}: {Money(amount)} once"],
            CostTiming.Monthly => [$"{item.Amount.Name}: {Money(amount)} a month"],
            _ => [$"{item.Amount.Name}: {Money(amount)} a question", .. OfMonth(amount)],
        }, item.Amount));
    }

    private void Index(IndexInputs index)
    {
        double corpus = Value(index.CorpusTokens), price = Price(index.EmbeddingPrice), share = Value(index.ChangedSharePerMonth), embedding = corpus * price;
        if (embedding > 0)
        {
            _parts.Add(new("embedding the documents", CostGroup.Embedding, new(embedding, 0, 0), () => [TokensTimesPrice(corpus, "tokens of documents", index.EmbeddingPrice!, embedding, " once")], index.CorpusTokens, index.EmbeddingPrice));
            if (share > 0)
            {
                _parts.Add(new("embedding changed documents", CostGroup.Embedding, new(0, embedding * share, 0),
                    () => [$"{Figures.Share(share)} of the documents x {Money(embedding)} {Equal(embedding * share)} {Money(embedding * share)} a month"], index.ChangedSharePerMonth));
            }
        }

        Store(index, share);
    }

    private void Store(IndexInputs index, double changed)
    {
        double gigabytes = Value(index.StoredGigabytes) * Value(index.StorePerGigabyte), dimensions = Value(index.StoredDimensions) * Price(index.DimensionPrice), writes = Value(index.Writes) * Price(index.WritePrice);
        double read = index.ReadPrice is null ? 0 : Value(index.ReadsPerQuery, 1) * Price(index.ReadPrice), least = Value(index.StoreLeastPerMonth);
        if (writes > 0) _parts.Add(new("writing vectors", CostGroup.Storage, new(writes, 0, 0), () => [Product(Value(index.Writes), "write units", index.WritePrice!, writes, " once")], index.Writes, index.WritePrice));
        double monthly = gigabytes + dimensions + (writes * changed);
        if (monthly + read + least == 0) return;
        CostTerm term = new(0, monthly, read, least);
        _parts.Add(new("vector store", CostGroup.Storage, term, () =>
        {
            List<string> steps = [];
            if (gigabytes > 0) steps.Add($"{Figures.Number(Value(index.StoredGigabytes))} GB x {Money(Value(index.StorePerGigabyte))} {Equal(gigabytes)} {Money(gigabytes)} a month");
            if (dimensions > 0) steps.Add(Product(Value(index.StoredDimensions), "stored numbers", index.DimensionPrice!, dimensions, " a month"));
            if (writes * changed > 0) steps.Add($"{Figures.Share(changed)} of the vectors written again x {Money(writes)} {Equal(writes * changed)} {Money(writes * changed)} a month");
            if (read > 0) steps.AddRange([Product(Value(index.ReadsPerQuery, 1), "read units", index.ReadPrice!, read, " a question"), .. OfMonth(read)]);
            double usage = monthly + (read * (_queries ?? 0));
            if (least > 0) steps.Add(usage < least ? $"{Money(usage)} of use is below the least of {Money(least)} a month, so {Money(least)} is billed" : $"{Money(usage)} of use is at least the minimum of {Money(least)} a month");
            return [.. steps];
        }, index.StoredGigabytes, index.StorePerGigabyte, index.StoredDimensions, index.DimensionPrice, index.ReadPrice, index.StoreLeastPerMonth));
    }

    private void WrongAnswers(CostInputs inputs)
    {
        if (inputs.WrongAnswerCost is not { } cost || inputs.PassRate is not { } rate) return;
        double each = Value(cost), wrong = 1 - Lowering(rate), amount = wrong * each;
        _parts.Add(new("wrong answers", CostGroup.WrongAnswers, new(0, 0, amount), () =>
            [$"(1 - {Figures.Number(1 - wrong)}) x {Money(each)} {Equal(amount)} {Money(amount)} a question", .. OfMonth(amount)], rate, cost));
    }

    private double Value(Quantity? quantity, double otherwise = 0) => quantity is null ? otherwise : of(quantity, false);

    private double Lowering(Quantity? quantity, double otherwise = 1) => quantity is null ? otherwise : of(quantity, true);

    // Price of one token, call or unit.
    private double Price(Quantity? quantity) => quantity is null ? 0 : of(quantity, false) / quantity.Per;

    private string Money(double amount) => Figures.Money(amount, currency);

    private static string Equal(double amount) => Figures.IsExact(amount) ? "=" : "≈";

    private string[] OfMonth(double each) => _queries is { } queries ? [$"{Figures.Number(queries)} questions x {Money(each)} {Equal(queries * each)} {Money(queries * each)} a month"] : [];

    // 100,000 tokens / 1,000 x 0.008 USD = 0.80 USD
    private string TokensTimesPrice(double tokens, string what, Quantity price, double amount, string when = "") =>
        $"{Figures.Number(tokens)} {what} / {Figures.Number(price.Per)} x {Money(Value(price))} {Equal(amount)} {Money(amount)}{when}";

    private string Product(double count, string what, Quantity price, double amount, string when) => price.Per == 1
        ? $"{Figures.Number(count)} {what} x {Money(Value(price))} {Equal(amount)} {Money(amount)}{when}"
        : TokensTimesPrice(count, what, price, amount, when);
}
