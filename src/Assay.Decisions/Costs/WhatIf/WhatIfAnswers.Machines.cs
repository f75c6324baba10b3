namespace Assay.Decisions.Costs.WhatIf;

/// <summary>Machines of one's own or rented by the hour.</summary>
public sealed partial class WhatIfAnswers
{
    private CostInputs? _hosting;

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
        if (AsksInput) _notes.Add("--tokens-per-second counts generated tokens; reading prompt, context and question takes time that is not counted here. State a speed that was measured with inputs of this length.");
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
