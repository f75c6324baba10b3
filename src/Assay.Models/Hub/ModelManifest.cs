using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Assay.Models.Hub;

/// <summary>What a model's folder holds and where it came from. It is written last: without it the folder is no model.</summary>
internal sealed record ModelManifest
{
    /// <summary>Its name in the model's folder.</summary>
    public const string FileName = "assay-model.json";

    private const int CurrentFormat = 1;
    private const long LongestBytes = 16 << 20;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Of this file; another one is not read.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary><c>hf:owner/name</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The hub it was fetched from.</summary>
    public required string Endpoint { get; init; }

    /// <summary>40 hexadecimal digits.</summary>
    public required string Commit { get; init; }

    /// <summary>Under which names it was pulled.</summary>
    public required ImmutableArray<ModelRevision> Revisions { get; init; }

    /// <summary>How many numbers it has, as the hub counts them; null where it did not say.</summary>
    public long? Parameters { get; init; }

    /// <summary>Every file of the model.</summary>
    public required ImmutableArray<ModelFile> Files { get; init; }

    /// <summary>Reads the manifest of a folder and looks whether its files are there with their lengths.</summary>
    /// <param name="folder">Named after the commit.</param>
    /// <returns>The manifest, or why the folder is no model.</returns>
    public static (ModelManifest? Manifest, string Reason) Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return (null, "its pull has not ended");
        try
        {
            if (new FileInfo(path).Length > LongestBytes) return (null, $"{FileName} is too long");
            ModelManifest? manifest = JsonSerializer.Deserialize<ModelManifest>(File.ReadAllBytes(path), Form);
            return manifest is null ? (null, $"{FileName} is empty") : manifest.Refuse(folder) is { } reason ? (null, reason) : (manifest, "");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, $"{FileName} cannot be read ({e.Message.TrimEnd('.')})");
        }
    }

    /// <summary>Writes it whole or not at all.</summary>
    /// <param name="folder">The model's.</param>
    /// <exception cref="IOException">The disk takes no more; the old one is untouched.</exception>
    public void Write(string folder)
    {
        string path = Path.Combine(folder, FileName), temporary = path + ".tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, Form) + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // A manifest may have been edited or copied from elsewhere: nothing in it is believed that could lead out of the folder.
    private string? Refuse(string folder)
    {
        if (Format != CurrentFormat) return $"{FileName} has format {Format}, this version of Assay reads {CurrentFormat}";
        if (Commit != Path.GetFileName(folder) || Files.IsDefaultOrEmpty || Revisions.IsDefault || Source is null) return $"{FileName} does not belong to this folder";
        foreach (ModelFile file in Files)
        {
            if (file?.Path is null || file.Sha256 is null || SafePath.Refuse(file.Path) is not null) return $"{FileName} names a file that cannot be";
            var there = new FileInfo(Path.Combine(folder, file.Path));
            if (!there.Exists) return $"'{file.Path}' is missing";
            if (there.Length != file.Bytes) return $"'{file.Path}' has {there.Length} bytes instead of {file.Bytes}";
        }

        return null;
    }
}
