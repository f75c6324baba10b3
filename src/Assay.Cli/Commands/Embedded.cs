using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Knowledge;
using Assay.Retrieval.Dense;
using Assay.Running;

namespace Assay.Cli.Commands;

/// <summary>Gives the passages of a knowledge base their vectors, with progress.</summary>
internal static class Embedded
{
    public static async Task<EmbedReport> EmbedAsync(CommandHost host, KnowledgeEmbedder embedder, decimal maxCostUsd, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine(host);
        return await embedder.EmbedAsync(maxCostUsd, new CallbackProgress<EmbedProgress>(p => line.Report("embed", p.Done, p.Total)), cancellationToken).ConfigureAwait(false);
    }

    public static void Print(CommandHost host, EmbedReport report)
    {
        string tokens = report.Tokens is { } count ? string.Create(CultureInfo.InvariantCulture, $" ({count:N0} tokens)") : "";
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Chunks:N0} passages given a vector, {report.Embedded:N0} of them new to the embedder{tokens}."));
    }
}
