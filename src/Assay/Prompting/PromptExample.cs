using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Text.Citations;
using Assay.Tuning.Examples;

namespace Assay.Prompting;

/// <summary>An example that a prompt can show, or that prompts can be measured on.</summary>
/// <param name="Example">The example.</param>
/// <param name="Shot">As a prompt shows it.</param>
internal sealed record PromptExample(ChatExample Example, Shot Shot)
{
    /// <summary>What it comes from: its first document, else its group or source; null when it names none.</summary>
    public string? Origin => Example.Documents is [var first, ..] ? DocumentReference.DocumentId(first) : Example.Group ?? Example.Source;

    /// <summary>It as a question of an evaluation: its answer is the accepted one, and the other fields of a record are expected as they are.</summary>
    /// <param name="form">The form of answers.</param>
    /// <param name="abstention">The sentence that declines; an example that declines is a question which nothing answers.</param>
    public Question Ask(AnswerForm form, string abstention)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"example-{Example.Line}"), said = CitationMarkers.Strip(form.Said(Shot.Answer));
        var question = new Question { Id = id, Text = Shot.Question };
        if (Abstention.Is(said, abstention)) return question with { Answerable = false };
        if (form.AnswerField is not { } field || Contract.ParseRecord(Shot.Answer) is not { } record || !record.ContainsKey(field)) return question with { Answers = [Shot.Answer] };
        record.Remove(field);
        return question with { Answers = said.Length > 0 ? [said] : ImmutableArray<string>.Empty, Expect = record.Count > 0 ? (JsonObject)record.DeepClone() : null };
    }
}
