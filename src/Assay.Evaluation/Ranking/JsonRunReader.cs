using System.Text.Json;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>Reads a run as BEIR and pytrec_eval keep it: <c>{topic: {document: score}}</c>.</summary>
internal static class JsonRunReader
{
    private const int MostBytes = 256 << 20;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Whether a file begins as JSON does; false for a pipe, which can be read only once.</summary>
    public static bool Looks(string path) => FileReading.Try(path, () =>
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!file.CanSeek) return false;
        using StreamReader reader = new(file);
        for (int i = 0; i < 1024; i++)
        {
            int c = reader.Read();
            if (c < 0 || !char.IsWhiteSpace((char)c)) return c == '{';
        }

        return false;
    });

    /// <summary>Reads the run.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The run, named after the file.</returns>
    /// <exception cref="InputException">The file is too large, not of this form, or has nothing in it.</exception>
    public static RankedRun Read(string path)
    {
        if (new FileInfo(path).Length > MostBytes) throw Wrong(path, "More than 256 MB of JSON. Write the run as TREC lines (topic Q0 document rank score tag).");
        Dictionary<string, List<ScoredDocument>> topics = new(StringComparer.Ordinal);
        try
        {
            using FileStream file = FileReading.Try(path, () => File.OpenRead(path));
            using var document = JsonDocument.Parse(file, Strict);
            foreach (JsonProperty topic in document.RootElement.EnumerateObject())
            {
                List<ScoredDocument> found = [.. topic.Value.EnumerateObject().Select(d => new ScoredDocument(d.Name, Finite(path, topic.Name, d)))];
                if (found.Count > 0) topics.Add(topic.Name, found);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Wrong(path, $"Expected {{topic: {{document: score, ...}}, ...}} with each id once. {e.Message}");
        }

        string name = Path.GetFileNameWithoutExtension(path);
        return topics.Count > 0 ? RankedRun.FromDistinct(name.Length == 0 ? "run" : name, topics) : throw Wrong(path, "The file has no retrieved documents.");
    }

    private static double Finite(string path, string topic, JsonProperty document) => document.Value.TryGetDouble(out double score) && double.IsFinite(score)
        ? score
        : throw Wrong(path, $"The score of '{document.Name}' in topic '{topic}' is not a finite number.");

    private static InputException Wrong(string path, string message) => new(new Problem(path, null, message));
}
