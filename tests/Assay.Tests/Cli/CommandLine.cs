using System.Text.Json;
using Assay.Cli;
using Assay.Cli.Terminal;

namespace Assay.Tests.Cli;

/// <summary>Runs the command inside the test process, with its own output and environment.</summary>
internal static class CommandLine
{
    public sealed record Result(int ExitCode, string Out, string Error)
    {
        /// <summary>Standard output, which must be exactly one JSON document.</summary>
        public JsonElement Json => JsonDocument.Parse(Out).RootElement;
    }

    public static Task<Result> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public static async Task<Result> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost(output, TextWriter.Synchronized(error), new HurriedTimeProvider(), name => environment.GetValueOrDefault(name), isTerminal: false);
        int exitCode = await AssayCommand.InvokeAsync(arguments, host);
        return new Result(exitCode, output.ToString(), error.ToString());
    }
}
