using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security;
using Assay.Numerics.Memory;
using Assay.Text;

namespace Assay.Models.Weights;

/// <summary>The tensors of a model: one safetensors file, several with their index, or one GGUF file. Mapped, so that opening costs nothing and sizes over 2 GiB are no matter.</summary>
/// <remarks>
/// Everything the headers say is checked on opening: after that no tensor reaches outside its file. Reading is safe from any number of threads. Formats that
/// can run code when they are read (pickle) are refused.
/// </remarks>
public sealed class WeightFile : IDisposable
{
    private static readonly string[] Pickles = [".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"];

    private readonly FrozenDictionary<string, WeightTensor> byName;
    private readonly ImmutableArray<MemoryRegion> regions;

    /// <summary>The tensors of files that are open.</summary>
    /// <param name="path">What messages call them.</param>
    /// <param name="tensors">Their tensors; what groups of bytes are multiplied with goes to the bytes, unless <paramref name="areParts"/>.</param>
    /// <param name="metadata">What the files say of themselves.</param>
    /// <param name="regions">The mapped files.</param>
    /// <param name="areParts">Whether there are more tensors in other files.</param>
    /// <exception cref="ModelFormatException">Scales do not fit their tensor.</exception>
    internal WeightFile(string path, ImmutableArray<WeightTensor> tensors, IReadOnlyDictionary<string, string> metadata, ImmutableArray<MemoryRegion> regions, bool areParts = false)
    {
        Path = path;
        Tensors = areParts ? tensors : ScaledBytes.Pair(tensors);
        Metadata = metadata;
        this.regions = regions;
        byName = Tensors.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);
    }

    /// <summary>The file or folder it was opened by.</summary>
    public string Path { get; }

    /// <summary>All tensors, in the order of their bytes in the file; shard by shard.</summary>
    public ImmutableArray<WeightTensor> Tensors { get; }

    /// <summary>What a safetensors file says of itself (<c>__metadata__</c>); empty for GGUF, whose values <see cref="GgufFile"/> has.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The mapped files, which this object owns.</summary>
    internal ImmutableArray<MemoryRegion> Regions => regions;

    /// <summary>Size of all tensors, in bytes: what a model takes in memory when it is used as it is stored.</summary>
    public long LengthBytes => Tensors.Sum(t => t.LengthBytes + (t.Scales?.LengthBytes ?? 0));

    /// <summary>Opens a model's weights.</summary>
    /// <param name="path">A <c>.safetensors</c> or <c>.gguf</c> file, an index of shards (<c>*.safetensors.index.json</c>), or a folder with one of them.</param>
    /// <returns>The tensors; to be disposed when nothing reads them any more.</returns>
    /// <exception cref="ModelFormatException">It is missing, damaged, or of a format that is not read.</exception>
    public static WeightFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = Directory.Exists(path) ? FileIn(path) : path;
        if (file.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase)) return SafetensorsIndex.Open(file);
        if (file.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) return SafetensorsReader.Open(file);
        if (file.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)) return GgufFile.Open(file).Weights;
        throw Refused(file);
    }

    /// <summary>The tensor of this name.</summary>
    /// <param name="name">The name; case matters.</param>
    /// <returns>Null when there is none.</returns>
    public WeightTensor? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The tensor of this name, which the model cannot do without.</summary>
    /// <param name="name">The name; case matters.</param>
    /// <param name="shape">The shape it must have, row-major.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ModelFormatException">It is not there, or has another shape.</exception>
    public WeightTensor Require(string name, params ReadOnlySpan<long> shape)
    {
        WeightTensor tensor = Find(name) ?? throw new ModelFormatException(WeightFault.MissingTensor, Path, name, $"expected a tensor of shape [{Join(shape)}], found none among {Tensors.Length}. The weights belong to another architecture than config.json says, or a file is missing.");
        if (tensor.Shape.AsSpan().SequenceEqual(shape)) return tensor;
        throw new ModelFormatException(WeightFault.UnexpectedShape, tensor.File, name, $"expected shape [{Join(shape)}], found [{Join(tensor.Shape.AsSpan())}]. The weights and config.json belong to different models.");
    }

    /// <summary>Ends the mappings; only when nothing reads the tensors any more.</summary>
    public void Dispose()
    {
        foreach (MemoryRegion region in regions) region.Dispose();
    }

    /// <summary>Maps a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="ModelFormatException">It is not there or cannot be read.</exception>
    internal static MemoryRegion Map(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw new ModelFormatException(WeightFault.UnsupportedFormat, path, "is a folder: expected a file. Name a file, or a folder whose name does not end like one.");
            return OrdinaryFile.HasContent(path) ? new MemoryRegion(new MappedFile(path)) : throw new ModelFormatException(WeightFault.HeaderTooSmall, path, OrdinaryFile.Nothing);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(WeightFault.UnsupportedFormat, path, "is not there. Check the path, or download the model again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw new ModelFormatException(WeightFault.UnsupportedFormat, path, $"cannot be read ({e.Message.TrimEnd('.')}).");
        }
    }

    private static string Join(ReadOnlySpan<long> shape) => string.Join(", ", shape.ToArray());

    private static string FileIn(string folder)
    {
        string[] usual = ["model.safetensors.index.json", "model.safetensors", "adapter_model.safetensors"];
        if (usual.Select(n => System.IO.Path.Combine(folder, n)).FirstOrDefault(File.Exists) is { } found) return found;
        string[] files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
        string[] weights = [.. files.Where(f => f.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))];
        if (weights.Length == 1) return weights[0];
        if (weights.Length > 1) throw new ModelFormatException(WeightFault.UnsupportedFormat, folder, $"expected one weight file, found {weights.Length} ({string.Join(", ", weights.Take(5).Select(System.IO.Path.GetFileName))}). Name the one to use.");
        if (files.FirstOrDefault(IsPickle) is { } pickle) throw Refused(pickle);
        throw new ModelFormatException(WeightFault.UnsupportedFormat, folder, "has no weights: expected model.safetensors, model.safetensors.index.json or a .gguf file. Download the model again.");
    }

    private static bool IsPickle(string file) => Pickles.Contains(System.IO.Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static ModelFormatException Refused(string file) => IsPickle(file)
        ? new(WeightFault.UnsupportedFormat, file, "is a pickle, which can run code when it is read, so it is not opened. Convert the model to safetensors, or take the safetensors file that most publishers offer beside it.")
        : new(WeightFault.UnsupportedFormat, file, "is of no known weight format: expected .safetensors, .safetensors.index.json or .gguf.");
}
