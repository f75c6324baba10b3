using Assay.Decisions.Prices;

namespace Assay.Decisions.Costs.WhatIf;

/// <summary>Training, and the hour of a machine.</summary>
public sealed partial class WhatIfAnswers
{
    private CostInputs? _training;

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
        TrainingPrice? entry = tokens && _inputs.Model is { } model ? _books.FindTraining(model) : null;
        Quantity? gpu = hours ? GpuPrice("--gpu-hours") : null, price = tokens ? TrainingTokenPrice(entry, required: !hours) : null;
        if (_problems.Count > 0) return;
        if (entry is { LeastPerRun: not null } or { StoragePerMonth: not null }) _used.Add(($"training {_inputs.Model}", entry.Origin));
        _training = new CostInputs("training")
        {
            Training = new()
            {
                Examples = Q("examples", _inputs.Examples), TokensPerExample = Q("tokens of an example", _inputs.TokensPerExample), Tokens = Q("training tokens", _inputs.TrainingTokens), Epochs = Q("epochs", _inputs.Epochs), TokenPrice = price,
                LeastPerRun = entry?.LeastPerRun is { } least ? FromBook("least of a run", least) : null, StoragePerMonth = entry?.StoragePerMonth is { } kept ? FromBook("keeping the tuned model", kept) : null,
                GpuHours = Q("GPU hours", _inputs.GpuHours), GpuPrice = gpu, Runs = Q("runs", _inputs.Runs),
            },
        };
        Answer("training", "training", _training, b => b.Once, "", l => l.Group == CostGroup.Training);
        if (entry?.StoragePerMonth is not null) Answer("keeping", "keeping the tuned model", _training, b => b.Monthly, " a month", l => l.Group == CostGroup.Hosting);
    }

    private Quantity? TrainingTokenPrice(TrainingPrice? entry, bool required)
    {
        if (_inputs.TrainingPrice is { } own) return Quantity.TokenPrice("training price", own);
        if (!AsksQuestion && TypedPrice("training price") is { } price) return price;
        if (entry?.Price is { } listed)
        {
            _used.Add(($"training {_inputs.Model}", entry.Origin));
            return FromBook("training price", listed, Quantity.Million);
        }

        if (entry?.LeastPerRun is not null) _notes.Add($"The price book has no price of tokens for training '{entry.Model}', only the least that a run costs: training costs at least what is printed. Add --training-price (for a million training tokens).");
        else if (required && _inputs.Model is { } unknown && entry is null && !(AsksQuestion && _inputs.Price is not null)) _books.Training(unknown);
        else if (required) Missing(AsksQuestion && _inputs.Price is not null ? "Training needs a price of its own beside questions: add --training-price (for a million training tokens)." : "Training needs a price: --price-per-million, --price-per-thousand, --training-price, --model, or --gpu-hours with --gpu-price.");
        return null;
    }

    private Quantity? GpuPrice(string option)
    {
        if (_inputs.GpuPrice is { } own) return new Quantity("GPU price", own);
        if (_inputs.Gpu is not { } name)
        {
            Missing($"{option} needs the price of an hour: --gpu-price, or --gpu with a name from the price book such as H100-SXM.");
            return null;
        }

        GpuPrice entry = _books.Gpu(name, _inputs.Spot);
        _used.Add(($"an hour of {entry.Provider}:{entry.Name}{(_inputs.Spot ? ", spot" : "")}", entry.Origin));
        if (_inputs.Spot && _books.Gpus.Where(g => g.Name == entry.Name && g.OnDemand < entry.Spot).MinBy(g => g.OnDemand) is { } cheaper)
        {
            _notes.Add($"The spot price of {entry.Name} at {entry.Provider}, {Figures.Money((double)entry.Spot!.Value, CurrencyRates.Basis)} an hour, is above the price on demand at {cheaper.Provider}, {Figures.Money((double)cheaper.OnDemand!.Value, CurrencyRates.Basis)}: leave --spot out for that.");
        }

        if (entry.Least > 1) _notes.Add($"{entry.Provider} rents out {entry.Name} only {entry.Least} at a time; what is printed is for those that are needed.");
        return FromBook("GPU price", (_inputs.Spot ? entry.Spot : entry.OnDemand)!.Value);
    }
}
