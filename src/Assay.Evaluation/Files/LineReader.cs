using System.Text;
using System.Text.Unicode;
using Assay.Text;

namespace Assay.Evaluation.Files;

/// <summary>Reads UTF-8 text files line by line, with strict decoding and a limit on the length of a line.</summary>
internal static class LineReader
{
    private const int MaxLineBytes = 1 << 20;

    // A line without an end is not text: a device, or another kind of file. Nothing is gained by reading on.
    private const int MostSkippedBytes = 16 << 20;

    /// <summary>The lines of a file that hold anything but white space. A byte order mark is skipped; <c>\r\n</c> and <c>\n</c> both end a line.</summary>
    /// <param name="path">The file; read as it is enumerated.</param>
    /// <param name="problems">Receives lines that are too long or not UTF-8; they are left out.</param>
    /// <returns>The lines in order.</returns>
    /// <exception cref="InputException">There is no such file, it is UTF-16, or a line does not end within 16 MB.</exception>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public static IEnumerable<TextLine> Read(string path, ProblemList problems)
    {
        using var source = new Source(path);
        for (int number = 1; source.TryRead(number, problems, out string? text); number++)
        {
            if (!string.IsNullOrWhiteSpace(text)) yield return new TextLine(number, text);
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

    /// <summary>A file that is read in parts, never more than a line of it at once.</summary>
    private sealed class Source : IDisposable
    {
        private readonly string path;
        private readonly FileStream file;
        private byte[] bytes = new byte[1 << 16];
        private int start, end;

        public Source(string path)
        {
            this.path = path;
            if (Directory.Exists(path)) throw new InputException(new Problem(path, null, "This is a folder; a file is expected. Name the file in it."));
            file = FileReading.Try(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan));
            while (end < 3 && Fill())
            {
            }

            if (bytes.AsSpan(0, end) is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            {
                file.Dispose();
                throw new InputException(new Problem(path, null, "The file is UTF-16; UTF-8 is expected. Save it as UTF-8."));
            }

            if (bytes.AsSpan(0, end).StartsWith("\uFEFF"u8)) start = 3;
        }

        /// <summary>Reads a line; its text is null when it is left out.</summary>
        /// <returns>False behind the last line.</returns>
        public bool TryRead(int number, ProblemList problems, out string? text)
        {
            for (int searched = 0; ;)
            {
                int at = bytes.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
                int length = at < 0 ? end - start : searched + at;
                if (at < 0 && length > MaxLineBytes + 1) return Skip(number, problems, out text);
                searched = length;
                if (at < 0 && Fill()) continue;
                text = Decode(bytes.AsSpan(start, length), number, problems);
                start += at < 0 ? length : length + 1;
                return at >= 0 || length > 0;
            }
        }

        public void Dispose() => file.Dispose();

        private bool Skip(int number, ProblemList problems, out string? text)
        {
            text = null;
            for (int length = 0; ;)
            {
                int at = bytes.AsSpan(start, end - start).IndexOf((byte)'\n');
                length += at < 0 ? end - start : at;
                start = at < 0 ? end : start + at + 1;
                if (length > MostSkippedBytes) throw new InputException(new Problem(path, number, "More than 16 MB without a line break: this is not a file of text lines. Name another file."));
                if (at < 0 && Fill()) continue;
                problems.Add(number, $"This line has {length} bytes; at most {MaxLineBytes} (1 MB) are read. Is a line break missing?");
                return true;
            }
        }

        private bool Fill()
        {
            bytes.AsSpan(start, end - start).CopyTo(bytes);
            (start, end) = (0, end - start);
            if (end == bytes.Length) Array.Resize(ref bytes, 2 * bytes.Length);
            int read = FileReading.Try(path, () => file.Read(bytes, end, bytes.Length - end));
            end += read;
            return read > 0;
        }
    }
}
