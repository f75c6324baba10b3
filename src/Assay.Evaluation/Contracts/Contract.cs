using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Contracts.Schema;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Contracts;

/// <summary>What an answer must look like. Immutable and safe to share between threads.</summary>
/// <remarks>
/// An answer to a schema is raw JSON: a Markdown code fence around it is a violation of its own. A schema that allows only strings from a list
/// (a label) takes the bare text too. Checking any text is safe: its length, its depth and the work done on it are bounded.
/// </remarks>
public sealed class Contract
{
    private const int MaxAnswerLength = 1 << 20;
    private readonly ContractOptions options;
    private readonly JsonSchema? schema;
    private readonly SafePattern? pattern;

    private Contract(ContractOptions options, JsonSchema? schema, SafePattern? pattern)
    {
        this.options = options;
        this.schema = schema;
        this.pattern = pattern;
        IsLabel = schema is null ? pattern is not null : schema.IsListOfStrings;
    }

    /// <summary>Whether right answers are labels: the schema allows only strings from a list, or there is no schema but a pattern.</summary>
    public bool IsLabel { get; }

    /// <summary>Whether answers are JSON.</summary>
    public bool HasSchema => schema is not null;

    /// <summary>Whether an answer without a citation is a violation.</summary>
    public bool RequiresCitations => options.RequireCitations;

    /// <summary>Reads a contract.</summary>
    /// <param name="options">What must hold.</param>
    /// <returns>The contract.</returns>
    /// <exception cref="InputException">No such schema file, not JSON, a keyword that is not supported or misused (each with its JSON pointer), a bad pattern or length.</exception>
    /// <exception cref="AssayException">The schema file cannot be read.</exception>
    public static Contract Load(ContractOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ProblemList problems = new("");
        SafePattern? pattern = null;
        if (options.Pattern is { } text && !SafePattern.TryCreate(text, wholeText: true, out pattern, out string error))
        {
            problems.Add(null, $"The contract's pattern '{text}' is not a regular expression: {error}.");
        }

        if (options.MaxLength < 1) problems.Add(null, string.Create(CultureInfo.InvariantCulture, $"The contract's maximum length must be 1 or more, found {options.MaxLength}."));
        problems.ThrowIfAny();
        return new Contract(options, options.SchemaFile is { } file ? SchemaCompiler.Load(file) : options.Schema is { } schema ? SchemaCompiler.Compile(schema) : null, pattern);
    }

    /// <summary>Whether the schema describes records with the given field.</summary>
    /// <param name="name">Name of the field.</param>
    /// <returns>False without a schema.</returns>
    public bool HasField(string name) => schema?.Describes(name) ?? false;

    /// <summary>Checks an answer.</summary>
    /// <param name="answer">Any text.</param>
    /// <returns>What is violated; nothing when the contract holds.</returns>
    public ContractResult Check(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ImmutableArray<string>.Builder violations = ImmutableArray.CreateBuilder<string>();
        if (options.MaxLength is { } most && SchemaText.Length(answer) is { } length && length > most)
        {
            violations.Add(string.Create(CultureInfo.InvariantCulture, $"#: at most {most} characters, found {length}"));
        }

        if (pattern is not null && !pattern.IsMatch(answer.Trim())) violations.Add($"#: does not match the pattern {options.Pattern}");
        if (options.RequireCitations && Cited(answer).IsEmpty) violations.Add("#: cites no passage; at least one citation such as [1] is required");
        if (schema is not null) violations.AddRange(CheckSchema(schema, answer));
        return new ContractResult(violations.Count == 0, violations.ToImmutable());
    }

    /// <summary>The answer as a record.</summary>
    /// <param name="answer">Any text.</param>
    /// <returns>Null when it is not one JSON object, has a key twice, is nested deeper than 64 or has more than 1,048,576 characters.</returns>
    public static JsonObject? ParseRecord(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Length <= MaxAnswerLength && StrictJson.TryParse(answer, out JsonNode? node, out _) ? node as JsonObject : null;
    }

    /// <summary>The label an answer gives: the string, when it is one JSON string, else the text without surrounding white space.</summary>
    /// <param name="answer">Any text.</param>
    /// <returns>The label; may be empty.</returns>
    internal static string Label(string answer)
    {
        string text = answer.Trim();
        return text.Length <= MaxAnswerLength && text.StartsWith('"') && StrictJson.TryParse(text, out JsonNode? node, out _) && node is JsonValue value
            && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : text;
    }

    /// <summary>The passages an answer cites.</summary>
    /// <param name="answer">A record or any text.</param>
    /// <returns>Numbers as written.</returns>
    internal static ImmutableArray<int> Cited(string answer) =>
        ParseRecord(answer) is { } record ? CitedNumbers.Of(record) : CitedNumbers.Of(answer);

    private static ImmutableArray<string> CheckSchema(JsonSchema schema, string answer)
    {
        string text = answer.Trim();
        if (text.Length > MaxAnswerLength) return [string.Create(CultureInfo.InvariantCulture, $"#: too long to check: {text.Length} characters, at most {MaxAnswerLength}")];
        if (schema.IsListOfStrings) return SchemaCheck.Run(schema, JsonValue.Create(Label(text)));
        if (StrictJson.TryParse(text, out JsonNode? node, out string error)) return SchemaCheck.Run(schema, node);
        return text.StartsWith("```", StringComparison.Ordinal) || text.EndsWith("```", StringComparison.Ordinal)
            ? ["#: fenced: raw JSON is expected, found a Markdown code fence around it"]
            : [$"#: not JSON: {error}"];
    }
}
