using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>Reads the queries of a retrieval collection: BEIR's <c>queries.jsonl</c> or TREC topics.</summary>
public static partial class TopicReader
{
    /// <summary>Reads queries; a file whose first visible character is <c>{</c> is BEIR's, any other is TREC's.</summary>
    /// <remarks>
    /// BEIR: one object per line with <c>_id</c> (text, or a number written without quotes) and <c>text</c>; other keys are ignored. TREC: <c>&lt;top&gt;</c> blocks with <c>&lt;num&gt;</c> and
    /// <c>&lt;title&gt;</c> (or <c>&lt;query&gt;</c>, or else <c>&lt;desc&gt;</c>), closed or not; the words "Number:", "Topic:" and "Description:"
    /// are dropped and character references such as <c>&amp;amp;</c> decoded.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <returns>In the order of the file; ids are unique.</returns>
    /// <exception cref="InputException">No such file, nothing in it, or queries that cannot be used: every problem with its line, at most 50.</exception>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public static ImmutableArray<Topic> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ProblemList problems = new(path);
        List<TextLine> lines = [.. LineReader.Read(path, problems)];
        bool json = lines.Count > 0 && lines[0].Text.TrimStart().StartsWith('{');
        ImmutableArray<Topic>.Builder topics = ImmutableArray.CreateBuilder<Topic>();
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach ((int line, Topic topic) in json ? Json(lines, problems) : Trec(lines, problems))
        {
            if (seen.TryAdd(topic.Id, line)) topics.Add(topic);
            else problems.Add(line, $"The id '{topic.Id}' is already used in line {seen[topic.Id]}. Give every query its own id.");
        }

        if (topics.Count == 0 && problems.Count == 0) problems.Add(null, "The file has no queries. Expected BEIR queries.jsonl or TREC topics (<top> ... </top>).");
        problems.ThrowIfAny();
        return topics.ToImmutable();
    }

    private static IEnumerable<(int Line, Topic Topic)> Json(List<TextLine> lines, ProblemList problems)
    {
        foreach (TextLine line in lines)
        {
            if (!StrictJson.TryParse(line.Text, out JsonNode? node, out string error)) problems.Add(line.Number, $"This line is not JSON: {error}.");
            else if (Id(node) is { Length: > 0 } id && Field(node, "text") is { } text && !string.IsNullOrWhiteSpace(text)) yield return (line.Number, new Topic(id, Tidy(text)));
            else problems.Add(line.Number, "Expected an object with an \"_id\" and a \"text\" that are not empty.");
        }
    }

    private static string? Field(JsonNode? node, string name) =>
        node is JsonObject record && record[name] is { } value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string? Id(JsonNode? node) =>
        node is JsonObject record && record["_id"] is { } value && value.GetValueKind() == JsonValueKind.Number ? value.ToJsonString() : Field(node, "_id");

    private static IEnumerable<(int Line, Topic Topic)> Trec(List<TextLine> lines, ProblemList problems)
    {
        Dictionary<string, string> parts = new(StringComparer.OrdinalIgnoreCase);
        string? tag = null;
        int start = 0;
        foreach ((int line, string? name, string text) in Pieces(lines))
        {
            if (name is null)
            {
                if (tag is not null) parts[tag] = $"{parts.GetValueOrDefault(tag)} {text}";
                continue;
            }

            bool opens = name.Equals("top", StringComparison.OrdinalIgnoreCase);
            if (opens || name.Equals("/top", StringComparison.OrdinalIgnoreCase))
            {
                if (start > 0 && Finish(parts, start, problems) is { } topic) yield return (start, topic);
                parts.Clear();
                start = opens ? line : 0;
            }

            tag = name.StartsWith('/') || opens ? null : name;
            if (tag is not null && parts.ContainsKey(tag)) tag = null;
        }

        if (start > 0 && Finish(parts, start, problems) is { } last) yield return (start, last);
    }

    private static IEnumerable<(int Line, string? Tag, string Text)> Pieces(List<TextLine> lines)
    {
        foreach (TextLine line in lines)
        {
            int from = 0;
            foreach (Match match in TagPattern().Matches(line.Text))
            {
                yield return (line.Number, null, line.Text[from..match.Index]);
                yield return (line.Number, match.Groups[1].Value, "");
                from = match.Index + match.Length;
            }

            yield return (line.Number, null, line.Text[from..]);
        }
    }

    private static Topic? Finish(Dictionary<string, string> parts, int line, ProblemList problems)
    {
        string id = Part(parts, "num", "Number:");
        string text = Part(parts, "title", "Topic:");
        if (text.Length == 0) text = Part(parts, "query", "Query:");
        if (text.Length == 0) text = Part(parts, "desc", "Description:");
        if (id.Length > 0 && text.Length > 0) return new Topic(id, text);
        problems.Add(line, $"This topic has no {(id.Length == 0 ? "<num>" : "<title>")} with text.");
        return null;
    }

    private static string Part(Dictionary<string, string> parts, string tag, string label)
    {
        string text = Tidy(WebUtility.HtmlDecode(parts.GetValueOrDefault(tag) ?? ""));
        return text.StartsWith(label, StringComparison.OrdinalIgnoreCase) ? text[label.Length..].TrimStart() : text;
    }

    private static string Tidy(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("<(/?(?:top|num|title|query|question|desc|narr|smry|con|fac|def|dom|head))[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TagPattern();
}
