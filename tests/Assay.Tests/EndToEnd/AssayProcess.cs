using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Assay.Tests.EndToEnd;

/// <summary>Runs the real command as a child process, as it was built for users.</summary>
internal static class AssayProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    // Its own output folder: the tests' folder lacks what the web framework brings along.
    private static readonly string Command = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Assay.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "Assay.Cli.dll"));

    public sealed record Result(int ExitCode, string Out, string Error)
    {
        public JsonElement Json => JsonDocument.Parse(Out).RootElement;
    }

    public static Task<Result> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public static Task<Result> RunAsync(Dictionary<string, string> environment, params string[] arguments) => FinishAsync(Start(environment, arguments));

    /// <summary>Runs in another folder.</summary>
    public static Task<Result> RunInAsync(string folder, params string[] arguments) => FinishAsync(Start([], arguments, folder));

    public static Process Start(Dictionary<string, string> environment, params string[] arguments) => Start(environment, arguments, null);

    /// <summary>Waits for the end and collects what was written.</summary>
    public static async Task<Result> FinishAsync(Process process)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            using var limit = new CancellationTokenSource(Limit);
            await process.WaitForExitAsync(limit.Token);
            return new Result(process.ExitCode, await output, await error);
        }
    }

    /// <summary>What Ctrl-C sends.</summary>
    public static async Task InterruptAsync(Process process)
    {
        using Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static Process Start(Dictionary<string, string> environment, string[] arguments, string? folder)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        start.ArgumentList.Add(Command);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
