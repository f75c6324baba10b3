using System.Globalization;
using System.Text;
using Assay.Comparing;

namespace Assay.Reporting;

/// <summary>A comparison as plain text for the terminal: the arms, the pairs, the verdict.</summary>
public static class TextReport
{
    /// <summary>Renders a comparison.</summary>
    /// <param name="comparison">What was found.</param>
    /// <returns>Lines of at most about 110 characters, ending with a line break.</returns>
    public static string Render(Comparison comparison)
    {
        var text = new StringBuilder();
        KnowledgeSize size = comparison.Knowledge;
        text.Append(Invariant($"{comparison.Project}: {comparison.Questions:N0} questions, {size.Documents:N0} documents in {size.Chunks:N0} chunks, model {comparison.Model}\n\n"));
        text.Append("arm             n   score   95% interval   latency p50 / p95   tokens in/out     USD/question   outcomes\n");
        foreach (ArmResult arm in comparison.Arms) text.Append(Arm(arm)).Append('\n');
        text.Append('\n');
        foreach (PairResult pair in comparison.Comparisons) text.Append(Pair(pair)).Append('\n');
        if (comparison.Retrieval.Count > 0)
        {
            text.Append('\n').Append("retrieval: ").AppendJoin(", ", comparison.Retrieval.Select(m => Invariant($"{m.Key} {m.Value:0.000}"))).Append('\n');
        }

        text.Append('\n').Append("VERDICT  ").Append(Headline(comparison)).Append('\n');
        foreach (string reason in comparison.Verdict.Why) text.Append("  - ").Append(reason).Append('\n');
        foreach (string flip in comparison.Verdict.Flips) text.Append("  ? ").Append(flip).Append('\n');
        foreach (string warning in comparison.Warnings) text.Append("  ! ").Append(warning).Append('\n');
        return text.Append("\nreport: ").Append(comparison.Report).Append('\n').ToString();
    }

    /// <summary>The verdict in one line.</summary>
    /// <param name="comparison">What was found.</param>
    /// <returns>For example <c>ship rag (best of the arms in 99.8% of resamples)</c>.</returns>
    public static string Headline(Comparison comparison) => VerdictText.Headline(comparison.Verdict);

    private static string Arm(ArmResult arm)
    {
        string name = arm.Reference ? $"({arm.Arm})" : arm.Arm;
        string score = arm.Score is { } s ? Invariant($"{100 * s,6:0.0}") : "     -";
        string interval = arm is { Low: { } low, High: { } high } ? Invariant($"{100 * low:0.0} to {100 * high:0.0}") : "-";
        string latency = arm.LatencyMs is { P50: { } p50, P95: { } p95 } ? Invariant($"{p50:0.0} / {p95:0.0} ms") : "-";
        string tokens = Invariant($"{(arm.Tokens.Estimated ? "~" : "")}{arm.Tokens.Input:N0} / {arm.Tokens.Output:N0}");
        string cost = arm.CostPerQuestion is { } usd ? Invariant($"{usd:0.000000}") : "unknown";
        string outcomes = string.Join(", ", arm.Outcomes.Select(o => Invariant($"{o.Key} {o.Value}")));
        return $"{name,-13}{arm.N.ToString(CultureInfo.InvariantCulture),4}  {score}   {interval,-13}  {latency,-18}  {tokens,-16}  {cost,-13}  {outcomes}";
    }

    private static string Pair(PairResult pair) => Invariant(
        $"{pair.A} minus {pair.B}: {100 * pair.Difference:+0.0;-0.0;0.0} points ({100 * pair.Low:+0.0;-0.0;0.0} to {100 * pair.High:+0.0;-0.0;0.0}){(pair.Better is null ? ", not told apart" : "")}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
