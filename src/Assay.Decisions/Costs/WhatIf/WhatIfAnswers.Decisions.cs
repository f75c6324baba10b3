namespace Assay.Decisions.Costs.WhatIf;

/// <summary>Break-even accuracy, crossover and horizon.</summary>
public sealed partial class WhatIfAnswers
{
    // L = (1 - c)·E + c·K, a* = L / (S + L): OpenAI, "Optimizing LLM Accuracy".
    private void BreakEven()
    {
        if (_inputs.Success is null && _inputs.Failure is null && _inputs.SevereFailure is null && _inputs.SevereShare is null) return;
        if (_inputs.Success is not { } gain || _inputs.Failure is not { } error)
        {
            Missing("The break-even accuracy needs --success (what a right answer brings) and --failure (what a wrong one costs).");
            return;
        }

        if (_inputs.SevereFailure is null != _inputs.SevereShare is null)
        {
            Missing("--severe-failure and --severe-share belong together: what a harmful answer costs, and which share of the wrong ones it is.");
            return;
        }

        CostRange severe = _inputs.SevereFailure ?? CostRange.Of(0), share = _inputs.SevereShare ?? CostRange.Of(0);
        if (gain.High + error.Low + severe.Low == 0 || gain.Low + error.High + severe.High == 0)
        {
            Missing("--success, --failure and --severe-failure are all 0: there is nothing to break even with.");
            return;
        }

        (double Accuracy, string[] Steps) low = At(gain.High, error.Low, severe.Low, severe.Low < error.Low ? share.High : share.Low), high = At(gain.Low, error.High, severe.High, severe.High < error.High ? share.Low : share.High);
        string text = low.Accuracy == high.Accuracy ? Figures.Share(low.Accuracy) : $"{Figures.Share(low.Accuracy)} to {Figures.Share(high.Accuracy)}";
        _answers.Add(new CostAnswer("break-even-accuracy", "break-even accuracy", Figures.Amount(low.Accuracy), Figures.Amount(high.Accuracy), "share of right answers", text, Both(low.Steps, high.Steps)));

        (double, string[]) At(double s, double e, double k, double c)
        {
            double loss = ((1 - c) * e) + (c * k), accuracy = loss / (s + loss);
            string money(double value) => Figures.Money(value, _inputs.Currency);
            return (accuracy,
            [
                c == 0 ? $"L = {money(loss)} for a wrong answer" : $"L = (1 - {Figures.Number(c)}) x {money(e)} + {Figures.Number(c)} x {money(k)} {(Figures.IsExact(loss) ? "=" : "≈")} {money(loss)} for a wrong answer",
                $"a* = L / (S + L) = {Figures.Number(loss)} / ({Figures.Number(s)} + {Figures.Number(loss)}) {(Math.Round(accuracy, 4) == accuracy ? "=" : "≈")} {Figures.Share(accuracy)}",
            ]);
        }
    }

    private void Arms()
    {
        if (_inputs.Arms.Length == 0) return;
        if (_inputs.Arms.Length == 1)
        {
            Missing("A crossover needs two arms: give --arm twice, the one that stands first.");
            return;
        }

        CostInputs[] arms = [.. _inputs.Arms.Select(ArmText.Read)];
        int months = _inputs.Months ?? 12;
        for (int r = 0; r < arms.Length; r++)
        {
            for (int f = r + 1; f < arms.Length; f++) _answers.Add(Meeting(arms[r], arms[f], months));
        }

        if (_inputs.Requests is not { } requests) return;
        foreach (CostInputs arm in arms)
        {
            CostInputs loaded = arm with { QueriesPerMonth = new Quantity("requests a month", requests) };
            CostBreakdown low = CostModel.Breakdown(loaded, months, _inputs.Currency, CostCase.Cheapest), high = CostModel.Breakdown(loaded, months, _inputs.Currency, CostCase.Dearest);
            string Step(CostBreakdown b) => $"{Money(b.Once)} + {months} months x {Money(b.Monthly)} = {Money(b.Total)}";
            Answer($"total-{arm.Arm}", $"{arm.Arm} over {months} months", low.Total, high.Total, "", Both([Step(low)], [Step(high)]));
        }
    }

    // The volume at both ends of the ranges: where the challenger is at its cheapest and the incumbent at its dearest, and the other way round.
    private CostAnswer Meeting(CostInputs incumbent, CostInputs challenger, int months)
    {
        Crossover best = Crossover.Between(incumbent, challenger, months, CostCase.Cheapest), worst = Crossover.Between(incumbent, challenger, months, CostCase.Dearest);
        string begin = best.Kind == CrossoverKind.Same && worst.Kind == CrossoverKind.Same ? $"{challenger.Arm} and {incumbent.Arm} cost the same at every volume" : $"{challenger.Arm} is cheaper than {incumbent.Arm} ";
        string text = (best.QueriesPerMonth, worst.QueriesPerMonth) switch
        {
            _ when best == worst => begin + (best.Kind == CrossoverKind.Same ? "" : Where(best)) + (best.QueriesPerMonth is null || OfRetraining(best) is not { } part ? "" : $"; {part}"),
            ({ } one, { } other) when best.Kind == worst.Kind => $"{begin}{Side(best)} {Whole(Math.Min(one, other))} to {Whole(Math.Max(one, other))} questions a month (about {About(Math.Min(one, other))} to {About(Math.Max(one, other))})",
            _ when best.Kind == worst.Kind => begin + (best.Kind == CrossoverKind.Same ? "" : Where(best)),
            _ => $"{begin}{Where(best)} at best, {Where(worst)} at worst",
        };
        bool above = best.Kind != CrossoverKind.Below && worst.Kind != CrossoverKind.Below;
        return new CostAnswer("crossover", $"{incumbent.Arm} or {challenger.Arm}", (above ? best : worst).QueriesPerMonth, (above ? worst : best).QueriesPerMonth, "questions a month", text,
            best == worst ? [.. MeetingSteps(best)] : [MeetingSteps(best)[0], .. MeetingSteps(best).Skip(1).Select(s => $"at best: {s}"), .. MeetingSteps(worst).Skip(1).Select(s => $"at worst: {s}")]);
    }

    private string[] MeetingSteps(Crossover found)
    {
        string Sum(decimal amount) => $"{(Figures.IsExact((double)amount) ? "=" : "≈")} {Money(amount)}";
        List<string> steps =
        [
            $"q* = [(S_F - S_R) + (F_F - F_R) n] / [(P_R - P_F) n], F: {found.Challenger}, R: {found.Incumbent}, n: {found.Months} months",
            $"S_F - S_R = {Money(found.Once)}; F_F - F_R = {Money(found.Monthly)} a month; P_R - P_F = {Money(found.PerQuery)} a question",
            $"numerator: {Money(found.Once)} + {Money(found.Monthly)} x {found.Months} {Sum(found.Numerator)}",
        ];
        if (OfRetraining(found) is { } part) steps.Add(part);
        if (found.QueriesPerMonth is { } volume)
        {
            decimal denominator = Figures.Amount((double)found.PerQuery * found.Months);
            steps.Add($"denominator: {Money(found.PerQuery)} x {found.Months} {Sum(denominator)}");
            steps.Add($"q* = {Figures.Number((double)found.Numerator)} / {Figures.Number((double)denominator)} ≈ {Whole(volume)} questions a month, about {About(volume)}");
        }
        else
        {
            steps.Add($"{found.Challenger} is cheaper {Where(found)}");
        }

        return [.. steps];
    }

    // A share only where all parts of the numerator add to it.
    private string? OfRetraining(Crossover found) => found switch
    {
        { Retraining: 0 } => null,
        { RetrainingShare: { } share } => $"{share * 100:0}% of the numerator is retraining",
        _ => $"of the numerator {Money(found.Retraining)} are retraining and {Money(found.Numerator - found.Retraining)} everything else",
    };

    private static string Side(Crossover found) => found.Kind == CrossoverKind.Above ? "above" : "below";

    private static string Where(Crossover found) => found switch
    {
        { QueriesPerMonth: { } volume } => $"{Side(found)} {Whole(volume)} questions a month (about {About(volume)})",
        { Kind: CrossoverKind.Always } => "at every volume",
        { Kind: CrossoverKind.Never } => "at no volume",
        _ => "at no volume, where both cost the same",
    };

    private void Horizon()
    {
        if (_inputs.Months is not { } months || _inputs.Arms.Length > 0) return;
        CostInputs[] parts = [.. new[] { _training, _question, _index, _hosting }.OfType<CostInputs>()];
        if (_problems.Count > 0) return;
        if (parts.Length == 0)
        {
            Missing("--months needs costs to add up: --arm, or tokens, a price and --requests-per-month.");
            return;
        }

        if (_inputs.Requests is null && _question is not null && CostModel.Breakdown(_question, 1).PerQuery > 0)
        {
            Missing("--months needs --requests-per-month: how many questions are paid for.");
            return;
        }

        CostBreakdown[] low = [.. parts.Select(p => CostModel.Breakdown(p, months, _inputs.Currency, CostCase.Cheapest))], high = [.. parts.Select(p => CostModel.Breakdown(p, months, _inputs.Currency, CostCase.Dearest))];
        string Step(CostBreakdown[] b) => $"{Money(b.Sum(x => x.Once))} once + {months} months x {Money(b.Sum(x => x.Monthly))} = {Money(b.Sum(x => x.Total))}";
        Answer("total", $"over {months} months", low.Sum(b => b.Total), high.Sum(b => b.Total), "", Both([Step(low)], [Step(high)]));
    }

    private static string Whole(decimal volume) => Figures.Number(Math.Round((double)volume));

    // Three significant digits, as people say it.
    private static string About(decimal volume)
    {
        double value = (double)volume, scale = value > 0 ? Math.Pow(10, Math.Floor(Math.Log10(value)) - 2) : 1;
        return Figures.Number(Math.Round(value / scale) * scale);
    }
}
