using System.Collections.Immutable;
using System.Globalization;
using Assay.Numerics.Memory;

namespace Assay.Models.Weights;

/// <summary>A GGUF file (versions 2 and 3): typed values about the model, and its tensors.</summary>
/// <remarks>
/// Source: ggml's description of the format. The file states dimensions with the contiguous one first; here they are row-major as everywhere. Everything is
/// checked on opening, so that no tensor reaches outside the file or into another; holes between tensors are allowed, as the description does.
/// </remarks>
public sealed class GgufFile : IDisposable
{
    internal const uint Magic = 0x46554747, Version = 3;
    internal const int MaxDimensions = 4, LongestTensorName = 64, DefaultAlignment = 32;
    internal const string AlignmentKey = "general.alignment";

    private readonly Dictionary<string, GgufValue> values;

    private GgufFile(string path, Dictionary<string, GgufValue> values, WeightFile weights)
    {
        Path = path;
        this.values = values;
        Weights = weights;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What the file says about the model, in the order of the file.</summary>
    public IReadOnlyDictionary<string, GgufValue> Values => values;

    /// <summary>Its tensors.</summary>
    public WeightFile Weights { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its content; to be disposed when nothing reads the tensors any more.</returns>
    /// <exception cref="ModelFormatException">It is not a whole and valid GGUF file.</exception>
    public static GgufFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        MemoryRegion region = WeightFile.Map(path);
        try
        {
            return Read(path, region);
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file that is mapped already, or in memory.</summary>
    /// <param name="path">What the messages call it.</param>
    /// <param name="region">Its bytes; owned by the result.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="ModelFormatException">It is not a whole and valid GGUF file.</exception>
    internal static GgufFile Read(string path, MemoryRegion region)
    {
        GgufCursor cursor = new(path, region);
        CheckStart(path, cursor);
        ulong tensorCount = cursor.Next<ulong>("the number of tensors"), valueCount = cursor.Next<ulong>("the number of values");
        cursor.Require(valueCount, 8 + 4 + 1, "the values");
        Dictionary<string, GgufValue> values = new(StringComparer.Ordinal);
        for (ulong i = 0; i < valueCount; i++)
        {
            string key = cursor.Text("a key");
            if (!values.TryAdd(key, cursor.Value($"the value '{ModelFormatException.Printable(key)}'"))) throw new ModelFormatException(WeightFault.InvalidHeaderDeserialization, path, $"has the key '{ModelFormatException.Printable(key)}' twice. It was written wrongly: convert the model again.");
        }

        ImmutableArray<WeightTensor> tensors = new GgufTensorTable(path, region, cursor, Alignment(path, values)).Read(tensorCount);
        GC.KeepAlive(region);
        GgufFile file = new(path, values, new WeightFile(path, tensors, ImmutableDictionary<string, string>.Empty, [region]));
        if (file.WholeNumber("split.count") is > 1 and long parts) throw new ModelFormatException(WeightFault.UnsupportedFormat, path, $"is one of {parts} parts of a model. Join them first: llama-gguf-split --merge FIRST-PART OUTPUT.");
        return file;
    }

    /// <summary>A text.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Null when the file does not have the key.</returns>
    /// <exception cref="ModelFormatException">The value is something else.</exception>
    public string? Text(string key) => Get<string>(key, "text");

    /// <summary>A whole number of any width.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Null when the file does not have the key.</returns>
    /// <exception cref="ModelFormatException">The value is something else, or larger than 2^63 - 1.</exception>
    public long? WholeNumber(string key) => Find(key)?.Value switch
    {
        null => null,
        byte or sbyte or ushort or short or uint or int or long => Convert.ToInt64(values[key].Value, CultureInfo.InvariantCulture),
        ulong n when n <= long.MaxValue => (long)n,
        _ => throw Wrong(key, "a whole number"),
    };

    /// <summary>A number.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Null when the file does not have the key.</returns>
    /// <exception cref="ModelFormatException">The value is something else.</exception>
    public double? Number(string key) => Find(key)?.Value switch
    {
        null => null,
        float n => n,
        double n => n,
        _ => WholeNumber(key),
    };

    /// <summary>A truth value.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Null when the file does not have the key.</returns>
    /// <exception cref="ModelFormatException">The value is something else.</exception>
    public bool? Flag(string key) => Find(key)?.Value switch
    {
        null => null,
        bool flag => flag,
        _ => throw Wrong(key, "true or false"),
    };

    /// <summary>Texts, such as the tokens of a vocabulary.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The array itself, not a copy; null when the file does not have the key.</returns>
    /// <exception cref="ModelFormatException">The value is something else.</exception>
    public string[]? Texts(string key) => Get<string[]>(key, "an array of texts");

    /// <summary>Floats, such as the scores of a vocabulary.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The array itself, not a copy; null when the file does not have the key.</returns>
    /// <exception cref="ModelFormatException">The value is something else.</exception>
    public float[]? Numbers(string key) => Get<float[]>(key, "an array of floats");

    /// <summary>Whole numbers, such as the token types of a vocabulary.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The numbers; null when the file does not have the key.</returns>
    /// <exception cref="ModelFormatException">The value is something else, or a number does not fit.</exception>
    public int[]? WholeNumbers(string key) => Find(key)?.Value switch
    {
        null => null,
        int[] n => n,
        uint[] n when n.All(v => v <= int.MaxValue) => [.. n.Select(v => (int)v)],
        byte[] n => [.. n],
        sbyte[] n => [.. n],
        ushort[] n => [.. n],
        short[] n => [.. n],
        long[] n when n.All(v => v is >= int.MinValue and <= int.MaxValue) => [.. n.Select(v => (int)v)],
        _ => throw Wrong(key, "an array of 32-bit numbers"),
    };

    /// <summary>Ends the mapping; only when nothing reads the tensors any more.</summary>
    public void Dispose() => Weights.Dispose();

    private static void CheckStart(string path, GgufCursor cursor)
    {
        uint magic = cursor.Next<uint>("the mark 'GGUF'");
        if (magic != Magic) throw new ModelFormatException(WeightFault.InvalidHeader, path, "does not begin with 'GGUF': it is another format, or a failed download. Delete it and download it again.");
        uint version = cursor.Next<uint>("the version");
        if (version is 2 or 3) return;
        string what = (version & 0xFFFF) == 0 ? "is written for a big-endian machine" : $"is of version {version}";
        throw new ModelFormatException(WeightFault.UnsupportedFormat, path, $"{what}: expected GGUF version 2 or 3, little-endian. Convert the model again with a current converter.");
    }

    private static uint Alignment(string path, Dictionary<string, GgufValue> values)
    {
        if (!values.TryGetValue(AlignmentKey, out GgufValue? value)) return DefaultAlignment;
        if (value.Value is uint alignment && alignment != 0 && (alignment & (alignment - 1)) == 0 && alignment <= 1 << 30) return alignment;
        throw new ModelFormatException(WeightFault.InvalidHeaderDeserialization, path, $"has {AlignmentKey} = {value.Value}: expected a power of two as a 32-bit number. It was written wrongly: convert the model again.");
    }

    private GgufValue? Find(string key) => values.GetValueOrDefault(key);

    private T? Get<T>(string key, string expected)
        where T : class => Find(key) is not { } value ? null : value.Value as T ?? throw Wrong(key, expected);

    private ModelFormatException Wrong(string key, string expected)
    {
        GgufValue found = values[key];
        string type = found.Type == GgufType.Array ? $"an array of {found.ElementType}" : $"{found.Type} {ModelFormatException.Printable(Convert.ToString(found.Value, CultureInfo.InvariantCulture)!)}";
        return new(WeightFault.InvalidHeaderDeserialization, Path, $"has a wrong '{key}': expected {expected}, found {type}. Convert the model again.");
    }
}
