using System.Diagnostics;
using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Numerics.Parallel;

namespace Assay.Benchmarks.Inference;

/// <summary>Assay's own decoder.</summary>
internal sealed class AssayDecoder : IDecoderEngine
{
    private readonly DecoderModel model;
    private readonly LoraAdapter? adapter;
    private readonly KeyValueCache cache;
    private readonly float[] scores;
    private WorkerTeam team;
    private DecoderPass pass;

    /// <summary>Loads a model in the form its file has.</summary>
    /// <param name="file">The model.</param>
    /// <param name="adapterPath">LoRA weights on top of it; null for none.</param>
    public AssayDecoder(string file, string? adapterPath = null)
    {
        model = DecoderModel.Open(file);
        adapter = adapterPath is null ? null : LoraAdapter.Open(adapterPath, model.Config);
        cache = model.NewCache(adapter);
        scores = new float[model.Config.VocabularySize];
        team = new WorkerTeam(1);
        pass = new DecoderPass(model, team);
    }

    /// <inheritdoc/>
    public string Name => "Assay";

    /// <inheritdoc/>
    public void Use(int threads)
    {
        team.Dispose();
        team = new WorkerTeam(threads);
        pass = new DecoderPass(model, team);
    }

    /// <inheritdoc/>
    public double Prompt(int[] tokens)
    {
        cache.Truncate(0);
        long started = Stopwatch.GetTimestamp();
        Read(tokens);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <inheritdoc/>
    public double Generate(int[] tokens)
    {
        cache.Truncate(0);
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < tokens.Length; i++) Read(tokens.AsMemory(i, 1));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <inheritdoc/>
    public float[] Logits(int[] tokens)
    {
        cache.Truncate(0);
        float[] all = new float[tokens.Length * scores.Length];
        pass.Forward([new SequencePart(cache, tokens, tokens.Length)], all);
        return all;
    }

    /// <summary>Reads a text and a continuation one token at a time, and says at every step which token it would have added itself.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="continuation">What follows it. Where every step's best token is this one's, it is the text that this engine writes too.</param>
    public GreedyStep[] Follow(int[] tokens, int[] continuation)
    {
        cache.Truncate(0);
        var steps = new GreedyStep[continuation.Length];
        Read(tokens);
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = GreedyStep.Of(scores);
            if (i + 1 < steps.Length) Read(continuation.AsMemory(i, 1));
        }

        return steps;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        team.Dispose();
        model.Dispose();
        adapter?.Dispose();
    }

    private void Read(ReadOnlyMemory<int> tokens) => pass.Forward([new SequencePart(cache, tokens)], scores);
}
