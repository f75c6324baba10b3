using System.Globalization;
using System.Numerics.Tensors;
using Assay.Benchmarks.Kernels;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Models.Decoders;
using Assay.Models.Encoders;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Benchmarks.Encoders;

/// <summary>The same weights in Assay and in ONNX Runtime, in all forms that either has for them, turn by turn.</summary>
/// <param name="shape">The architecture.</param>
/// <param name="files">The weights.</param>
/// <param name="peer">ONNX Runtime.</param>
/// <param name="probe">What the machine gives.</param>
/// <param name="rounds">Rounds that count; one before them warms up.</param>
internal sealed class EncoderComparison(EncoderShape shape, EncoderFiles files, OnnxPeer peer, PeerProcess probe, int rounds) : IDisposable
{
    /// <summary>Least cosine of the states of a text in 32-bit floats.</summary>
    public const double Alike = 0.99999;

    private static readonly int[] Threads = [1, 2];
    private static readonly OnnxForm[] Forms = Enum.GetValues<OnnxForm>();

    private readonly (string Name, AssayEncoder Engine)[] ours =
    [
        ("F32", new AssayEncoder(files.Folder(WeightType.F32), WeightPrecision.Full)),
        ("F16", new AssayEncoder(files.Folder(WeightType.F16), WeightPrecision.AsStored)),
        ("8 bits", new AssayEncoder(files.Folder(WeightType.F32), WeightPrecision.EightBit)),
    ];

    /// <summary>Measures and writes.</summary>
    /// <param name="report">Takes the tables.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="length">Tokens that the peer pads them to.</param>
    public void Measure(MarkdownReport report, TokenSequence[] texts, int length)
    {
        bool masked = texts.Any(t => t.Ids.Length < length);
        foreach (OnnxForm form in Forms)
        {
            foreach (int threads in Threads) peer.Load(Name(form, threads), files.Onnx(form, texts.Length, length, masked), threads);
        }

        peer.Use(texts, length);
        report.Table(["Assay", .. Forms.Select(f => $"cosine to {peer.Name}, {f}")], Likenesses(texts, length));
        List<string[]> rows = [];
        foreach (int threads in Threads) rows.AddRange(Rows(texts, threads));
        report.Table(["threads, engine", "tokens/s", "of the peer's best", "GF/s of arithmetic", "probe GF/s"], rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, AssayEncoder engine) in ours) engine.Dispose();
    }

    private static string Name(OnnxForm form, int threads) => string.Create(CultureInfo.InvariantCulture, $"{form}-{threads}");

    // Before anything is timed: those who compute something else are not compared.
    private List<string[]> Likenesses(TokenSequence[] texts, int length)
    {
        float[][] theirs = [.. Forms.Select(f => peer.States(Name(f, 1)))];
        List<string[]> rows = [];
        foreach ((string name, AssayEncoder engine) in ours)
        {
            float[][] states = engine.States(texts, 1);
            double[] cosines = [.. theirs.Select(t => Likeness(states, t, t.Length / texts.Length))];
            if (name == "F32" && cosines.Min() < Alike) throw new AssayException(string.Create(CultureInfo.InvariantCulture, $"{peer.Name} computes other states than Assay: cosine {cosines.Min()} where {Alike} is expected ({texts.Length} texts of up to {length} tokens)."));
            rows.Add([name, .. cosines.Select(c => c.ToString("0.0000000", CultureInfo.InvariantCulture))]);
        }

        return rows;
    }

    private static double Likeness(float[][] ours, float[] theirs, int stride) =>
        Enumerable.Range(0, ours.Length).Min(text => (double)TensorPrimitives.CosineSimilarity<float>(ours[text], theirs.AsSpan(text * stride, ours[text].Length)));

    private IEnumerable<string[]> Rows(TokenSequence[] texts, int threads)
    {
        int tokens = texts.Sum(t => t.Ids.Length);
        double work = texts.Sum(t => t.Ids.Length * shape.TokenFlops(t.Ids.Length)) / tokens / 1e9;
        List<double> limits = [];
        (string Name, Func<double> Seconds, List<double> Rates)[] turns =
        [
            .. ours.Select(o => ($"Assay, {o.Name}", (Func<double>)(() => o.Engine.Run(texts, threads, 1)), new List<double>())),
            .. Forms.Select(f => ($"{peer.Name}, {f}", (Func<double>)(() => peer.Run(Name(f, threads), 1)), new List<double>())),
        ];
        for (int round = -1; round < rounds; round++)
        {
            Console.Error.WriteLine($"{texts.Length} texts of {tokens} tokens, {threads} threads, round {round}");
            Turn.Wait();
            limits.Add(probe.Measure("flops", threads.ToString(CultureInfo.InvariantCulture))[0]);
            for (int i = 0; i < turns.Length; i++)
            {
                (_, Func<double> seconds, List<double> rates) = turns[(i + round + 1) % turns.Length];
                Turn.Wait();
                rates.Add(tokens / seconds());
            }

            if (round >= 0) continue;
            foreach (var turn in turns) turn.Rates.Clear();
            limits.Clear();
        }

        // By the best of the peer's forms in the same round, whichever it was.
        double[] best = [.. Enumerable.Range(0, rounds).Select(round => turns[ours.Length..].Max(t => t.Rates[round]))];
        return turns.Select(t => new[]
        {
            string.Create(CultureInfo.InvariantCulture, $"{threads}: {t.Name}"),
            Range(t.Rates),
            Turn.Spread([.. t.Rates.Zip(best, (rate, peers) => rate / peers)]),
            (Rounds.Median([.. t.Rates]) * work).ToString("0", CultureInfo.InvariantCulture),
            Range(limits),
        });
    }

    private static string Range(List<double> values) => string.Create(CultureInfo.InvariantCulture, $"{Turn.Whole(values)} ({values.Min():0} to {values.Max():0})");
}
