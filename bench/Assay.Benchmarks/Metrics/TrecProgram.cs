using System.Diagnostics;
using Assay.Evaluation.Ranking;
using Assay.Text;

namespace Assay.Benchmarks.Metrics;

/// <summary>trec_eval itself, built from its sources.</summary>
/// <param name="Folder">Its checkout: the program and <c>test/</c>.</param>
/// <param name="Version">Which of the two.</param>
internal sealed record TrecProgram(string Folder, TrecVersion Version)
{
    /// <summary>Version 9 and version 10 of a folder that holds both.</summary>
    /// <exception cref="InputException">One of them is not there.</exception>
    public static TrecProgram[] Both(string folder) => [Open(folder, "9", TrecVersion.V9), Open(folder, "10", TrecVersion.V10)];

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">Options, judgements, run.</param>
    /// <returns>What it printed, and its exit code.</returns>
    public (int Code, string[] Lines) Run(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Folder, "trec_eval"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        errors.Wait();
        return (process.ExitCode, lines);
    }

    private static TrecProgram Open(string folder, string name, TrecVersion version)
    {
        string full = Path.GetFullPath(Path.Combine(folder, name));
        return File.Exists(Path.Combine(full, "trec_eval"))
            ? new TrecProgram(full, version)
            : throw new InputException(new Problem(folder, null, $"expected the folder trec_eval that eng/fetch-peers makes, with {name}/trec_eval in it."));
    }
}
