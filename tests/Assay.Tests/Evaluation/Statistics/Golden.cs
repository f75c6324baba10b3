using System.Text.Json.Nodes;

namespace Assay.Tests.Evaluation.Statistics;

/// <summary>Values that other programs computed; see Fixtures/statistics/make.py.</summary>
internal static class Golden
{
    private static readonly JsonObject s_all = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "statistics", "expected.json")))!.AsObject();

    public static JsonNode Of(string name) => s_all[name]!;

    public static IEnumerable<double[]> Rows(string name) => Of(name).AsArray().Select(r => Numbers(r!));

    public static double[] Numbers(JsonNode node) => [.. node.AsArray().Select(v => v!.GetValue<double>())];

    public static void Close(double expected, double actual, double relative = 1e-9) =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Max(Math.Abs(expected), 1e-300), $"expected {expected:R}, found {actual:R}");
}
