using System.Text.Json.Nodes;
using Assay.Answering;
using Assay.Evaluation.Contracts;
using Assay.Projects;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>The form that a project's answers have: free text, or a record with the answer in one field.</summary>
public sealed class AnswerForm
{
    private readonly Contract? _contract;
    private readonly RecordTemplate? _record;

    private AnswerForm(Project project)
    {
        AnswerField = project.Contract is null ? null : project.Score.AnswerField;
        if (project.Contract is not { } file) return;
        _contract = Contract.Load(new ContractOptions { SchemaFile = file });
        Schema = File.ReadAllText(file);
        _record = RecordTemplate.Create(Schema, project.Score.AnswerField);
    }

    /// <summary>The field that holds the answer; null where answers are free text.</summary>
    public string? AnswerField { get; }

    /// <summary>The contract's text; null where answers are free text.</summary>
    public string? Schema { get; }

    /// <summary>The form of a project's answers.</summary>
    /// <param name="project">Names the contract.</param>
    /// <returns>The form.</returns>
    /// <exception cref="Assay.Text.InputException">The contract cannot be used.</exception>
    public static AnswerForm Of(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return new AnswerForm(project);
    }

    /// <summary>The text of an answer: its field, where it is a record.</summary>
    /// <param name="answer">An answer.</param>
    /// <returns>The text that is said.</returns>
    public string Said(string answer) => AnswerField is { } field && Contract.ParseRecord(answer)?[field] is JsonValue value && value.TryGetValue(out string? said) ? said : answer;

    /// <summary>An answer in the project's form.</summary>
    /// <param name="said">What is said.</param>
    /// <param name="like">An answer whose other fields are kept; null for the contract's defaults.</param>
    /// <param name="expect">Fields that are known; null for none.</param>
    /// <returns>The answer.</returns>
    public string Fill(string said, string? like = null, JsonObject? expect = null)
    {
        ArgumentNullException.ThrowIfNull(said);
        if (AnswerField is not { } field) return said;
        if ((like is null ? null : Contract.ParseRecord(like)) is { } record && record.ContainsKey(field)) return Replace(like!, said, field);
        if (_record is null) return said;
        if (expect is null || JsonNode.Parse(_record.Fill(said)) is not JsonObject filled) return _record.Fill(said);
        foreach ((string name, JsonNode? value) in expect)
        {
            if (name != field) filled[name] = value?.DeepClone();
        }

        return filled.ToJsonString(JsonFormat.Compact);
    }

    /// <summary>What is wrong with an answer.</summary>
    /// <param name="answer">A whole answer.</param>
    /// <returns>The first violation of the contract; null when there is none.</returns>
    public string? Problem(string answer) => _contract?.Check(answer) is { Holds: false } result ? result.Violations[0] : null;

    /// <summary>An answer with another text: in the field of a record, unless the text is a record itself.</summary>
    /// <param name="answer">The answer before.</param>
    /// <param name="said">The text.</param>
    /// <param name="field">The field; null where it is not known: then the record's first text is taken that is called <c>answer</c>.</param>
    /// <returns>The answer.</returns>
    public static string Replace(string answer, string said, string? field)
    {
        ArgumentNullException.ThrowIfNull(said);
        field ??= "answer";
        if (Contract.ParseRecord(said) is not null || Contract.ParseRecord(answer) is not { } record || !record.ContainsKey(field)) return said;
        record[field] = said;
        return record.ToJsonString(JsonFormat.Compact);
    }
}
