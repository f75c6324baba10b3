using System.Text.Json;

namespace Assay.Models.Hub;

/// <summary>What a repository holds at one commit.</summary>
/// <param name="Commit">40 hexadecimal digits.</param>
/// <param name="Files">In the order of the list.</param>
/// <param name="Parameters">How many numbers the model has as the hub counts them; null where it does not say.</param>
internal sealed record HubListing(string Commit, IReadOnlyList<HubFile> Files, long? Parameters)
{
    // With the limits on both, the sum of all lengths stays below 2^62.
    private const int MostFiles = 100_000;
    private const long LargestFile = 1L << 44;

    /// <summary>Reads the answer of <c>/api/models/owner/name/revision/...?blobs=true</c>.</summary>
    /// <param name="json">The whole answer.</param>
    /// <returns>The list.</returns>
    /// <exception cref="FormatException">It is not such an answer; says what is wrong.</exception>
    public static HubListing Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new FormatException("it is no JSON object");
            string? commit = Text(root, "sha");
            if (!HubReference.IsCommit(commit)) throw new FormatException("'sha' is no commit");
            if (!root.TryGetProperty("siblings", out JsonElement siblings) || siblings.ValueKind != JsonValueKind.Array) throw new FormatException("'siblings' is missing");
            if (siblings.GetArrayLength() > MostFiles) throw new FormatException($"it lists more than {MostFiles} files");
            return new HubListing(commit!, [.. siblings.EnumerateArray().Select(File)], Count(root, "safetensors") ?? Count(root, "gguf"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("it is no JSON", e);
        }
    }

    private static HubFile File(JsonElement sibling)
    {
        if (sibling.ValueKind != JsonValueKind.Object || Text(sibling, "rfilename") is not { } path) throw new FormatException("an entry of 'siblings' has no 'rfilename'");
        bool large = sibling.TryGetProperty("lfs", out JsonElement lfs) && lfs.ValueKind == JsonValueKind.Object;
        long? bytes = large ? Number(lfs, "size") ?? Number(sibling, "size") : Number(sibling, "size");
        FileDigest? digest = large ? FileDigest.Read(isGit: false, Text(lfs, "sha256") ?? Text(lfs, "oid")) : FileDigest.Read(isGit: true, Text(sibling, "blobId"));
        return new HubFile(path, bytes is >= 0 and <= LargestFile ? bytes : null, digest);
    }

    private static long? Count(JsonElement root, string weights) =>
        root.TryGetProperty(weights, out JsonElement said) && said.ValueKind == JsonValueKind.Object && Number(said, "total") is > 0 and var total ? total : null;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;
}
