using Assay.Numerics.Cuda;

namespace Assay.Models.Training.Cuda;

/// <summary>The kernels of <c>decoder.cu</c>, compiled for a processor.</summary>
internal sealed class CudaKernels
{
    /// <summary>Queries, and keys, of a tile; values of a head.</summary>
    public const int Tile = 64;

    private const int TileBytes = Tile * (Tile + 4) * sizeof(float), ForwardTiles = 4, QueryTiles = 5, KeyTiles = 6;

    /// <summary>Compiles them.</summary>
    public CudaKernels(CudaDevice device)
    {
        using var reader = new StreamReader(typeof(CudaKernels).Assembly.GetManifestResourceStream("decoder.cu")!);
        Func<string, int, CudaKernel> kernels = device.Compile(reader.ReadToEnd());
        CudaKernel Plain(string name) => kernels(name, 0);
        (Embed, EmbedBackward) = (Plain("embed"), Plain("embed_backward"));
        (Norm, NormBackward, NormScaleParts, AddParts) = (Plain("rms_norm"), Plain("rms_norm_backward"), Plain("rms_norm_scale_parts"), Plain("add_parts"));
        Rotate = Plain("rotate");
        (Attention, AttentionDelta) = (kernels("attention", ForwardTiles * TileBytes), Plain("attention_delta"));
        (AttentionQueries, AttentionKeys) = (kernels("attention_backward_queries", QueryTiles * TileBytes), kernels("attention_backward_keys", KeyTiles * TileBytes));
        (Gated, GatedBackward, CrossEntropy) = (Plain("gated"), Plain("gated_backward"), Plain("cross_entropy"));
        (SumParts, SumAll, AdamW) = (Plain("sum_parts"), Plain("sum_all"), Plain("adamw"));
    }

    public CudaKernel Embed { get; }

    public CudaKernel EmbedBackward { get; }

    public CudaKernel Norm { get; }

    public CudaKernel NormBackward { get; }

    public CudaKernel NormScaleParts { get; }

    public CudaKernel AddParts { get; }

    public CudaKernel Rotate { get; }

    public CudaKernel Attention { get; }

    public CudaKernel AttentionDelta { get; }

    public CudaKernel AttentionQueries { get; }

    public CudaKernel AttentionKeys { get; }

    public CudaKernel Gated { get; }

    public CudaKernel GatedBackward { get; }

    public CudaKernel CrossEntropy { get; }

    public CudaKernel SumParts { get; }

    public CudaKernel SumAll { get; }

    public CudaKernel AdamW { get; }
}
