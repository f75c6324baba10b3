using System.Globalization;
using System.Text.Json;
using Assay.Benchmarks.Command;

namespace Assay.Benchmarks.Quality;

/// <summary>What <c>assay eval retrieval --stages</c> prints for a collection: stages and reranker chosen on some questions, measured on others.</summary>
/// <param name="Name">The collection.</param>
/// <param name="Defaults">nDCG@10 without any choice.</param>
/// <param name="CrossValidated">nDCG@10 of the choices, each question measured with what was chosen without its fold.</param>
/// <param name="Low">Lower end of the paired difference's interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Chosen">The stages that are not left as they were.</param>
internal sealed record StagesRun(string Name, double Defaults, double CrossValidated, double Low, double High, string Chosen)
{
    /// <summary>Runs the command in a workspace of its own.</summary>
    public static StagesRun Measure(string folder, string workspace)
    {
        if (Directory.Exists(workspace)) Directory.Delete(workspace, recursive: true);
        CommandRun run = CommandRun.Start("eval", "retrieval", folder, "--stages", "--json", "--workspace", workspace);
        using var printed = JsonDocument.Parse(run.Output);
        JsonElement result = printed.RootElement.GetProperty("result"), interval = result.GetProperty("gain").GetProperty("interval");
        IEnumerable<string> chosen = result.GetProperty("stages").EnumerateArray()
            .Select(s => (Stage: s.GetProperty("stage").GetString(), Choice: s.GetProperty("choice").GetString()))
            .Where(s => s.Choice != "default").Select(s => $"{s.Stage}: {s.Choice}");
        return new StagesRun(
            Path.GetFileName(folder), Mean(result, "default"), Mean(result, "crossValidated"), interval.GetProperty("low").GetDouble(), interval.GetProperty("high").GetDouble(),
            string.Join("; ", chosen));
    }

    /// <summary>A row of the report.</summary>
    public string[] Cells() =>
    [
        Name,
        Defaults.ToString("0.0000", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"**{CrossValidated:0.0000}**"),
        string.Create(CultureInfo.InvariantCulture, $"{CrossValidated - Defaults:+0.0000;-0.0000;0.0000} ({Low:+0.000;-0.000;0.000} to {High:+0.000;-0.000;0.000})"),
        Chosen.Length == 0 ? "–" : Chosen,
    ];

    private static double Mean(JsonElement result, string name) => result.GetProperty(name).GetProperty("mean").GetDouble();
}
