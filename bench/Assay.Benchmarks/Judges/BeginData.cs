using System.Collections.Immutable;
using Assay.Evaluation.Judging;
using Assay.Text;

namespace Assay.Benchmarks.Judges;

/// <summary>A response of a dialogue model with the knowledge it was given, labelled by people (BEGIN, Dziri et al. 2021, arXiv 2105.00071).</summary>
/// <param name="Knowledge">The text it should rest on.</param>
/// <param name="Response">What was said.</param>
/// <param name="Label">Fully attributable, Not fully attributable, Generic.</param>
internal sealed record BeginRow(string Knowledge, string Response, string Label)
{
    /// <summary>Whether everything it says is in the knowledge.</summary>
    public bool IsAttributable => Label == "Fully attributable";

    /// <summary>Whether it says nothing that could be.</summary>
    public bool IsGeneric => Label == "Generic";

    /// <summary>What it claims; a response that claims nothing is one claim as a whole, so that none is left out.</summary>
    public ImmutableArray<string> ResponseClaims => Claims.Of(Response) is { IsEmpty: false } claims ? claims : [Response];

    /// <summary>Reads a part.</summary>
    /// <param name="file">A tab-separated file without quoting.</param>
    public static ImmutableArray<BeginRow> Read(string file)
    {
        string[][] lines = [.. FileReading.Try(file, () => File.ReadAllLines(file)).Select(l => l.Split('\t'))];
        if (lines.Length == 0 || lines[0].Length != 6 || lines[0][2] != "knowledge" || lines[0][4] != "response" || lines[0][5] != "begin_label") throw new InputException(new Problem(file, 1, "expected BEGIN's columns: model_name, data_source, knowledge, message, response, begin_label."));
        return [.. lines.Skip(1).Select((l, i) => l.Length == 6 ? new BeginRow(l[2], l[4], l[5].Trim()) : throw new InputException(new Problem(file, i + 2, $"expected 6 columns, found {l.Length}.")))];
    }
}
