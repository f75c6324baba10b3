using System.Globalization;
using System.Text;
using System.Xml;
using Assay.Evaluating;

namespace Assay.Reporting;

/// <summary>An evaluation in the forms that people and build servers read.</summary>
public static class EvaluationText
{
    /// <summary>Plain text for the terminal.</summary>
    /// <param name="result">The figures.</param>
    /// <param name="replay">Whether they were come to again.</param>
    /// <param name="folder">The project's folder, as it was named.</param>
    /// <returns>Lines, ending with a line break.</returns>
    public static string Plain(EvaluationResult result, bool replay = false, string folder = ".")
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.Append(Figures.Text($"{result.Name}: {result.Project}, {result.Questions:N0} questions{(result.Repeats > 1 ? $", each asked {result.Repeats} times" : "")}, {result.Model}{(result.Version is null ? "" : $" {result.Version}")}{(replay ? ", replayed" : "")}\n"));
        foreach (ArmEvaluation arm in result.Arms) AppendArm(text, arm);
        foreach (IGrouping<string, MeasureDifference> against in result.Differences.GroupBy(d => d.Against))
        {
            text.Append(Figures.Text($"\nagainst {against.Key}\n"));
            foreach (MeasureDifference d in against) text.Append(Figures.Text($"  {d.Arm,-12} {d.Measure,-26} {Figures.SignedPoints(d.Difference),6}  {(d.Low is { } low && d.High is { } high ? $"({Figures.SignedInterval(low, high)})" : "")}{(d.AdjustedP <= 0.05 ? $"  p {d.AdjustedP:0.####} among all" : "")}\n"));
        }

        if (result.Judging is { } judging) text.Append(JudgeText.Plain(judging));
        if (result.Gates.Length > 0) text.Append("\ngates\n");
        foreach (GateLine gate in result.Gates) text.Append(Figures.Text($"  {(gate.Passed ? "pass" : "FAIL")}  {gate.Arm,-12} {gate.Gate}: {gate.Reason}\n"));
        foreach (string warning in result.Warnings) text.Append("  ! ").Append(warning).Append('\n');
        return text.Append("\nthe same again without any model: ").Append(folder == "." ? result.Replay : result.Replay.Replace("assay eval ", $"assay eval {(folder.Contains(' ', StringComparison.Ordinal) ? $"\"{folder}\"" : folder)} ", StringComparison.Ordinal)).Append('\n').ToString();
    }

    /// <summary>Markdown, for a comment under a change.</summary>
    /// <param name="result">The figures.</param>
    /// <returns>A document.</returns>
    public static string Markdown(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.Append(Figures.Text($"## {Cell(result.Project)}: {(result.Passed switch { true => "all gates passed", false => "a gate failed", null => "evaluation" })}\n\n{result.Questions:N0} questions, {Cell(result.Model)}, kept as {result.Name}\n"));
        if (result.Gates.Length > 0) text.Append("\n| | arm | gate | seen |\n|---|---|---|---|\n");
        foreach (GateLine gate in result.Gates) text.Append(Figures.Text($"| {(gate.Passed ? "pass" : "**FAIL**")} | {Cell(gate.Arm)} | `{Cell(gate.Gate)}` | {Cell(gate.Reason)} |\n"));
        text.Append("\n| arm | measure | mean | 95% interval | n | missing | does not apply |\n|---|---|---|---|---|---|---|\n");
        foreach (ArmEvaluation arm in result.Arms)
        {
            foreach ((string name, MeasureResult m) in arm.Measures.Where(m => m.Value.N > 0 || m.Value.Missing > 0))
            {
                text.Append(Figures.Text($"| {Cell(arm.Arm)} | {name} | {Figures.Points(m.Mean)} | {Figures.Interval(m.Low, m.High)} | {m.N} | {m.Missing} | {m.NotApplicable} |\n"));
            }
        }

        if (result.Judging is { } judging) text.Append("\n```\n").Append(JudgeText.Plain(judging).TrimStart('\n')).Append("```\n");
        foreach (string warning in result.Warnings) text.Append("\n> ").Append(Cell(warning)).Append('\n');
        return text.ToString();
    }

    /// <summary>JUnit's XML: a test case a gate, so that a build server shows them as tests.</summary>
    /// <param name="result">The figures.</param>
    /// <returns>A document; a case without gates says that nothing was asked.</returns>
    public static string JUnit(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        using (XmlWriter xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            foreach (IGrouping<string, GateLine> arm in result.Gates.GroupBy(g => g.Arm))
            {
                xml.WriteStartElement("testsuite");
                xml.WriteAttributeString("name", Xml($"{result.Project}.{arm.Key}"));
                xml.WriteAttributeString("tests", arm.Count().ToString(CultureInfo.InvariantCulture));
                xml.WriteAttributeString("failures", arm.Count(g => !g.Passed).ToString(CultureInfo.InvariantCulture));
                foreach (GateLine gate in arm) WriteCase(xml, result, gate);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Every answer with its measures, as comma-separated values (RFC 4180).</summary>
    /// <param name="rows">Arm, question, repetition, outcome, answer and measures, see <see cref="AnswerTable"/>.</param>
    /// <returns>A heading and a line an answer. A measure that does not apply is empty; one that is missing is <c>missing</c>.</returns>
    public static string Csv(AnswerTable rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        text.AppendJoin(',', ((string[])["arm", "question", "repeat", "outcome", .. rows.Measures, "latency_ms", "input_tokens", "output_tokens", "cost_usd", "answer"]).Select(Quoted)).Append("\r\n");
        foreach (AnswerTableRow row in rows.Rows)
        {
            text.AppendJoin(',', ((string[])[row.Arm, row.Question, Number(row.Repeat), row.Outcome, .. row.Values, Number(row.LatencyMs), Number(row.InputTokens), Number(row.OutputTokens), Number(row.CostUsd), row.Answer]).Select(Quoted)).Append("\r\n");
        }

        return text.ToString();
    }

    private static void AppendArm(StringBuilder text, ArmEvaluation arm)
    {
        text.Append(Figures.Text($"\n{arm.Arm}: {string.Join(", ", MeasureNames.OutcomesOf(arm.Outcomes.Keys).Select(o => Figures.Text($"{arm.Outcomes[o.Key]:N0} {o.Name}")))}\n"));
        text.Append(Figures.Text($"  {"measure",-26} {"mean",6}  {"95% interval",-16} {"n",7} {"missing",8} {"does not apply",15}\n"));
        foreach ((string name, MeasureResult m) in arm.Measures.Where(m => m.Value.N > 0 || m.Value.Missing > 0))
        {
            text.Append(Figures.Text($"  {name,-26} {Figures.Points(m.Mean),6}  {Figures.Interval(m.Low, m.High),-16} {m.N,7:N0} {m.Missing,8:N0} {m.NotApplicable,15:N0}{(m.Worst is { } worst ? $"  {Figures.Points(worst.Low)} to {Figures.Points(worst.High)} whatever the missing ones are" : "")}\n"));
        }

        if (arm.Measures.TryGetValue("score", out MeasureResult? score) && score.ShareOfRepeats is { } share)
        {
            text.Append(Figures.Text($"  {100 * share:0}% of what is uncertain about the score comes from answers that differ when asked again: {(share < 0.5 ? "more questions help, more repeats hardly" : "more repeats help, and so do more questions")}\n"));
        }

        text.Append(Figures.Text($"  p50 {Figures.Milliseconds(arm.LatencyMs.P50)} ms, p95 {Figures.Milliseconds(arm.LatencyMs.P95)} ms, {arm.InputTokens:N0} tokens in, {arm.OutputTokens:N0} out, {Figures.PerThousand(arm.CostPerQuestion)} USD/1,000\n"));
    }

    private static void WriteCase(XmlWriter xml, EvaluationResult result, GateLine gate)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Xml($"{result.Project}.{gate.Arm}"));
        xml.WriteAttributeString("name", Xml(gate.Gate));
        if (!gate.Passed)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Xml(gate.Reason));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Cell(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Xml(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));

    private static string Number<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Number<T>(T? value) where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    // A cell that begins like a formula is taken for one by spreadsheets; numbers are not touched.
    private static string Quoted(string text)
    {
        text = string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t') ? '\uFFFD' : c));
        string safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
