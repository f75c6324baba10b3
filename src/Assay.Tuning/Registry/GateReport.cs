using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Assay.Text;

namespace Assay.Tuning.Registry;

/// <summary>What gates looked at before a version may be put into use. All of them are always there: one without evidence is missing, and that counts as failed.</summary>
public sealed record GateReport
{
    /// <summary>Whether answers are better than those of what is in use.</summary>
    public const string Gain = "gain";

    /// <summary>What the model can no longer do.</summary>
    public const string Forgetting = "forgetting";

    /// <summary>Whether the gain holds without the questions that the examples may have told.</summary>
    public const string Leak = "leak";

    /// <summary>Whether answers have the form that the contract asks for.</summary>
    public const string Contract = "contract";

    /// <summary>How long answers take.</summary>
    public const string Latency = "latency";

    /// <summary>Whether training data can be drawn out of the model.</summary>
    public const string Memorisation = "memorisation";

    /// <summary>The format that this Assay writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Every gate, in the order of reports.</summary>
    public static ImmutableArray<string> Names { get; } = [Gain, Leak, Contract, Latency, Forgetting, Memorisation];

    /// <summary>A report of nothing: every gate is missing.</summary>
    public static GateReport Empty { get; } = new();

    /// <summary>Format of the file.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>When something was last measured; null for never.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The arm with this version that was measured: <c>fine-tuned</c> or <c>hybrid</c>; null when none was.</summary>
    public string? Arm { get; init; }

    /// <summary>What it was compared with: an arm, or an arm with the champion; null when it was not.</summary>
    public string? Against { get; init; }

    /// <summary>Fingerprint of the documents that it was compared on; null when it was not.</summary>
    public string? Index { get; init; }

    /// <summary>Hash of the questions that it was compared on; null when it was not.</summary>
    public string? Questions { get; init; }

    /// <summary>One gate a name, in the order of <see cref="Names"/>.</summary>
    public ImmutableArray<Gate> Gates { get; init; } = [.. Names.Select(NotMeasured)];

    /// <summary>Whether every gate passes or has no use here.</summary>
    [JsonIgnore]
    public bool Passes => Blocking.IsEmpty;

    /// <summary>The gates that keep the version out of use.</summary>
    [JsonIgnore]
    public ImmutableArray<Gate> Blocking => [.. Gates.Where(g => g.Outcome is GateOutcome.Failed or GateOutcome.Missing)];

    /// <summary>The report with newer gates in the place of those of the same names.</summary>
    /// <param name="at">When they were measured.</param>
    /// <param name="gates">The gates.</param>
    /// <returns>A report with all gates.</returns>
    public GateReport With(DateTimeOffset at, params IEnumerable<Gate> gates)
    {
        Dictionary<string, Gate> newer = gates.ToDictionary(g => g.Name, StringComparer.Ordinal);
        return newer.Keys.FirstOrDefault(n => !Names.Contains(n)) is { } unknown
            ? throw new ArgumentException($"'{unknown}' is no gate. There are {string.Join(", ", Names)}.", nameof(gates))
            : this with { At = at, Gates = [.. Gates.Select(g => newer.GetValueOrDefault(g.Name, g))] };
    }

    /// <summary>Reads a report.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The report, with every gate: one that the file does not have is missing.</returns>
    /// <exception cref="InputException">The file is damaged or of another format.</exception>
    internal static GateReport Read(string path)
    {
        const string advice = "Remove it and run `assay compare` and `assay tune` again: what was measured is measured anew.";
        GateReport report = RegistryJson.Read<GateReport>(path, advice);
        if (report.Format != CurrentFormat) throw new InputException(new Problem(path, null, $"The report has format {report.Format}, and this version of Assay reads {CurrentFormat}. {advice}"));
        if (report.Gates.IsDefault) throw new InputException(new Problem(path, null, $"The report holds no gates. {advice}"));
        return report with { Gates = [.. Names.Select(n => report.Gates.LastOrDefault(g => g?.Name == n) ?? NotMeasured(n))] };
    }

    private static Gate NotMeasured(string name) => Gate.Missing(name, name is Forgetting or Memorisation ? "not measured: `assay tune` does" : "not measured: `assay compare` does");
}
