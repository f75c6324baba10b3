using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Examples.Facts;
using Assay.Tuning.Examples.Sensitive;

namespace Assay.Tuning.Examples;

/// <summary>What all checks found in a file of training data.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">How its rows are written.</param>
/// <param name="Rows">Rows that are not blank, bad ones included.</param>
/// <param name="Examples">Rows that can be used.</param>
public sealed record ExampleReport(string Path, ExampleFormat Format, int Rows, int Examples)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>All findings: errors first, then warnings, then notes.</summary>
    public ImmutableArray<ExampleFinding> Findings { get; init; } = [];

    /// <summary>What is wrong with rows, the first 20.</summary>
    public ImmutableArray<RowProblem> Problems { get; init; } = [];

    /// <summary>Examples that no person wrote, by how they were made.</summary>
    public ImmutableSortedDictionary<string, int> Synthetic { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Rows that a person rejected: they are left out.</summary>
    public int Rejected { get; init; }

    /// <summary>Lengths in tokens; null when not measured.</summary>
    public LengthReport? Lengths { get; init; }

    /// <summary>What the template does wrong; empty when not checked.</summary>
    public ImmutableArray<RowFault> Template { get; init; } = [];

    /// <summary>Repetitions and contradictions.</summary>
    public required DuplicateReport Duplicates { get; init; }

    /// <summary>Questions of the evaluation in the training data; null when not looked for.</summary>
    public LeakReport? Leak { get; init; }

    /// <summary>Where personal data and secrets were found.</summary>
    public ImmutableArray<SensitiveFinding> Sensitive { get; init; } = [];

    /// <summary>What the examples teach, those that teach behaviour left out; empty when not judged.</summary>
    public ImmutableArray<FactVerdict> Facts { get; init; } = [];

    /// <summary>Whether training must not start.</summary>
    public bool HasErrors => Findings.Any(f => f.Severity == FindingSeverity.Error);

    /// <summary>The report as JSON.</summary>
    /// <returns>Indented JSON, without what <see cref="Sensitive"/> is about: sentences in it have placeholders.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>The report for a terminal.</summary>
    /// <returns>Lines of text: a summary, then one for each finding and each row that is wrong.</returns>
    public string ToText()
    {
        StringBuilder text = new();
        text.Append(Invariant($"{Path}: {Examples} of {Rows} rows can be used, format {ExampleReader.Describe(Format)}\n"));
        if (Lengths is { } l) text.Append(Invariant($"tokens: {l.Tokens.Total}, of which {l.Learned.Total} are learned; an example has {l.Tokens.P50} (median), {l.Tokens.P90} (90%), {l.Tokens.Longest} (longest); learned {l.Learned.P05} (5%), {l.Learned.P50} (median), {l.Learned.Longest} (longest); window {l.Window}\n"));
        foreach (ExampleFinding finding in Findings)
        {
            text.Append(Invariant($"{finding.Severity.ToString().ToLowerInvariant()}: {finding.Check}: {finding.Message}"));
            if (finding.Lines.Length > 0) text.Append(Invariant($" Lines {string.Join(", ", finding.Lines)}{(finding.Count > finding.Lines.Length ? ", ..." : "")}."));
            text.Append('\n');
        }

        foreach (RowProblem problem in Problems) text.Append(Invariant($"{problem.In(Path)}\n"));
        return text.ToString();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
