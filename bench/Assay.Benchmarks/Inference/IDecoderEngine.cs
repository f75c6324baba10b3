namespace Assay.Benchmarks.Inference;

/// <summary>Something that runs a decoder from a GGUF file.</summary>
internal interface IDecoderEngine : IDisposable
{
    /// <summary>What it calls itself, with its version.</summary>
    string Name { get; }

    /// <summary>Sets the number of threads from now on.</summary>
    void Use(int threads);

    /// <summary>Reads tokens as one prompt and scores what may follow.</summary>
    /// <returns>Seconds.</returns>
    double Prompt(int[] tokens);

    /// <summary>Reads tokens one by one and scores after each, as generation does.</summary>
    /// <returns>Seconds.</returns>
    double Generate(int[] tokens);

    /// <summary>The logits after every token of a text that is read at once, row after row.</summary>
    float[] Logits(int[] tokens);
}
