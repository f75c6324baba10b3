using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Tuning.Hosted;

namespace Assay.Cli.Commands;

/// <summary>Shows a hosted job while it is followed: a line for whatever happens, and of measurements one line that redraws itself on a terminal.</summary>
/// <param name="host">Where it is shown.</param>
internal sealed class TuneHostedProgress(CommandHost host) : IProgress<HostedProgress>, IDisposable
{
    private int shown;

    /// <inheritdoc/>
    public void Report(HostedProgress value)
    {
        switch (value)
        {
            case HostedFileReady file: Say($"{Path.GetFileName(file.File)}: {(file.WasThere ? "was sent before and is not sent again" : "sent")} ({file.Id})"); break;
            case HostedJobReady job: Say($"job {job.Job.Id}: {(job.WasThere ? "was started before and is not started again" : "started")}"); break;
            case HostedStatusChanged changed: Say(TuneHostedText.Status(changed.Job)); break;
            case HostedEvent { Metrics: { } metrics }: Draw(Line(metrics)); break;
            case HostedEvent happened: Say($"  {(happened.Level is "info" ? "" : $"{happened.Level}: ")}{happened.Message}"); break;
            case HostedNote note: Say($"note: {note.Text}"); break;
        }
    }

    /// <summary>Writes a line of its own.</summary>
    public void Say(string text)
    {
        Clear();
        host.Error.WriteLine(PlainWriter.Line(text));
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private static string Line(HostedMetrics metrics)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"  step {metrics.Step:N0}{(metrics.TotalSteps is { } all ? $" of {all:N0}" : "")}");
        (string Name, double? Value)[] measured =
        [
            ("loss", metrics.TrainLoss), ("accuracy", metrics.TrainAccuracy), ("validation loss", metrics.FullValidLoss ?? metrics.ValidLoss), ("validation accuracy", metrics.FullValidAccuracy ?? metrics.ValidAccuracy),
        ];
        return text + string.Concat(measured.Where(m => m.Value is not null).Select(m => string.Create(CultureInfo.InvariantCulture, $", {m.Name} {m.Value:0.000}")));
    }

    private void Draw(string line)
    {
        if (!host.IsTerminal)
        {
            host.Error.WriteLine(line);
            return;
        }

        host.Drawing.Write("\r" + line.PadRight(shown));
        shown = line.Length;
    }

    private void Clear()
    {
        if (shown > 0) host.Drawing.Write("\r" + new string(' ', shown) + "\r");
        shown = 0;
    }
}
