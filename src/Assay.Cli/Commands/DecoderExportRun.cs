using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Numerics.Parallel;
using Assay.Tuning.Export;

namespace Assay.Cli.Commands;

/// <summary>Exports a chat model and says what became of it.</summary>
internal static class DecoderExportRun
{
    /// <summary>Runs it.</summary>
    /// <returns>0, or 1 when what was exported gives something else than the model here.</returns>
    public static int Run(CommandHost host, bool json, ExportRequest request, CancellationToken cancellationToken)
    {
        ExportResult result;
        try
        {
            result = new ModelExporter(WorkerTeam.Shared).Export(request, cancellationToken);
        }
        catch (ReplayException refused)
        {
            host.Error.WriteLine($"{request.Target}: {refused.Message}");
            if (json) host.WriteJson(new { Model = request.BaseModel, File = request.Target, Kept = false, Reason = refused.Message });
            return 1;
        }

        if (json) host.WriteJson(new { Model = request.BaseModel, request.Adapter, File = result.Target, Kept = true, result.Bytes, Replay = result.Replay is { } r ? Json(r) : null });
        else host.Out.WriteLine($"{result.Target}  {ByteText.Of(result.Bytes)}{(result.Replay is { } replay ? "; " + Text(replay) : "; not replayed")}");
        return 0;
    }

    private static object Json(ReplayReport replay) => new { replay.Prompts, replay.Tokens, replay.SameTexts, replay.Agreement, replay.MeanDivergence, replay.WorstDivergence };

    private static string Text(ReplayReport replay) => string.Create(CultureInfo.InvariantCulture,
        $"{replay.Prompts} prompts replayed: {replay.SameTexts} continued alike, {replay.Agreement:0.0%} of {replay.Tokens} tokens the same, distributions {replay.MeanDivergence:0.0e+0} nats apart (worst {replay.WorstDivergence:0.0e+0})");
}
