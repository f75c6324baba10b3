using System.Text.Json;
using Assay.Workspaces;

namespace Assay.Cli.Terminal;

/// <summary>What a command reaches outside itself: output, clock, environment. Tests pass their own.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Progress, warnings and errors.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="environment">Looks up an environment variable; null when it is not set.</param>
/// <param name="isTerminal">Whether <paramref name="error"/> is a terminal that can redraw a line.</param>
public sealed class CommandHost(TextWriter output, TextWriter error, TimeProvider timeProvider, Func<string, string?> environment, bool isTerminal)
{
    /// <summary>Standard output: results, nothing else. Commands to a terminal in what is written do not reach it.</summary>
    public TextWriter Out { get; } = new PlainWriter(output);

    /// <summary>One JSON document on standard output. What would turn the direction of text on a terminal is escaped, so that it arrives unchanged.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="value">What it holds.</param>
    /// <param name="format">Its form; null for <see cref="JsonFormat.Indented"/>.</param>
    public void WriteJson<T>(T value, JsonSerializerOptions? format = null)
    {
        string text = JsonSerializer.Serialize(value, format ?? JsonFormat.Indented);
        Out.WriteLine(text.Any(PlainWriter.TurnsDirection) ? string.Concat(text.Select(c => PlainWriter.TurnsDirection(c) ? $"\\u{(int)c:x4}" : c.ToString())) : text);
    }

    /// <summary>Standard input; empty unless given.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Standard error: warnings, errors. Commands to a terminal in what is written do not reach it.</summary>
    public TextWriter Error { get; } = new PlainWriter(error);

    /// <summary>Standard error as it is, for progress, which redraws its line.</summary>
    public TextWriter Drawing => error;

    /// <summary>The clock.</summary>
    public TimeProvider Time => timeProvider;

    /// <summary>Whether standard error can redraw a line.</summary>
    public bool IsTerminal => isTerminal;

    /// <summary>An environment variable.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Null when it is not set.</returns>
    public string? Variable(string name) => environment(name);
}
