using Assay.Models.Configuration;
using Assay.Numerics.Cuda;

namespace Assay.Models.Training.Cuda;

/// <summary>What one layer keeps of its way forward, in a graphics processor's memory. There is plenty, so normalised rows and products of gates are kept too.</summary>
internal sealed class CudaLayerMemory(DecoderConfig config, int rows, CudaDevice device)
{
    public CudaSpan Input { get; } = device.Allocate((long)rows * config.Width);

    public CudaSpan InputInverse { get; } = device.Allocate(rows);

    public CudaSpan InputNormalised { get; } = device.Allocate((long)rows * config.Width);

    /// <summary>Queries, keys and values of a row.</summary>
    public CudaSpan Heads { get; } = device.Allocate(3L * rows * config.Heads * config.HeadDim);

    public CudaSpan Attended { get; } = device.Allocate((long)rows * config.Heads * config.HeadDim);

    public CudaSpan LogSums { get; } = device.Allocate((long)rows * config.Heads);

    public CudaSpan Middle { get; } = device.Allocate((long)rows * config.Width);

    public CudaSpan MiddleInverse { get; } = device.Allocate(rows);

    public CudaSpan MiddleNormalised { get; } = device.Allocate((long)rows * config.Width);

    /// <summary>Gate and up of a row; on the way back their slopes.</summary>
    public CudaSpan Gates { get; } = device.Allocate(2L * rows * config.FeedForwardWidth);

    public CudaSpan Product { get; } = device.Allocate((long)rows * config.FeedForwardWidth);
}

/// <summary>What all layers use one after another, and what both ends need.</summary>
internal sealed class CudaMemory(DecoderConfig config, int rows, CudaDevice device)
{
    /// <summary>Rows whose slopes of a scale are added up together.</summary>
    public const int Chunk = 128;

    private const int Sums = 1024;

    public CudaSpan Batch { get; } = device.Allocate(CudaBatch.Length(rows));

    public CudaSpan State { get; } = device.Allocate((long)rows * config.Width);

    public CudaSpan StateInverse { get; } = device.Allocate(rows);

    public CudaSpan StateNormalised { get; } = device.Allocate((long)rows * config.Width);

    public CudaSpan Logits { get; } = device.Allocate((long)rows * config.VocabularySize);

    public CudaSpan Losses { get; } = device.Allocate(rows);

    public CudaSpan Slopes { get; } = device.Allocate((long)rows * config.Width);

    public CudaSpan Inner { get; } = device.Allocate((long)rows * config.Width);

    public CudaSpan Wide { get; } = device.Allocate((long)rows * Math.Max(config.FeedForwardWidth, config.Heads * config.HeadDim));

    public CudaSpan HeadSlopes { get; } = device.Allocate(3L * rows * config.Heads * config.HeadDim);

    public CudaSpan Delta { get; } = device.Allocate((long)rows * config.Heads);

    public CudaSpan ScaleParts { get; } = device.Allocate((long)CudaKernel.Blocks(rows, Chunk) * config.Width);

    public CudaSpan SumParts { get; } = device.Allocate(Sums);

    /// <summary>Most parts of a sum.</summary>
    public static int MostSums => Sums;
}
