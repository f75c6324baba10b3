using System.Globalization;
using Assay.Benchmarks.Reports;
using Assay.Models.Constrained;

namespace Assay.Benchmarks.Constrained;

/// <summary>Constrained decoding: whether 10,000 random schemas give valid documents under a hostile model, and what a token costs beside the model's own time.</summary>
internal static class ConstrainedVerb
{
    private const int Schemas = 10_000;
    private const int Vocabulary = 49_152;
    private const double TokenMicroseconds = 7_000;

    /// <summary>Runs the verb: <c>constrained [REPORT.md] [SCHEMAS]</c>.</summary>
    public static void Run(string[] args)
    {
        int schemas = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Schemas;
        MarkdownReport report = new("Constrained decoding", "Assay.Benchmarks constrained REPORT.md", TimeProvider.System);
        TokenTable table = SourceVocabulary.Build(Vocabulary);
        Say(report, SchemaRun.Run(schemas, table));
        Overhead(report, table);
        report.Finish(args.ElementAtOrDefault(0));
    }

    private static void Say(MarkdownReport report, SchemaCounts counts)
    {
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Schemas:N0} random schemas (every supported keyword, recursion, open maps, patterns; of these {counts.Impossible:N0} cannot be satisfied and are refused as such). A model that prefers quotes, brackets, digits, halves of characters or the longest tokens ")
            + "writes under each, over four vocabularies (256 bytes; bytes and pieces of JSON; 1,500 random merges; for every 20th schema the 49,152 tokens below), with limits of the shortest answer, a little more and up to 200 tokens more. "
            + "Every document is checked with the validator of the contracts, which shares no code with the generator, and with System.Text.Json.");
        report.Table(
            ["documents", "written", "valid", "over the limit"],
            [["with a limit that suffices", Number(counts.Written), Number(counts.Valid), Number(counts.OverLimit)]]);
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"With one token less than the shortest answer spelled byte by shortest byte, {counts.Refused:N0} requests were refused beforehand (for {counts.RefusedExactly:N0} all answers were looked at, so the number of tokens in the message is exact) and {counts.Shorter:N0} were met by an answer with fewer tokens. The run took {counts.Seconds:0} s."));
        foreach (string failure in counts.Failures.Take(20)) report.Say($"Failure: `{failure}`");
    }

    private static void Overhead(MarkdownReport report, TokenTable table)
    {
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"What a constraint costs per token, {Vocabulary:N0} tokens in the vocabulary, one thread: finding the mask, excluding logits and accepting the token, over 20 answers of at most 200 tokens to each schema. ")
            + string.Create(CultureInfo.InvariantCulture, $"First answer: nothing is known yet, so masks are made; the others: what is left to make. Share: of the {TokenMicroseconds / 1000:0} ms that a model of 135 million parameters takes for a token."));
        List<string[]> rows = [];
        foreach ((string name, string schema) in OverheadRun.Cases)
        {
            OverheadFigures f = OverheadRun.Measure(schema, table);
            rows.Add(
            [
                name, Micro(f.CompileMicroseconds / 1000), Number(f.FirstTokens), Micro(f.FirstMean), Share(f.FirstMean), Micro(f.Percentile50), Micro(f.Percentile95), Micro(f.Mean), Share(f.Mean),
            ]);
        }

        report.Table(["schema", "compile ms", "tokens of first", "first: mean us", "share", "others: p50 us", "p95 us", "mean us", "share"], rows);
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Micro(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Share(double microseconds) => (microseconds / TokenMicroseconds).ToString("0.0%", CultureInfo.InvariantCulture);
}
