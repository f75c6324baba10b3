using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Reading;

namespace Assay.Tuning.Synthesis;

/// <summary>
/// A file of synthetic examples under review. What a person says stands in the file (<c>"reviewed": "accepted"</c> or <c>"rejected"</c>), so that a review goes on where it stopped; every
/// other row, and all that a row says besides, stays as it is.
/// </summary>
public sealed class ReviewFile
{
    private const long MostBytes = 256L << 20;
    private const string Field = "reviewed";
    private static readonly JsonSerializerOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly UTF8Encoding s_text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string[] _lines;
    private readonly SortedDictionary<int, ReviewItem> _items = [];

    private ReviewFile(string path, string[] lines) => (Path, _lines) = (path, lines);

    /// <summary>The file as the user gave it.</summary>
    public string Path { get; }

    /// <summary>The synthetic examples in the order of the file.</summary>
    public IEnumerable<ReviewItem> Items => _items.Values;

    /// <summary>The first example that nobody has said anything of; null when there is none.</summary>
    public ReviewItem? Next => _items.Values.FirstOrDefault(i => i.Reviewed == ExampleReview.None);

    /// <summary>Reads a file.</summary>
    /// <param name="path">JSON objects with <c>messages</c>, one a line.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InputException">A row is none, or the file is too large.</exception>
    /// <exception cref="AssayException">It cannot be read.</exception>
    public static ReviewFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new InputException(new Problem(path, null, "This is a folder; a file of examples is expected. Name the file in it."));
        if (File.Exists(path) && new FileInfo(path).Length > MostBytes) throw new InputException(new Problem(path, null, $"The file has more than {MostBytes} bytes. Split it."));
        byte[] bytes = FileReading.Try(path, () => File.ReadAllBytes(path));
        try
        {
            // Strictly: a byte that is none would come back as another one.
            var file = new ReviewFile(path, s_text.GetString(bytes).TrimStart('\uFEFF').Split('\n'));
            file.ReadRows();
            return file;
        }
        catch (DecoderFallbackException)
        {
            throw new InputException(new Problem(path, null, "The file is not UTF-8. Save it as UTF-8."));
        }
    }

    /// <summary>Notes what a person said of an example.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="accepted">Whether it is right.</param>
    public void Judge(int line, bool accepted)
    {
        ReviewItem item = _items[line];
        Change(line, row => row[Field] = accepted ? "accepted" : "rejected");
        _items[line] = item with { Reviewed = accepted ? ExampleReview.Accepted : ExampleReview.Rejected };
    }

    /// <summary>Gives an example another answer, which is then accepted.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="answer">The whole answer.</param>
    public void Edit(int line, string answer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(answer);
        Change(line, row => LastOf(row, "assistant")!["content"] = answer);
        _items[line] = _items[line] with { Answer = answer };
        Judge(line, accepted: true);
    }

    /// <summary>The file with what was said.</summary>
    /// <returns>Its text.</returns>
    public string ToText() => string.Join('\n', _lines);

    private void Change(int line, Action<JsonObject> change)
    {
        string old = _lines[line - 1];
        var row = (JsonObject)JsonNode.Parse(old)!;
        change(row);
        _lines[line - 1] = row.ToJsonString(s_writing) + (old.EndsWith('\r') ? "\r" : "");
    }

    private void ReadRows()
    {
        var problems = new RowProblems();
        for (int i = 0; i < _lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(_lines[i])) continue;
            var raw = new RawRow(i + 1, Encoding.UTF8.GetBytes(_lines[i]));
            if (RowJson.Parse(raw, problems) is not { } json) continue;
            if (json.ValueKind != JsonValueKind.Object) problems.Add(raw.Line, "", "an object", RowFields.Describe(json), "Write one JSON object for each example.");
            else if (json.TryGetProperty("synthetic", out JsonElement made) && made.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)) Take(raw.Line, json, problems);
        }

        RowProblems.ThrowIfAny(Path, problems.First, problems.Count);
    }

    private void Take(int line, JsonElement json, RowProblems problems)
    {
        var fields = new RowFields(json, "", line, problems, ImmutableDictionary<string, string>.Empty);
        if (RowConverter.Chat(fields, ExampleFormat.Chat) is not { } example) return;
        ExampleMessage[] said = [.. example.Messages];
        int answer = Array.FindLastIndex(said, m => m.Role == "assistant");
        _items[line] = new ReviewItem(line, example.Making.Synthetic ?? "other", example.Making.Reviewed)
        {
            Prompt = string.Join("\n\n", said.Take(answer).Where(m => m.Role != "system").Select(m => m.Role == "user" ? m.Content : $"{m.Role}: {m.Content}")),
            Answer = said[answer].Content,
            Documents = example.Documents,
        };
    }

    private static JsonObject? LastOf(JsonObject row, string role) =>
        (row["messages"] as JsonArray)?.OfType<JsonObject>().LastOrDefault(m => m["role"] is JsonValue value && value.TryGetValue(out string? name) && name == role);
}
