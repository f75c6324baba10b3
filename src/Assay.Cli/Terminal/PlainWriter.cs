using System.Text;

namespace Assay.Cli.Terminal;

/// <summary>Passes text on to a terminal without the characters that command it: text, headings and file names come from anyone.</summary>
/// <remarks>
/// Controls other than line ends and tabs (ESC, BEL, carriage returns, C1) become U+FFFD, and so do those that turn the direction of what follows (U+202A to U+202E, U+2066 to
/// U+2069). JSON that <see cref="CommandHost.WriteJson"/> writes passes unchanged, because it holds none of them unescaped. What draws on a terminal itself writes to the writer behind.
/// </remarks>
/// <param name="inner">The writer behind; not disposed.</param>
internal sealed class PlainWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>A text of others on one line: line ends and tabs, too, become U+FFFD.</summary>
    /// <param name="text">A file name, a title, a heading.</param>
    /// <returns>As many characters.</returns>
    public static string Line(string text) => text.Any(IsMoreThanALine) ? string.Concat(text.Select(c => IsMoreThanALine(c) ? '\uFFFD' : c)) : text;

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(IsCommand(value) ? '\uFFFD' : value);

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(Plain(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => inner.Write(Plain(new string(buffer, index, count)));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(Plain(buffer.ToString()));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(Plain(value));

    /// <inheritdoc/>
    public override void WriteLine() => inner.WriteLine();

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    private static string? Plain(string? text) => text is null || !text.Any(IsCommand) ? text
        : string.Concat(text.ReplaceLineEndings("\n").Select(c => IsCommand(c) ? '\uFFFD' : c));

    private static bool IsMoreThanALine(char c) => IsCommand(c) || c is '\n' or '\t' or '\u2028' or '\u2029';

    /// <summary>Whether a character turns the direction of the text after it, which can make a name look like another.</summary>
    public static bool TurnsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static bool IsCommand(char c) => (char.IsControl(c) && c is not ('\n' or '\t')) || TurnsDirection(c);
}
