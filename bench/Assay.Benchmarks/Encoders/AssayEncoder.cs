using System.Diagnostics;
using Assay.Models.Decoders;
using Assay.Models.Encoders;
using Assay.Numerics.Parallel;

namespace Assay.Benchmarks.Encoders;

/// <summary>Assay's own encoder, with one team for each number of threads.</summary>
internal sealed class AssayEncoder : IDisposable
{
    private readonly EncoderModel model;
    private readonly Dictionary<int, (WorkerTeam Team, PackedTexts Packs)> teams = [];

    /// <summary>Loads a model.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="precision">The form of its matrices.</param>
    public AssayEncoder(string folder, WeightPrecision precision) => model = EncoderModel.Open(folder, precision);

    /// <summary>Seconds that texts take, the mean of several times after one that does not count.</summary>
    public double Run(TokenSequence[] texts, int threads, int times)
    {
        States(texts, threads);
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++) States(texts, threads);
        return Stopwatch.GetElapsedTime(started).TotalSeconds / times;
    }

    /// <summary>The states of every text.</summary>
    public float[][] States(TokenSequence[] texts, int threads)
    {
        float[][] states = new float[texts.Length][];
        if (!teams.TryGetValue(threads, out (WorkerTeam Team, PackedTexts Packs) used))
        {
            var team = new WorkerTeam(threads);
            teams.Add(threads, used = (team, new PackedTexts(model, team)));
        }

        used.Packs.Run(texts, (text, values) => states[text] = values.ToArray(), CancellationToken.None);
        return states;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((WorkerTeam team, _) in teams.Values) team.Dispose();
        model.Dispose();
    }
}
