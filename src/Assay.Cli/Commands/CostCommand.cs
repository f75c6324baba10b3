using System.CommandLine;
using Assay.Answering;
using Assay.Cli.Terminal;
using Assay.Decisions.Costs;
using Assay.Decisions.Costs.WhatIf;
using Assay.Decisions.Prices;
using Assay.Projects;

namespace Assay.Cli.Commands;

/// <summary><c>assay cost</c>: answers a what-if about costs, with the working.</summary>
internal static class CostCommand
{
    public static Command Create(CommandHost host)
    {
        var options = new CostOptions();
        Option<string?> project = CommonOptions.Project();
        project.Description = "Folder of a project: takes questions a month, model, prices, cost of a wrong answer and currency from it where the options do not say. None is needed.";
        var explain = new Option<bool>("--explain") { Description = "Print the working step by step." };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("cost",
            """
            Say what training, questions, machines or wrong answers cost, from options alone.

            Every number may be a range, LOW..HIGH: the answer is one, too. --explain prints the working, so that a slip of a thousand is seen.

            Examples:
              assay cost --examples 10000 --tokens-per-example 500 --price-per-million 25
              assay cost --training-tokens 100000 --price-per-thousand 0.008 --explain
              assay cost --context-tokens 2000 --price-per-million 2.50 --requests-per-month 1000000
              assay cost --context-tokens 1500 --price-per-million 0.01..0.05 --requests-per-month 10000000
              assay cost --prompt-tokens 800 --output-tokens 200 --model gpt-4o-mini --requests-per-month 50000 --months 24
              assay cost --gpu-hours 2..4 --gpu-price 5
              assay cost --gpu H100-SXM --tokens-per-second 1500 --utilisation 20%
              assay cost --arm rag:once=750.20,monthly=35.04,question=0.001501 --arm fine-tuned:once=1630,monthly=10,retraining=326,question=0.0007 --months 12
              assay cost --success 20 --failure 40 --severe-failure 1000 --severe-share 5%
              assay cost --cost-per-attempt 0.01 --pass-rate 80%
            """) { project, explain, json };
        foreach (Option option in options.All) command.Add(option);
        command.SetAction(parsed =>
        {
            DateOnly today = DateOnly.FromDateTime(host.Time.GetUtcNow().UtcDateTime);
            Project? named = parsed.GetValue(project) is null ? null : ProjectFile.Read(CommonOptions.Folder(parsed, project));
            PriceBooks books = options.Books(parsed, today, named?.Prices);
            WhatIfInputs inputs = options.Read(parsed, named is null ? new WhatIfInputs() : OfProject(named, books.Models));
            if (inputs is { PassRate: not null, WrongAnswerCost: null } && named?.Needs.WrongAnswerCost is { } cost) inputs = inputs with { WrongAnswerCost = CostRange.Of((double)cost) };
            WhatIfResult result = WhatIfAnswers.Of(inputs, books, today);
            if (parsed.GetValue(json))
            {
                host.WriteJson(result);
                return 0;
            }

            Write(host.Out, result, parsed.GetValue(explain));
            foreach (string warning in result.Warnings) host.Error.WriteLine(warning);
            return 0;
        });
        return command;
    }

    private static WhatIfInputs OfProject(Project project, PriceBook prices) => new()
    {
        Currency = project.Needs.Budget.Currency,
        Requests = project.Needs.QueriesPerMonth is { } queries ? CostRange.Of(queries) : null,
        ModelPrice = ModelPrices.Of(project, prices),
    };

    private static void Write(TextWriter text, WhatIfResult result, bool explain)
    {
        if (result.Answers.Length > 1 && !explain)
        {
            Tables.Write(text, ["", ">cost"], result.Answers.Select(a => (IReadOnlyList<string>)[a.Label, a.Text]));
            return;
        }

        foreach (CostAnswer answer in result.Answers)
        {
            if (explain) foreach (string step in answer.Working) text.WriteLine($"  {step}");
            text.WriteLine($"{answer.Label}: {answer.Text}");
        }

        if (explain) foreach (string source in result.Sources) text.WriteLine($"  from {source}");
    }
}
