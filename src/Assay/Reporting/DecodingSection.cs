using Assay.Comparing;

namespace Assay.Reporting;

/// <summary>Free and constrained decoding side by side, where both were run.</summary>
internal static class DecodingSection
{
    /// <summary>The decoding that these arms were not run with.</summary>
    public static string Other(Comparison c) => c.Decoding == "constrained" ? "free" : "constrained";

    /// <summary>Contract adherence and score of an arm, each with the decoding of this comparison and with the other.</summary>
    public static string[] Figures(ArmResult arm) =>
    [
        Reporting.Figures.Points(arm.Measures.GetValueOrDefault("contract")), Reporting.Figures.Points(arm.OtherDecoding?.Contract),
        Reporting.Figures.Points(arm.Score), Reporting.Figures.Points(arm.OtherDecoding?.Score),
    ];

    public static void Append(ReportBody body, Comparison c)
    {
        if (c.Arms.All(a => a.OtherDecoding is null)) return;
        body.Heading("decoding", "Free and constrained decoding", $"This comparison was run with {c.Decoding} decoding; what is kept of the other stands beside it. Contract: answers that keep to the required form, 0 to 100; constraining forces the form, "
            + "so that what is missing with free decoding is the most it can bring. It brings no facts.");
        body.Table("Free and constrained decoding", ["arm", $"contract, {c.Decoding}", $"contract, {Other(c)}", $"score, {c.Decoding}", $"score, {Other(c)}"],
            c.Arms.Select(a => (IReadOnlyList<HtmlTable.Cell>)[ArmHeading.Of(a), .. Figures(a).Select(f => new HtmlTable.Cell(f))]));
    }
}
