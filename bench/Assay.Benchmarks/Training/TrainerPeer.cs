using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Inference;
using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Training;
using Assay.Numerics.Optimizers;
using Assay.Numerics.Parallel;

namespace Assay.Benchmarks.Training;

/// <summary>Assay's side of the comparison, as a process of its own that is asked as <c>bench/peers/lora.py</c> is, so that its memory can be told.</summary>
internal static class TrainerPeer
{
    private const int Texts = 8, Length = 256;

    /// <summary>Runs the verb: <c>trainer SHAPE MODE THREADS MODEL.gguf</c>.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 4, "trainer SHAPE MODE THREADS MODEL.gguf");
        DecoderShape shape = args[0] == DecoderShape.Smol.Name ? DecoderShape.Smol : DecoderShape.Small;
        using var team = new WorkerTeam(int.Parse(args[2], CultureInfo.InvariantCulture));
        using DecoderModel? model = args[1] == "lora" ? DecoderModel.Open(args[3]) : null;
        TrainableDecoder decoder = model is null ? TrainableDecoder.Random(Config(shape), 1) : TrainableDecoder.WithLora(model, new LoraSettings(), 1);
        var pass = new DecoderGradients(decoder, team);
        var optimizer = new AdamWOptimizer(decoder.Parameters, team);
        TrainingBatch batch = Batch(shape);
        Console.WriteLine("""ready {"name":"Assay","version":"0.1.0","buildSeconds":0,"bytes":0}""");
        while (Console.ReadLine() is { } line)
        {
            if (line == "memory") Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory {PeakBytes()}"));
            if (line != "step") continue;
            long started = Stopwatch.GetTimestamp();
            double loss = pass.Add(batch, batch.TotalWeight, seed: 0);
            optimizer.Step(new AdamWSettings(1e-3));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {Stopwatch.GetElapsedTime(started).TotalSeconds:F6} {loss:F6}"));
        }
    }

    private static TrainingBatch Batch(DecoderShape shape)
    {
        int[] ids = RandomGguf.Prompt(shape, Texts * (Length + 1), 1);
        int[] tokens = [.. Enumerable.Range(0, Texts).SelectMany(text => ids.Skip(text * (Length + 1)).Take(Length))];
        int[] targets = [.. Enumerable.Range(0, Texts).SelectMany(text => ids.Skip((text * (Length + 1)) + 1).Take(Length))];
        return new TrainingBatch(tokens, targets, [], [.. Enumerable.Repeat(Length, Texts)]);
    }

    private static DecoderConfig Config(DecoderShape shape) => new()
    {
        Family = DecoderFamily.Llama, VocabularySize = shape.Vocabulary, Width = shape.Width, FeedForwardWidth = shape.FeedForward, Layers = shape.Layers,
        Heads = shape.Heads, KeyValueHeads = shape.KeyValueHeads, HeadDim = shape.HeadDim, MaxPositions = 2048, NormEpsilon = 1e-5f,
        Rotary = new RotaryConfig(shape.Theta), TiedEmbeddings = true, Windows = [.. Enumerable.Repeat(0, shape.Layers)],
    };

    // The greatest memory that the process had so far, where the system tells it.
    private static long PeakBytes()
    {
        const string status = "/proc/self/status";
        string? line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? Process.GetCurrentProcess().PeakWorkingSet64 : long.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
