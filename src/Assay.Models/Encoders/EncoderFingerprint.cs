using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Models.Hub;
using Assay.Text;

namespace Assay.Models.Encoders;

/// <summary>
/// Tells an encoder from every other: a hash over the content of the files that it is made of. Vectors and scores are kept under it, so that a folder that was moved, copied or
/// pulled again needs no work anew, and one whose weights, tokenizer or prompts changed is another model.
/// </summary>
public static class EncoderFingerprint
{
    /// <summary>Part of every fingerprint: another version of the code may compute other values from the same files.</summary>
    private const string Version = "encoder/1";

    private const int BufferBytes = 1 << 20;

    private static readonly string[] Endings = [".json", ".safetensors"];

    /// <summary>The fingerprint of a folder.</summary>
    /// <param name="folder">As sentence-transformers, transformers or model2vec lays it out.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="AssayException">A file cannot be read.</exception>
    public static string Of(string folder)
    {
        var text = new StringBuilder(Version);
        Dictionary<string, ModelFile> stored = Stored(folder);
        try
        {
            foreach (string file in Files(folder))
            {
                string name = Path.GetRelativePath(folder, file).Replace('\\', '/');
                string hash = file.EndsWith(".safetensors", StringComparison.Ordinal) && stored.TryGetValue(name, out ModelFile? known) ? known.Sha256 : Hash(file);
                text.Append(CultureInfo.InvariantCulture, $"\n{name} {hash}");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{folder}' cannot be read ({e.Message.TrimEnd('.')}). Permit reading its files, then run the command again.", e);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    // The folder's own files and those of its modules: what else may lie below it (checkpoints, exports for other programs) is not read by the model either.
    private static IEnumerable<string> Files(string folder) => Modules(folder).Prepend("").Select(m => Path.GetFullPath(Path.Combine(folder, m))).Distinct(StringComparer.Ordinal)
        .Where(Directory.Exists).SelectMany(Directory.GetFiles)
        .Where(f => Endings.Contains(Path.GetExtension(f), StringComparer.Ordinal) && Path.GetFileName(f) != ModelManifest.FileName)
        .Order(StringComparer.Ordinal);

    /// <summary>Folders of the modules of an embedding model, relative to its own; what is wrong with the list is said by whoever loads the model.</summary>
    /// <param name="folder">The model's folder.</param>
    internal static string[] Modules(string folder)
    {
        string path = Path.Combine(folder, "modules.json");
        try
        {
            if (!File.Exists(path) || !OrdinaryFile.HasContent(path)) return [];
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. document.RootElement.EnumerateArray().Select(m => m.GetProperty("path").GetString() ?? "").Where(p => !Path.IsPathRooted(p) && !p.Split('/', '\\').Contains(".."))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Files of the store were hashed when they came, and their lengths are looked at whenever it is opened.
    private static Dictionary<string, ModelFile> Stored(string folder) =>
        File.Exists(Path.Combine(folder, ModelManifest.FileName)) && ModelManifest.Read(folder).Manifest is { } manifest ? manifest.Files.ToDictionary(f => f.Path, StringComparer.Ordinal) : [];

    private static string Hash(string path)
    {
        if (!OrdinaryFile.HasContent(path)) return Convert.ToHexStringLower(SHA256.HashData([]));
        using var stream = new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[Math.Min(BufferBytes, Math.Max(1, stream.Length))];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer)) hash.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
