using System.Text.Json;
using Assay.Evaluation.Scoring;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Tracing;
using Assay.Text.Citations;

namespace Assay.Answering;

/// <summary>Checks an answer before it is shown and keeps its trace.</summary>
/// <param name="project">Says what an abstention is and which field of a JSON answer holds the facts.</param>
/// <param name="knowledge">The documents as they are now.</param>
/// <param name="timeProvider">The clock of the trace.</param>
public sealed class AnswerAudit(Project project, KnowledgeBase knowledge, TimeProvider timeProvider)
{
    /// <summary>Checks an answer.</summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="request">What it was asked, by whom and with which passages.</param>
    /// <returns>Its citations and sentences; no sentences for an abstention, or for an answer that was worked out.</returns>
    public AuditedAnswer Check(string answer, AnswerRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string text = Facts(answer);
        CheckedAnswer checkedAnswer = CitationChecker.Check(text, request.Passages, id => knowledge.ContentHash(id, request.Principal));
        bool abstained = Abstention.Is(CitationMarkers.Strip(text), project.Score.AbstentionPhrase);

        // Words of passages do not say whether a sum is right: what was worked out is checked by its rows.
        return new AuditedAnswer(text, abstained || request.Computed is not null ? checkedAnswer with { Sentences = [] } : checkedAnswer, abstained);
    }

    /// <summary>The name a trace is kept under: the user, or the groups of somebody who has no name.</summary>
    /// <param name="principal">Who asks; null for nobody in particular.</param>
    /// <returns>Empty for nobody.</returns>
    public static string Asker(Principal? principal) => principal?.Names.FirstOrDefault(n => n.StartsWith("user:", StringComparison.Ordinal)) ?? principal?.ToString() ?? "";

    /// <summary>Keeps the trace of a checked answer.</summary>
    /// <param name="answer">The checked answer.</param>
    /// <param name="trace">What was noted while it came about.</param>
    /// <param name="computed">Whether it was worked out over tables instead of written by the model.</param>
    /// <returns>Number of the trace.</returns>
    public long Keep(AuditedAnswer answer, TraceBuilder trace, bool computed = false)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(trace);
        trace.Answer(new AnswerTrace(
            answer.Text,
            computed ? "tables" : project.ModelName,
            [.. answer.Check.Citations.Select(c => c.Citation.Number).Distinct()],
            [.. answer.Check.Unsupported.Select(s => s.Span.Of(answer.Text).ToString())],
            answer.Abstained));
        return knowledge.Traces(timeProvider).Add(trace.Build());
    }

    /// <summary>The text that states facts: the answer field under a contract, else the whole answer.</summary>
    private string Facts(string answer)
    {
        if (project.Contract is null) return answer;
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(project.Score.AnswerField, out JsonElement field) && field.ValueKind == JsonValueKind.String
                ? field.GetString()! : answer;
        }
        catch (JsonException)
        {
            return answer;
        }
    }
}
