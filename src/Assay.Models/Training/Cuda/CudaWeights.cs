using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Numerics.Cuda;

namespace Assay.Models.Training.Cuda;

/// <summary>All parameters of a decoder in one block of a graphics processor's memory, with their gradients and AdamW's means in blocks of the same order: matrices first, then the scales, which do not decay.</summary>
/// <remarks>The matrices of queries, keys and values lie one behind the other, and those of gate and up, so that each group is one product.</remarks>
internal sealed class CudaWeights
{
    private readonly Dictionary<string, (long Start, int Length)> places = new(StringComparer.Ordinal);
    private readonly Parameter[] parameters;

    /// <summary>Takes the values of a decoder to the processor.</summary>
    public CudaWeights(TrainableDecoder decoder, CudaDevice device)
    {
        DecoderConfig config = decoder.Config;
        DecoderPart[] matrices = [DecoderPart.Query, DecoderPart.Key, DecoderPart.Value, DecoderPart.AttentionOutput, DecoderPart.Gate, DecoderPart.Up, DecoderPart.Down];
        string[] order =
        [
            Name(DecoderPart.Embedding, 0), .. Enumerable.Range(0, config.Layers).SelectMany(i => matrices.Select(part => Name(part, i))), .. config.TiedEmbeddings ? [] : new[] { Name(DecoderPart.Output, 0) },
            .. Enumerable.Range(0, config.Layers).SelectMany(i => new[] { Name(DecoderPart.AttentionNorm, i), Name(DecoderPart.FeedForwardNorm, i) }), Name(DecoderPart.OutputNorm, 0),
        ];
        Dictionary<string, Parameter> byName = decoder.Parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
        parameters = [.. order.Select(name => byName[name])];
        if (parameters.Length != decoder.Parameters.Length) throw new ArgumentException("The decoder has parameters that are not trained on a graphics processor: biases, or scales of heads.", nameof(decoder));
        long count = 0;
        foreach (Parameter parameter in parameters)
        {
            places[parameter.Name] = (count, parameter.Values.Length);
            count += parameter.Values.Length;
        }

        Count = checked((int)count);
        Decaying = checked((int)parameters.Where(p => p.Decays).Sum(p => (long)p.Values.Length));
        (Values, Gradients, Means, Squares) = (device.Allocate(count), device.Allocate(count), device.Allocate(count), device.Allocate(count));
        foreach (CudaSpan zero in new[] { Gradients, Means, Squares }) device.Clear(zero);
        foreach (Parameter parameter in parameters) device.Upload<float>(parameter.Values, Of(Values, parameter.Name));
    }

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>How many of them decay; these come first.</summary>
    public int Decaying { get; }

    public CudaSpan Values { get; }

    public CudaSpan Gradients { get; }

    public CudaSpan Means { get; }

    public CudaSpan Squares { get; }

    /// <summary>Values and gradients of neighbouring parts of a layer.</summary>
    public (CudaSpan Values, CudaSpan Gradients) Part(DecoderPart first, int layer, DecoderPart? last = null)
    {
        (long start, int length) = places[Name(first, layer)];
        (long lastStart, int lastLength) = last is { } part ? places[Name(part, layer)] : (start, length);
        long all = lastStart + lastLength - start;
        return (Values.Slice(start, all), Gradients.Slice(start, all));
    }

    /// <summary>Copies the values, or something of the same order, back to the decoder's parameters.</summary>
    public void Read(CudaDevice device, CudaSpan from, Func<Parameter, float[]> to)
    {
        foreach (Parameter parameter in parameters) device.Download(Of(from, parameter.Name), to(parameter));
    }

    private static string Name(DecoderPart part, int layer) => DecoderNames.HuggingFace.Weight(part, layer);

    private CudaSpan Of(CudaSpan all, string name) => all.Slice(places[name].Start, places[name].Length);
}
