using System.Collections.Immutable;

namespace Assay.Decisions.Costs;

/// <summary>Training, training again, and keeping the tuned model.</summary>
internal sealed partial class CostFormula
{
    private void Training(TrainingInputs training)
    {
        double data = training.Tokens is null ? Value(training.Examples) * Value(training.TokensPerExample) : Value(training.Tokens);
        double epochs = Value(training.Epochs, 1), tokens = data * epochs, byToken = tokens * Price(training.TokenPrice), least = Value(training.LeastPerRun);
        double hours = Value(training.GpuHours), byHour = hours * Value(training.GpuPrice), evaluation = Value(training.EvaluationPerRun);
        double run = Math.Max(least, byToken) + byHour + evaluation, runs = Value(training.Runs, 1);
        ImmutableArray<string> Run()
        {
            List<string> steps = [];
            if (byToken > 0)
            {
                if (training.Tokens is null) steps.Add($"{Figures.Number(Value(training.Examples))} examples x {Figures.Number(Value(training.TokensPerExample))} tokens = {Figures.Number(data)} tokens");
                if (epochs != 1) steps.Add($"{Figures.Number(data)} tokens x {Figures.Number(epochs)} epochs = {Figures.Number(tokens)} tokens");
                steps.Add(TokensTimesPrice(tokens, "tokens", training.TokenPrice!, byToken));
            }

            if (byToken < least) steps.Add($"less than the least of {Money(least)} a run, so {Money(least)} is billed");
            if (byHour > 0) steps.Add($"{Figures.Number(hours)} GPU hours x {Money(Value(training.GpuPrice))} {Equal(byHour)} {Money(byHour)}");
            if (evaluation > 0) steps.Add($"evaluation: {Money(evaluation)} a run");
            return [.. steps];
        }

        if (run > 0)
        {
            _parts.Add(new("training", CostGroup.Training, new(run * runs, 0, 0), () =>
                runs == 1 ? Run() : [.. Run(), $"{Figures.Number(runs)} runs x {Money(run)} {Equal(run * runs)} {Money(run * runs)} once"],
                training.Examples, training.TokensPerExample, training.Tokens, training.Epochs, training.TokenPrice, training.GpuHours, training.GpuPrice, training.Runs));
        }

        Retrain(training, run);
        if (training.StoragePerMonth is { } kept) _parts.Add(new("keeping the tuned model", CostGroup.Hosting, new(0, Value(kept), 0), () => [$"{Money(Value(kept))} a month"], kept));
    }

    private void Retrain(TrainingInputs training, double run)
    {
        double times = Value(training.RetrainingsPerMonth), people = Value(training.HoursPerRetraining) * Value(training.HourlyRate), monthly = times * (run + people);
        if (monthly == 0) return;
        _parts.Add(new("retraining", CostGroup.Retraining, new(0, monthly, 0), () =>
        {
            List<string> steps = [];
            if (people > 0) steps.Add($"{Figures.Number(Value(training.HoursPerRetraining))} hours x {Money(Value(training.HourlyRate))} {Equal(people)} {Money(people)} a retraining");
            if (run > 0 && people > 0) steps.Add($"{Money(run)} + {Money(people)} {Equal(run + people)} {Money(run + people)} a retraining");
            steps.Add($"{Figures.Number(times)} retrainings a month x {Money(run + people)} {Equal(monthly)} {Money(monthly)} a month");
            return [.. steps];
        }, training.RetrainingsPerMonth, training.HoursPerRetraining, training.HourlyRate));
    }
}
