using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;

namespace Assay.Models.Local;

/// <summary>What a model's folder says about its use, in <c>assay.json</c>: defaults that a project's settings go before. See docs/models/README.md.</summary>
/// <remarks><c>{"passageTokens": 900, "answerTokens": 160, "tuning": {"rank": 16, "learningRate": 1e-3}}</c>; every field may be missing.</remarks>
public sealed record ModelAdvice
{
    /// <summary>Its name.</summary>
    public const string FileName = "assay.json";

    private const int LongestFile = 1 << 16, LeastPassages = 64, MostTokens = 1_000_000;

    /// <summary>What a model says that says nothing.</summary>
    public static ModelAdvice None { get; } = new();

    /// <summary>Tokens of passages that it reads best; null for any number.</summary>
    public int? PassageTokens { get; private init; }

    /// <summary>Most tokens of its answers; null for what whoever asks allows.</summary>
    public int? AnswerTokens { get; private init; }

    /// <summary>How it is tuned, in the words of <c>tuning</c> in a project file.</summary>
    public ImmutableSortedDictionary<string, string> Tuning { get; private init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Reads the advice of a folder.</summary>
    /// <param name="folder">A model's folder, or a GGUF file, which has none.</param>
    /// <returns><see cref="None"/> where there is no such file.</returns>
    /// <exception cref="InputException">The file is no such advice.</exception>
    public static ModelAdvice Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path) || !OrdinaryFile.HasContent(path)) return None;
        try
        {
            if (new FileInfo(path).Length > LongestFile) throw Bad(path, $"at most {LongestFile} bytes", "more");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Bad(path, "an object", document.RootElement.ValueKind.ToString());
            ModelAdvice advice = None;
            foreach (JsonProperty field in document.RootElement.EnumerateObject())
            {
                advice = field.Name switch
                {
                    "passageTokens" => advice with { PassageTokens = Number(path, field, LeastPassages) },
                    "answerTokens" => advice with { AnswerTokens = Number(path, field, 1) },
                    "tuning" => advice with { Tuning = Settings(path, field) },
                    _ => throw Bad(path, "passageTokens, answerTokens or tuning", $"'{field.Name}'"),
                };
            }

            return advice;
        }
        catch (JsonException e)
        {
            throw Bad(path, "JSON", e.Message.TrimEnd('.'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{path}' cannot be read ({e.Message.TrimEnd('.')}). Permit reading it, then run the command again.", e);
        }
    }

    private static int Number(string path, JsonProperty field, int least) => field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt32(out int number) && number >= least && number <= MostTokens
        ? number : throw Bad(path, $"'{field.Name}' to be a whole number from {least} to {MostTokens}", field.Value.GetRawText());

    private static ImmutableSortedDictionary<string, string> Settings(string path, JsonProperty field)
    {
        if (field.Value.ValueKind != JsonValueKind.Object) throw Bad(path, "'tuning' to be an object", field.Value.ValueKind.ToString());
        return field.Value.EnumerateObject().ToImmutableSortedDictionary(s => s.Name, s => s.Value.ValueKind switch
        {
            JsonValueKind.String => s.Value.GetString()!,
            JsonValueKind.Number => s.Value.GetRawText(),
            _ => throw Bad(path, $"'tuning.{s.Name}' to be a text or a number", s.Value.ValueKind.ToString()),
        }, StringComparer.Ordinal);
    }

    private static InputException Bad(string path, string expected, string found) => new(new Problem(path, null, $"expected {expected}; found {found}. Correct the file, or remove it: the model runs without."));
}
