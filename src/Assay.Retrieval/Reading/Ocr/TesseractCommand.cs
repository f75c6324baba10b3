using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;

namespace Assay.Retrieval.Reading.Ocr;

/// <summary>
/// Reads pictures of text by the command <c>tesseract</c>, a process for each. The picture goes in and the text comes out through pipes: no file is written. The arguments are fixed
/// words and the names of installed languages; nothing of a document becomes one. What takes too long is ended with its children.
/// </summary>
/// <remarks>Safe to use from several threads at once. One thread a process, so that the same picture gives the same text however many processors there are.</remarks>
public sealed class TesseractCommand
{
    private const int MostLanguages = 6;
    private const int MostOutput = 64 << 20;
    private static readonly TimeSpan Listing = TimeSpan.FromSeconds(20);
    private readonly string path;
    private readonly TimeSpan timeout;
    private readonly Lazy<string> languages;

    /// <summary>Uses a program.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="timeout">Most time for one picture; more than nothing.</param>
    public TesseractCommand(string path, TimeSpan timeout)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        (this.path, this.timeout) = (path, timeout);
        languages = new Lazy<string>(Languages);
    }

    /// <summary>The command that is installed; looks for its file in the folders of PATH and starts nothing.</summary>
    /// <param name="searchPath">The value of PATH; may be null.</param>
    /// <returns>Null when there is none.</returns>
    public static TesseractCommand? Find(string? searchPath)
    {
        string name = OperatingSystem.IsWindows() ? "tesseract.exe" : "tesseract";
        foreach (string folder in (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A relative folder of PATH would be one of the documents' own.
            if (Path.IsPathFullyQualified(folder) && File.Exists(Path.Combine(folder, name))) return new TesseractCommand(Path.Combine(folder, name), TimeSpan.FromMinutes(2));
        }

        return null;
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="image">PNG, JPEG, TIFF or PNM, its size checked before.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>A page for each page of the picture.</returns>
    /// <exception cref="InvalidDataException">The program cannot be started, failed or took too long; the message says which, without the file.</exception>
    internal ImmutableArray<OcrPage> Read(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) =>
        TesseractOutput.Parse(Run(["stdin", "stdout", "-l", languages.Value, "--psm", "3", "tsv"], image, timeout, cancellationToken));

    // German is read as German only when it is asked for; what is installed is what this machine's documents are in.
    private string Languages()
    {
        string[] found = [.. Run(["--list-langs"], default, Listing, CancellationToken.None).Split('\n').Select(l => l.Trim()).Where(l => l.Length is > 1 and < 30 && l.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && l is not ("osd" or "equ"))];
        if (found.Length == 0) throw new InvalidDataException("tesseract has no language installed; install one, for example the package tesseract-ocr-eng");
        return string.Join('+', found.OrderByDescending(l => l == "eng").ThenBy(l => l, StringComparer.Ordinal).Take(MostLanguages));
    }

    private string Run(string[] arguments, ReadOnlyMemory<byte> input, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(path) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["OMP_THREAD_LIMIT"] = "1";
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new InvalidDataException($"tesseract cannot be started: {error.Message}", error);
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(limit);
        try
        {
            return Exchange(process, input, over.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidDataException($"tesseract took longer than {limit.TotalSeconds:0} s");
        }
        finally
        {
            End(process);
        }
    }

    private static string Exchange(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        Task<string> output = Drain(process.StandardOutput, cancellationToken), errors = Drain(process.StandardError, cancellationToken);
        try
        {
            process.StandardInput.BaseStream.WriteAsync(input, cancellationToken).AsTask().Wait(cancellationToken);
            process.StandardInput.Close();
        }
        catch (Exception error) when (error is IOException or AggregateException { InnerException: IOException })
        {
            // It ended before it had read all; its exit code and words say why.
        }

        process.WaitForExitAsync(cancellationToken).Wait(cancellationToken);
        output.Wait(cancellationToken);
        errors.Wait(cancellationToken);
        if (process.ExitCode == 0) return output.Result;
        string said = errors.Result.Split('\n').Select(l => l.Trim()).LastOrDefault(l => l.Length > 0) ?? "";
        throw new InvalidDataException($"tesseract failed ({process.ExitCode}): {said[..Math.Min(200, said.Length)]}".TrimEnd(':', ' '));
    }

    private static async Task<string> Drain(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new System.Text.StringBuilder();
        char[] buffer = new char[8192];
        for (int read = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false); read > 0; read = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false))
        {
            if (text.Length < MostOutput) text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in the meantime.
        }
    }
}
