using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Assay.Text;
using Assay.Text.Tokens;

namespace Assay.Tuning.Hosted;

/// <summary>What a file of examples holds.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Sha256">Hash of its bytes, 64 hexadecimal digits.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Examples">Rows.</param>
/// <param name="Tokens">Tokens of all rows, once through.</param>
public sealed record HostedFileFacts(string Path, string Sha256, long Bytes, int Examples, long Tokens);

/// <summary>Checks a file by a service's rules before it is sent.</summary>
internal sealed class HostedFileCheck
{
    private const int LongestRow = 16 * 1024 * 1024;
    private const int MostProblems = 1000;

    private readonly string path;
    private readonly HostedMethod method;
    private readonly int? contextTokens;
    private readonly TokenCounter counter;
    private readonly List<Problem> problems = [];
    private readonly List<int> unnamed = [];
    private int examples;
    private long tokens;
    private byte[]? first;
    private bool allSame = true;

    private HostedFileCheck(string path, HostedMethod method, int? contextTokens, TokenCounter counter) =>
        (this.path, this.method, this.contextTokens, this.counter) = (path, method, contextTokens, counter);

    /// <summary>Reads a file once: checks, counts and hashes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="method">Which form its rows have.</param>
    /// <param name="limits">Fewest rows, largest size in bytes and most tokens of a row; null for no limit.</param>
    /// <param name="counter">Counts tokens.</param>
    /// <param name="cancellationToken">Looked at for each row.</param>
    /// <returns>What the file holds.</returns>
    /// <exception cref="InputException">Something is wrong with it; every row is named.</exception>
    public static HostedFileFacts Read(string path, HostedMethod method, (int MinExamples, long? MaxBytes, int? ContextTokens) limits, TokenCounter counter, CancellationToken cancellationToken)
    {
        HostedFileCheck check = new(path, method, limits.ContextTokens, counter);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            if (limits.MaxBytes is { } most && stream.Length > most)
                throw new InputException(new Problem(path, null, $"the file has {stream.Length:N0} bytes and the service takes at most {most:N0}. Leave examples out."));
            string hash = check.ReadRows(stream, cancellationToken);
            check.JudgeWhole(limits.MinExamples);
            return check.problems.Count == 0 ? new HostedFileFacts(path, hash, stream.Length, check.examples, check.tokens) : throw new InputException(check.problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new Problem(path, null, $"the file cannot be read ({e.Message.TrimEnd('.')})."));
        }
    }

    /// <summary>The SHA-256 of a file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static string HashOf(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new Problem(path, null, $"the file cannot be read ({e.Message.TrimEnd('.')})."));
        }
    }

    private string ReadRows(FileStream stream, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[1 << 16];
        ArrayBufferWriter<byte> row = new();
        int line = 1;
        bool tooLong = false;
        for (int count; (count = stream.Read(block)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, count);
            ReadOnlySpan<byte> rest = block.AsSpan(0, count);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                Keep(rest[..end]);
                Judge(line++, row.WrittenMemory, tooLong);
                row.ResetWrittenCount();
                tooLong = false;
            }

            Keep(rest);
        }

        if (row.WrittenCount > 0 || tooLong) Judge(line, row.WrittenMemory, tooLong);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Keep(ReadOnlySpan<byte> piece)
        {
            tooLong |= row.WrittenCount + piece.Length > LongestRow;
            if (!tooLong) row.Write(piece);
        }
    }

    private void Judge(int line, ReadOnlyMemory<byte> row, bool tooLong)
    {
        examples++;
        if (tooLong)
        {
            Add(line, $"the row has more than {LongestRow:N0} bytes. Shorten it.");
            return;
        }

        if (row.Span.Trim(" \t\r"u8).IsEmpty)
        {
            Add(line, "the row is empty. Delete it.");
            return;
        }

        byte[] mark = SHA256.HashData(row.Span);
        first ??= mark;
        allSame &= first.AsSpan().SequenceEqual(mark);
        try
        {
            using JsonDocument document = JsonDocument.Parse(row);
            JudgeExample(line, document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second: a text that holds half a surrogate pair.
            Add(line, row.Span.StartsWith("\uFEFF"u8) ? "the file begins with a byte order mark. Save it as UTF-8 without one." : $"the row is not JSON in UTF-8: {Reason(e)} Write one JSON object per line.");
        }
    }

    private void JudgeExample(int line, JsonElement row)
    {
        int before = problems.Count;
        foreach (string fault in ExampleRow.Faults(row, method)) Add(line, fault);
        if (problems.Count != before) return;
        int count = ExampleRow.Tokens(row, counter);
        tokens += count;
        if (contextTokens is { } most && count > most)
            Add(line, $"the example has about {count:N0} tokens and the model's context holds {most:N0}: the rest would be cut off. Shorten or split it.");
    }

    private void JudgeWhole(int minExamples)
    {
        if (unnamed.Count > 0)
            problems.Add(new Problem(path, null, $"further faulty rows: {string.Join(", ", unnamed)}."));
        if (examples < minExamples)
            problems.Add(new Problem(path, null, $"the file has {examples} examples and the service takes {minExamples} or more. Add examples; 50 to 100 good ones are a usual start."));
        else if (examples > 1 && allSame)
            problems.Add(new Problem(path, null, $"all {examples} rows are the same: one example would be learned by heart, and paid for {examples} times. Add different examples."));
    }

    private void Add(int line, string fault)
    {
        if (problems.Count < MostProblems) problems.Add(new Problem(path, line, fault));
        else if (unnamed.Count == 0 || unnamed[^1] != line) unnamed.Add(line);
    }

    private static string Reason(Exception e)
    {
        int cut = e.Message.IndexOf(" LineNumber", StringComparison.Ordinal);
        return cut < 0 ? e.Message : e.Message[..cut];
    }
}
