using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Models.Weights;

namespace Assay.Benchmarks.Inference;

/// <summary>The models with random weights in the folder of the peers, made when they are missing.</summary>
internal static class ModelFiles
{
    // Part of the file's name: another maker makes other files.
    private const int MakerVersion = 1;

    /// <summary>Path of a model.</summary>
    /// <param name="folder">The peers.</param>
    /// <param name="shape">The architecture.</param>
    /// <param name="type">How matrices are stored.</param>
    /// <param name="seed">Of the weights.</param>
    public static string Of(PeerFolder folder, DecoderShape shape, WeightType type, ulong seed)
    {
        Directory.CreateDirectory(folder.Models);
        string path = Path.Combine(folder.Models, string.Create(CultureInfo.InvariantCulture, $"{shape.Name}-{TypeName(type)}-{seed}-v{MakerVersion}.gguf"));
        if (!File.Exists(path)) RandomGguf.Write(path, shape, type, seed);
        return path;
    }

    /// <summary>What a type is called by those who use such files.</summary>
    public static string TypeName(WeightType type) => type == WeightType.Q80 ? "Q8_0" : type.ToString();
}
