using System.Text;
using System.Text.Unicode;
using Assay.Text;

namespace Assay.Evaluation.Files;

/// <summary>Reads UTF-8 text files line by line, with strict decoding and a limit on the length of a line.</summary>
internal static class LineReader
{
    private const int MaxLineBytes = 1 << 20;

    /// <summary>The lines of a file that hold anything but white space. A byte order mark is skipped; <c>\r\n</c> and <c>\n</c> both end a line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">Receives lines that are too long or not UTF-8; they are left out.</param>
    /// <returns>The lines in order.</returns>
    /// <exception cref="InputException">There is no such file, or it is UTF-16.</exception>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public static IEnumerable<TextLine> Read(string path, ProblemList problems)
    {
        byte[] bytes = ReadBytes(path);
        int start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        for (int number = 1; start < bytes.Length; number++)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            int end = length < 0 ? bytes.Length : start + length;
            string? text = Decode(bytes.AsSpan(start, end - start), number, problems);
            if (!string.IsNullOrWhiteSpace(text)) yield return new TextLine(number, text);
            start = end + 1;
        }
    }

    private static string? Decode(ReadOnlySpan<byte> line, int number, ProblemList problems)
    {
        if (line.EndsWith("\r"u8)) line = line[..^1];
        if (line.Length > MaxLineBytes)
        {
            problems.Add(number, $"This line has {line.Length} bytes; at most {MaxLineBytes} (1 MB) are read. Is a line break missing?");
            return null;
        }

        if (!Utf8.IsValid(line))
        {
            problems.Add(number, "This line is not valid UTF-8. Save the file as UTF-8.");
            return null;
        }

        return Encoding.UTF8.GetString(line);
    }

    private static byte[] ReadBytes(string path)
    {
        if (Directory.Exists(path)) throw new InputException(new Problem(path, null, "This is a folder; a file is expected. Name the file in it."));
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            return bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
                ? throw new InputException(new Problem(path, null, "The file is UTF-16; UTF-8 is expected. Save it as UTF-8."))
                : bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(new Problem(path, null, "There is no such file. Check the path."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"{path}: The file cannot be read ({e.Message}). Check that it is a file, its permissions and its size (at most 2 GB).", e);
        }
    }
}
