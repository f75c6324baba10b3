using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Tuning.Registry;

/// <summary>How the registry writes and reads JSON: what it does not know, what is there twice and what is missing is refused.</summary>
internal static class RegistryJson
{
    private const long LongestBytes = 16 << 20;

    /// <summary>One line.</summary>
    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    /// <summary>For people.</summary>
    public static JsonSerializerOptions Page { get; } = Create(indented: true);

    /// <summary>Reads a file strictly.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="advice">What to do when it cannot be used.</param>
    /// <exception cref="InputException">It is missing or not what it should be.</exception>
    public static T Read<T>(string path, string advice) where T : class
    {
        try
        {
            if (!File.Exists(path)) throw Wrong("There is no such file.");
            if (new FileInfo(path).Length > LongestBytes) throw Wrong($"The file is longer than {LongestBytes >> 20} MiB.");
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Page) ?? throw Wrong("The file is damaged: it holds null.");
        }
        catch (JsonException e)
        {
            throw Wrong($"The file is damaged ({Reason(e)}).", e.LineNumber is { } line ? (int)Math.Min(line + 1, int.MaxValue) : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"The file cannot be read ({e.Message.TrimEnd('.')}).");
        }

        InputException Wrong(string what, int? line = null) => new(new Problem(path, line, $"{what} {advice}"));
    }

    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write<T>(string path, T value)
    {
        byte[] content = [.. JsonSerializer.SerializeToUtf8Bytes(value, Page), (byte)'\n'];
        WeightWriter.Write(path, stream => stream.Write(content));
    }

    /// <summary>What is wrong, without where: that is said apart.</summary>
    public static string Reason(JsonException e)
    {
        int end = e.Message.IndexOf(" Path:", StringComparison.Ordinal);
        if (end < 0) end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.', ' ') + (e.Path is { Length: > 1 } path ? $", at {path}" : "");
    }

    private static JsonSerializerOptions Create(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };
}
