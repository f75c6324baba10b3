using System.Collections.Immutable;
using System.Text.Json;
using Assay.Numerics.Memory;

namespace Assay.Models.Weights;

/// <summary>Opens a model in several safetensors files by its index, which says which file has which tensor.</summary>
internal static class SafetensorsIndex
{
    private const long LongestIndex = 100_000_000;

    /// <summary>Opens all shards of an index.</summary>
    /// <param name="path">The index, <c>*.safetensors.index.json</c>; the shards lie beside it.</param>
    /// <returns>All tensors that the index names.</returns>
    /// <exception cref="ModelFormatException">The index is broken, or a shard is missing, damaged, or without a tensor that it should have.</exception>
    public static WeightFile Open(string path)
    {
        Dictionary<string, List<string>> shards = ReadShards(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] missing = [.. shards.Keys.Where(s => !File.Exists(Path.Combine(folder, s))).Order(StringComparer.Ordinal)];
        if (missing.Length > 0) throw new ModelFormatException(WeightFault.InvalidIndex, path, $"names {shards.Count} files, of which {missing.Length} are not beside it: {string.Join(", ", missing.Take(10).Select(ModelFormatException.Printable))}. Download the model again.");
        List<WeightFile> opened = [];
        try
        {
            ImmutableArray<WeightTensor>.Builder tensors = ImmutableArray.CreateBuilder<WeightTensor>();
            SortedDictionary<string, string> metadata = new(StringComparer.Ordinal);
            foreach (string shard in shards.Keys.Order(StringComparer.Ordinal))
            {
                WeightFile file = SafetensorsReader.Open(Path.Combine(folder, shard), isPart: true);
                opened.Add(file);
                HashSet<string> wanted = new(shards[shard], StringComparer.Ordinal);
                tensors.AddRange(file.Tensors.Where(t => wanted.Contains(t.Name)));
                foreach (string name in shards[shard])
                {
                    if (file.Find(name) is null) throw new ModelFormatException(WeightFault.InvalidIndex, path, name, $"expected in '{shard}', found no such tensor there. The index and the files belong to different models: download them again.");
                }

                foreach ((string key, string value) in file.Metadata) metadata.TryAdd(key, value);
            }

            return new(path, tensors.ToImmutable(), metadata, [.. opened.SelectMany(f => f.Regions)]);
        }
        catch
        {
            foreach (WeightFile file in opened) file.Dispose();
            throw;
        }
    }

    private static Dictionary<string, List<string>> ReadShards(string path)
    {
        using MemoryRegion region = WeightFile.Map(path);
        if (region.LengthBytes > LongestIndex) throw new ModelFormatException(WeightFault.InvalidIndex, path, $"is too large for an index: expected at most {LongestIndex} bytes, found {region.LengthBytes}.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(region.Slice<byte>(0, (int)region.LengthBytes).ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object) throw Broken(path, "no object 'weight_map'");
            Dictionary<string, List<string>> shards = new(StringComparer.Ordinal);
            foreach (JsonProperty entry in map.EnumerateObject())
            {
                string shard = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : throw Broken(path, $"no file name for '{ModelFormatException.Printable(entry.Name)}'");
                if (!IsPlainName(shard)) throw Broken(path, $"the file name '{ModelFormatException.Printable(shard)}'; a shard is a .safetensors file in the same folder");
                if (!shards.TryGetValue(shard, out List<string>? names)) shards.Add(shard, names = []);
                names.Add(entry.Name);
            }

            return shards.Count > 0 ? shards : throw Broken(path, "an empty 'weight_map'");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Broken(path, $"other text ({e.Message.TrimEnd('.')})");
        }
    }

    private static bool IsPlainName(string name) =>
        name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) && name.AsSpan().IndexOfAny("/\\:\0") < 0 && name == Path.GetFileName(name);

    private static ModelFormatException Broken(string path, string found) =>
        new(WeightFault.InvalidIndex, path, $"is a broken index: expected JSON with a 'weight_map' of tensors and files, found {found}. Download the model again.");
}
