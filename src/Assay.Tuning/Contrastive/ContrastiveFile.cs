using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Reading;

namespace Assay.Tuning.Contrastive;

/// <summary>Reads what a search is trained on: one JSON object a line, or an array of them, with <c>query</c>, <c>positive</c> (a text or several) and, where there are some, <c>negatives</c>.</summary>
public static class ContrastiveFile
{
    private const string Fix = """Write rows such as {"query":"...","positive":"...","negatives":["..."]}.""";

    private static readonly string[] Fields = ["query", "positive", "negatives"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>The examples, in the order of the file; at least one.</returns>
    /// <exception cref="InputException">A row is no example, or there is none; the first problems are listed, each with its line.</exception>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public static ImmutableArray<ContrastiveExample> Read(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var problems = new RowProblems();
        var examples = ImmutableArray.CreateBuilder<ContrastiveExample>();
        foreach (RawRow raw in new RowSource(path, new ExampleReadOptions(), problems).Rows())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (RowJson.Parse(raw, problems) is not { } json) continue;
            if (json.ValueKind != JsonValueKind.Object) problems.Add(raw.Line, "", "an object", RowFields.Describe(json), Fix);
            else if (Example(new RowFields(json, "", raw.Line, problems, ImmutableDictionary<string, string>.Empty), problems) is { } example) examples.Add(example);
        }

        if (examples.Count == 0 && problems.Count == 0) problems.Add(null, "", "at least one example", "none", Fix);
        RowProblems.ThrowIfAny(path, problems.First, problems.Count);
        return examples.ToImmutable();
    }

    private static ContrastiveExample? Example(RowFields row, RowProblems problems)
    {
        int before = problems.Count;
        string? query = row.Text("query", Fix);
        ImmutableArray<string> positives = row.Texts("positive"), negatives = row.Texts("negatives");
        if (problems.Count == before && positives.IsEmpty) row.Problem("positive", "a text, or a list with at least one", row.Find("positive") is { } found ? RowFields.Describe(found) : "nothing", Fix);
        if (positives.Concat(negatives).Any(string.IsNullOrWhiteSpace)) row.Problem("", "passages with text", "an empty one", "Leave it out.");
        if (positives.FirstOrDefault(negatives.Contains) is { } both) row.Problem("negatives", "passages that do not answer the query", $"one that is also a positive ('{Shorten(both)}')", "Leave it out of one of the two.");
        foreach (JsonProperty field in row.Json.EnumerateObject().Where(f => !Fields.Contains(f.Name, StringComparer.Ordinal)))
        {
            string? near = NearestName.Find(field.Name, Fields);
            row.Problem(field.Name, "one of query, positive and negatives", "a field of another name", near is null ? "Leave it out." : $"Was '{near}' meant?");
        }

        return problems.Count > before ? null : new ContrastiveExample(row.Line, query!, positives, negatives);
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
