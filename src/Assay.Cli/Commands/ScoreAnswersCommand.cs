using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Questions;

namespace Assay.Cli.Commands;

/// <summary><c>assay score answers</c>: measures of predictions.</summary>
internal static class ScoreAnswersCommand
{
    public static Command Create(CommandHost host)
    {
        var questions = new Option<string>("--questions") { Description = "A question set (JSON Lines with id, question, answers).", HelpName = "FILE", Required = true };
        var predictions = new Option<string>("--predictions") { Description = "One JSON object {id: answer, ...}, or JSON Lines {\"id\",\"answer\"}.", HelpName = "FILE", Required = true };
        var metrics = new Option<string[]>("-m", "--metric") { Description = "A metric beside exact_match and f1, such as rougeL, chrf, quantity, table_match (default: all that apply). May be repeated.", HelpName = "NAME", DefaultValueFactory = _ => [] };
        var tolerance = new Option<double>("--tolerance") { Description = "Largest relative difference of quantities that match.", HelpName = "SHARE", DefaultValueFactory = _ => 0 };
        var cost = new Option<double>("--wrong-answer-cost") { Description = "What a wrong answer costs, for expected_cost.", HelpName = "COST", DefaultValueFactory = _ => 1 };
        var database = new Option<string?>("--database") { Description = "A SQLite database: answers are queries, run read-only, their rows compared (execution_accuracy).", HelpName = "FILE" };
        NotNegative(tolerance);
        NotNegative(cost);
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("answers",
            """
            Score predictions as SQuAD's evaluate-v2.0 does: exact match and token F1 in [0, 1] over normalised text, the best of the accepted
            answers; the empty prediction is right where a question is unanswerable. Questions without a prediction are counted and left out.
            Beside them: ROUGE, chrF, quantities, sets, tables, citations, refusals. Each mean is over the questions it applies to.

            Examples:
              assay score answers --questions questions.jsonl --predictions predictions.json --json
              assay score answers --questions sql.jsonl --predictions sql.json --database shop.db -m words
            """) { questions, predictions, metrics, tolerance, cost, database, json };
        command.SetAction(parsed =>
        {
            PredictionScores scores = PredictionScores.Of(QuestionReader.Read(parsed.GetRequiredValue(questions)), PredictionFile.Read(parsed.GetRequiredValue(predictions)), new PredictionScoreOptions
            {
                Metrics = [.. parsed.GetRequiredValue(metrics)],
                Scoring = new AnswerMetricOptions { Tolerance = parsed.GetValue(tolerance) },
                WrongAnswerCost = parsed.GetValue(cost),
                Database = parsed.GetValue(database),
            });
            if (parsed.GetValue(json))
            {
                host.WriteJson(scores);
                return 0;
            }

            foreach ((string name, double value) in scores.Measures) host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-22}\t{value:0.0000}{(scores.Applies.TryGetValue(name, out int n) ? $"\tof {n}" : "")}"));
            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"n",-22}\t{scores.N}"));
            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"missing",-22}\t{scores.Missing}"));
            return 0;
        });
        return command;
    }

    private static void NotNegative(Option<double> option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: { } given }] && double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !(number >= 0 && double.IsFinite(number)))
        {
            result.AddError($"{option.Name} must be a number of 0 or more, found {given}.");
        }
    });
}
