using System.Text;
using Assay.Comparing;
using Assay.Models.Local;

namespace Assay.Reporting;

/// <summary>A comparison as plain text for the terminal: the arms, the pairs, the verdict.</summary>
public static class TextReport
{
    private const int Width = 80;

    /// <summary>Renders a comparison.</summary>
    /// <param name="comparison">What was found.</param>
    /// <returns>Lines of at most 80 characters (more only where one word or path is longer), ending with a line break.</returns>
    public static string Render(Comparison comparison)
    {
        var text = new StringBuilder();
        KnowledgeSize size = comparison.Knowledge;
        Wrapped(text, "", Figures.Text($"{comparison.Project}: {comparison.Questions:N0} questions, {size.Documents:N0} documents in {size.Chunks:N0} chunks, model {comparison.Model}{Decoding(comparison)}"));
        foreach (string prompt in comparison.Prompts) Wrapped(text, "  ", prompt);
        Columns(text, ["arm", "n", "score", "95% interval"], comparison.Arms, a => [Figures.Count(a.N), Figures.Points(a.Score), Figures.Interval(a.Low, a.High)], Outcomes);
        Columns(text, ["arm", "p50 ms", "p95 ms", "tokens in", "tokens out", "USD/1,000"], comparison.Arms, a =>
            [Figures.Milliseconds(a.LatencyMs.P50), Figures.Milliseconds(a.LatencyMs.P95), Figures.Tokens(a.Tokens, a.Tokens.Input), Figures.Tokens(a.Tokens, a.Tokens.Output), Figures.PerThousand(a.CostPerQuestion)]);
        if (comparison.Arms.Any(a => a.OtherDecoding is not null))
        {
            string here = comparison.Decoding!, other = DecodingSection.Other(comparison);
            Columns(text, ["arm", $"contract, {here}", other, $"score, {here}", other], comparison.Arms, DecodingSection.Figures);
        }

        if (comparison.Tuned is not null)
        {
            Columns(text, ["arm", "tokens saved", "no search", "score", "without suspects"], [.. comparison.Arms.Where(a => a.Version is not null)], a => TunedSection.Figures(a, comparison));
            foreach (string line in TunedSection.Lines(comparison)) Wrapped(text, "", line);
        }

        if (comparison.Comparisons.Length > 0) text.Append('\n');
        foreach (PairResult pair in comparison.Comparisons) Wrapped(text, "", Pair(pair));
        if (comparison.Retrieval.Count > 0)
        {
            text.Append('\n');
            Wrapped(text, "", "retrieval: " + string.Join(", ", comparison.Retrieval.Select(m => Figures.Text($"{m.Key} {m.Value:0.000}"))));
        }

        text.Append('\n');
        Wrapped(text, "VERDICT  ", Headline(comparison));
        foreach (string reason in comparison.Verdict.Why) Wrapped(text, "  - ", reason);
        foreach (string flip in comparison.Verdict.Flips) Wrapped(text, "  ? ", flip);
        foreach (string warning in comparison.Warnings) Wrapped(text, "  ! ", warning);
        text.Append("\nreport: ").Append(comparison.Report).Append('\n');
        foreach (string line in Upgrades(comparison)) text.Append(line).Append('\n');
        return text.ToString();
    }

    // The models that come with Assay show how the arms differ; larger ones answer better.
    private static string[] Upgrades(Comparison comparison) => !BundledModels.IsName(comparison.Model) ? [] :
    [
        "",
        "To measure a larger model, name it in assay.yaml and compare again:",
        "  model: hf:Qwen/Qwen3-0.6B               after `assay models pull hf:Qwen/Qwen3-0.6B`",
        "  model: http://localhost:8000/v1#NAME    any OpenAI-compatible server",
        "  model: openai:gpt-4o-mini               OpenAI, with OPENAI_API_KEY set",
    ];

    /// <summary>The verdict in one line.</summary>
    /// <param name="comparison">What was found.</param>
    /// <returns>For example <c>ship rag (the right choice in 99.8% of resamples)</c>.</returns>
    public static string Headline(Comparison comparison) => VerdictText.Headline(comparison);

    /// <summary>A table with the arms on the left: columns as wide as what they hold, then words, which go on below themselves.</summary>
    private static void Columns(StringBuilder text, string[] names, IReadOnlyList<ArmResult> arms, Func<ArmResult, string[]> numbers, Func<ArmResult, string>? words = null)
    {
        string[][] rows = [names, .. arms.Select(a => (string[])[a.Reference ? $"({a.Arm})" : a.Arm, .. numbers(a)])];
        int[] widths = [.. Enumerable.Range(0, names.Length).Select(i => rows.Max(r => r[i].Length))];
        text.Append('\n');
        for (int i = 0; i < rows.Length; i++)
        {
            string line = string.Concat(rows[i].Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : "  " + cell.PadLeft(widths[column])));
            if (words is null) text.Append(line).Append('\n');
            else Wrapped(text, line + "  ", i == 0 ? "outcomes" : words(arms[i - 1]));
        }
    }

    private static string Decoding(Comparison comparison) => comparison.Decoding is { } decoding ? $", {decoding} decoding" : "";

    private static string Outcomes(ArmResult arm) => string.Join(", ", MeasureNames.OutcomesOf(arm.Outcomes.Keys).Select(o => Figures.Text($"{arm.Outcomes[o.Key]:N0} {o.Name}")));

    private static string Pair(PairResult pair) =>
        $"{pair.A} minus {pair.B}: {Figures.SignedPoints(pair.Difference)} points ({Figures.SignedInterval(pair.Low, pair.High)}){(pair.Better is null ? ", not told apart" : "")}, p {Figures.Probability(pair.AdjustedP)}";

    /// <summary>Appends words in lines of at most <see cref="Width"/>; later lines are indented below the first word.</summary>
    private static void Wrapped(StringBuilder text, string lead, string words)
    {
        int column = lead.Length;
        text.Append(lead);
        foreach (string word in words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > lead.Length && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', lead.Length);
                column = lead.Length;
            }

            if (column > lead.Length) text.Append(' ');
            text.Append(word);
            column += word.Length + (column > lead.Length ? 1 : 0);
        }

        text.Append('\n');
    }
}
