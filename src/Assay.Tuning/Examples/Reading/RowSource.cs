using System.Text.Json;
using Assay.Text;

namespace Assay.Tuning.Examples.Reading;

/// <summary>The rows of a file: its lines, or the items of the JSON array that it is.</summary>
/// <param name="path">The file.</param>
/// <param name="options">Limits.</param>
/// <param name="problems">Receives rows that are too long and what is wrong with the array.</param>
internal sealed class RowSource(string path, ExampleReadOptions options, RowProblems problems)
{
    private const long MostArrayBytes = 512L << 20;

    /// <summary>The rows that are not blank, read as they are enumerated.</summary>
    public IEnumerable<RawRow> Rows()
    {
        if (Directory.Exists(path)) throw new InputException(new Problem(path, null, "This is a folder; a file of training data is expected. Name the file in it."));

        // A pipe is waited for when it is opened, for ever where nobody writes into it.
        if (!FileReading.Try(path, () => OrdinaryFile.HasContent(path))) yield break;
        using FileStream file = FileReading.Try(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan));
        byte[] head = new byte[4096];
        int got = FileReading.Try(path, () => file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        if (head.AsSpan(0, got) is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) throw new InputException(new Problem(path, null, "The file is UTF-16; UTF-8 is expected. Save it as UTF-8."));
        if (head.AsSpan(0, got) is [0x1F, 0x8B, ..] or [0x50, 0x4B, 3, 4, ..] or [0x28, 0xB5, 0x2F, 0xFD, ..]) throw new InputException(new Problem(path, null, "The file is compressed; JSON lines are expected. Unpack it first."));
        if (head.AsSpan(0, got) is [0x50, 0x41, 0x52, 0x31, ..]) throw new InputException(new Problem(path, null, "The file is Parquet; JSON lines are expected. Convert it to .jsonl first."));
        if (file.CanSeek && file.Length > options.MaxFileBytes) throw new InputException(new Problem(path, null, $"The file has {file.Length} bytes; at most {options.MaxFileBytes} are read. Split it."));
        int mark = head.AsSpan(0, got).StartsWith("\uFEFF"u8) ? 3 : 0;
        bool array = head.AsSpan(mark, got - mark).TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
        foreach (RawRow row in array ? Items(file, head.AsMemory(0, got)) : Lines(file, head.AsMemory(mark, got - mark))) yield return row;
    }

    private IEnumerable<RawRow> Lines(FileStream file, ReadOnlyMemory<byte> head)
    {
        byte[] bytes = new byte[1 << 16];
        head.CopyTo(bytes);
        int start = 0, end = head.Length, number = 1, searched = 0;
        long total = end, skipped = 0;
        for (bool more = true; more || start < end;)
        {
            int at = bytes.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            int length = at < 0 ? end - start : searched + at;
            if (at < 0 && more)
            {
                if (length > options.MaxRowBytes) (skipped, start) = (skipped + length, end);
                searched = start == end ? 0 : length;
                bytes.AsSpan(start, end - start).CopyTo(bytes);
                (start, end) = (0, end - start);
                if (end == bytes.Length) Array.Resize(ref bytes, 2 * bytes.Length);
                int read = FileReading.Try(path, () => file.Read(bytes, end, bytes.Length - end));
                (end, total, more) = (end + read, total + read, read > 0);
                if (total > options.MaxFileBytes) throw new InputException(new Problem(path, number, $"More than {options.MaxFileBytes} bytes: not more are read. Split the file."));
                continue;
            }

            if (skipped + length > options.MaxRowBytes) TooLong(number, skipped + length);
            else if (!IsBlank(bytes.AsSpan(start, length))) yield return new RawRow(number, bytes.AsMemory(start, length));
            (start, searched, skipped) = (Math.Min(end, start + length + 1), 0, 0);
            number++;
        }
    }

    private IEnumerable<RawRow> Items(FileStream file, ReadOnlyMemory<byte> head)
    {
        if (file.CanSeek && file.Length > MostArrayBytes) throw new InputException(new Problem(path, null, $"The JSON array has {file.Length} bytes; at most {MostArrayBytes} are read as one. Write one row a line (.jsonl)."));
        using MemoryStream all = new();
        all.Write(head.Span);
        byte[] part = new byte[1 << 16];
        for (int read; (read = FileReading.Try(path, () => file.Read(part, 0, part.Length))) > 0;)
        {
            all.Write(part, 0, read);
            if (all.Length > MostArrayBytes) throw new InputException(new Problem(path, null, $"The JSON array has more than {MostArrayBytes} bytes. Write one row a line (.jsonl)."));
        }

        ReadOnlyMemory<byte> bytes = all.GetBuffer().AsMemory(0, (int)all.Length);
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        int at = bytes.Span.IndexOf((byte)'[') + 1, line = 1 + bytes.Span[..at].Count((byte)'\n');
        bool first = true;
        List<RawRow> rows = [];
        while (Next(bytes, ref at, ref line, ref first) is { } row)
        {
            line += row.Bytes.Span.Count((byte)'\n');
            rows.Add(row);
        }

        // Rows are told apart by their lines. Where several begin in one, as in an array without line breaks, their numbers stand for them.
        bool isShared = rows.Zip(rows.Skip(1)).Any(p => p.First.Line == p.Second.Line);
        for (int i = 0; i < rows.Count; i++)
        {
            RawRow row = isShared ? rows[i] with { Line = i + 1 } : rows[i];
            if (row.Bytes.Length > options.MaxRowBytes) TooLong(row.Line, row.Bytes.Length);
            else yield return row;
        }
    }

    private RawRow? Next(ReadOnlyMemory<byte> bytes, ref int at, ref int line, ref bool first)
    {
        Skip(bytes.Span, ref at, ref line);
        if (at < bytes.Length && bytes.Span[at] == ',' && !first)
        {
            at++;
            Skip(bytes.Span, ref at, ref line);
        }
        else if (at < bytes.Length && bytes.Span[at] == ']')
        {
            at++;
            Skip(bytes.Span, ref at, ref line);
            if (at < bytes.Length) problems.Add(line, "", "nothing behind the array", "more text", "Write either one JSON array, or one JSON object a line.");
            return null;
        }
        else if (!first || at == bytes.Length)
        {
            problems.Add(line, "", "a comma or the end of the array", at == bytes.Length ? "the end of the file" : "something else", "The file seems cut or damaged: make it again. What follows is not read.");
            return null;
        }

        first = false;
        return Item(bytes, ref at, line);
    }

    private RawRow? Item(ReadOnlyMemory<byte> bytes, ref int at, int line)
    {
        try
        {
            Utf8JsonReader reader = new(bytes.Span[at..], new JsonReaderOptions { MaxDepth = RowJson.MaxDepth + 1 });
            reader.Read();
            reader.Skip();
            RawRow row = new(line, bytes.Slice(at, (int)reader.BytesConsumed));
            at += (int)reader.BytesConsumed;
            return row;
        }
        catch (JsonException e)
        {
            problems.Add(line + (int)(e.LineNumber ?? 0), "", "JSON", RowJson.Reason(e, bytes.Span[at..]), "Repair the array here; what follows is not read.");
            return null;
        }
    }

    private static void Skip(ReadOnlySpan<byte> bytes, ref int at, ref int line)
    {
        for (; at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'; at++)
        {
            if (bytes[at] == '\n') line++;
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.TrimStart(" \t\r"u8).IsEmpty;

    private void TooLong(int line, long length) =>
        problems.Add(line, "", $"a row of at most {options.MaxRowBytes} bytes", $"{length}", "Is a line break missing? Cut the row into several examples.");
}
