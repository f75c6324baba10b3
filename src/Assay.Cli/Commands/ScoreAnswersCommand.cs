using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Evaluation.Questions;

namespace Assay.Cli.Commands;

/// <summary><c>assay score answers</c>: SQuAD's measures of predictions.</summary>
internal static class ScoreAnswersCommand
{
    public static Command Create(CommandHost host)
    {
        var questions = new Option<string>("--questions") { Description = "A question set (JSON Lines with id, question, answers).", HelpName = "FILE", Required = true };
        var predictions = new Option<string>("--predictions") { Description = "One JSON object {id: answer, ...}, or JSON Lines {\"id\",\"answer\"}.", HelpName = "FILE", Required = true };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("answers",
            """
            Score predictions as SQuAD's evaluate-v2.0 does: exact match and token F1 in [0, 1] over normalised text, the best of the accepted
            answers; the empty prediction is right where a question is unanswerable. Questions without a prediction are counted and left out.

            Example:
              assay score answers --questions questions.jsonl --predictions predictions.json --json
            """) { questions, predictions, json };
        command.SetAction(parsed =>
        {
            PredictionScores scores = PredictionScores.Of(QuestionReader.Read(parsed.GetRequiredValue(questions)), PredictionFile.Read(parsed.GetRequiredValue(predictions)));
            if (parsed.GetValue(json))
            {
                host.WriteJson(scores);
                return 0;
            }

            foreach ((string name, double value) in scores.Measures) host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-22}\t{value:0.0000}"));
            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"n",-22}\t{scores.N}"));
            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"missing",-22}\t{scores.Missing}"));
            return 0;
        });
        return command;
    }
}
