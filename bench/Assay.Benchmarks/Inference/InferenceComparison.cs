using System.Globalization;
using Assay.Benchmarks.Kernels;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Models.Weights;

namespace Assay.Benchmarks.Inference;

/// <summary>One model file in both engines, turn by turn.</summary>
/// <param name="shape">Its architecture.</param>
/// <param name="type">How its matrices are stored.</param>
/// <param name="folder">The peers.</param>
/// <param name="probe">What the machine gives.</param>
internal sealed class InferenceComparison(DecoderShape shape, WeightType type, PeerFolder folder, PeerProcess probe)
{
    private const ulong Seed = 1;
    private const int PromptTokens = 512, GeneratedTokens = 128;
    private static readonly int[] Threads = [1, 2];

    private readonly int[] prompt = RandomGguf.Prompt(shape, PromptTokens, Seed), generated = RandomGguf.Prompt(shape, GeneratedTokens, Seed);

    /// <summary>Measures and writes.</summary>
    /// <param name="report">Takes the table.</param>
    /// <param name="rounds">Rounds that count; one before them warms up.</param>
    public void Measure(MarkdownReport report, int rounds)
    {
        string file = ModelFiles.Of(folder, shape, type, Seed);
        using var ours = new AssayDecoder(file);
        using LlamaPeer theirs = LlamaPeer.Start(folder, file, singlePrecision: false);
        report.Say($"## {shape.Name}, {ModelFiles.TypeName(type)}");
        List<string[]> rows = [];
        foreach (int threads in Threads)
        {
            Console.Error.WriteLine($"{shape.Name} {ModelFiles.TypeName(type)}, {threads} threads");
            rows.AddRange(Rows(threads, ours, theirs, rounds));
        }

        report.Table(["threads, tokens", "Assay tokens/s", $"{theirs.Name} tokens/s", "times", "Assay gets", "llama.cpp gets", "probe"], rows);
    }

    private IEnumerable<string[]> Rows(int threads, AssayDecoder ours, LlamaPeer theirs, int rounds)
    {
        ours.Use(threads);
        theirs.Use(threads);
        List<Round> prompts = [], texts = [];
        for (int round = -1; round < rounds; round++)
        {
            Round read = Take(round, PromptTokens, Probe("flops", threads), ours, theirs, e => e.Prompt(prompt));
            Round written = Take(round, GeneratedTokens, Probe("read", threads), ours, theirs, e => e.Generate(generated));
            if (round < 0) continue;
            prompts.Add(read);
            texts.Add(written);
        }

        yield return Cells($"{threads}: prompt of {PromptTokens}", prompts, shape.PromptFlops(PromptTokens) / 1e9 / PromptTokens, "GF/s");
        yield return Cells($"{threads}: generation of {GeneratedTokens}", texts, new FileInfo(ModelFiles.Of(folder, shape, type, Seed)).Length / 1e9, "GB/s");
    }

    private double Probe(string verb, int threads) => probe.Measure(verb, threads.ToString(CultureInfo.InvariantCulture))[0];

    // Who begins changes from round to round.
    private static Round Take(int round, int tokens, double limit, IDecoderEngine ours, IDecoderEngine theirs, Func<IDecoderEngine, double> seconds)
    {
        double Rate(IDecoderEngine engine)
        {
            Turn.Wait();
            return tokens / seconds(engine);
        }

        if (round % 2 == 0)
        {
            double first = Rate(ours);
            return new Round(first, Rate(theirs), limit);
        }

        double before = Rate(theirs);
        return new Round(Rate(ours), before, limit);
    }

    private static string[] Cells(string name, List<Round> rounds, double work, string unit)
    {
        double limit = Rounds.Median([.. rounds.Select(r => r.Limit)]);
        return
        [
            name,
            Spread(rounds, r => r.Ours, "0"),
            Spread(rounds, r => r.Theirs, "0"),
            $"**{Spread(rounds, r => r.Ours / r.Theirs, "0.00").Replace(" (", "** (", StringComparison.Ordinal)}",
            Share(rounds, r => r.Ours * work / r.Limit),
            Share(rounds, r => r.Theirs * work / r.Limit),
            string.Create(CultureInfo.InvariantCulture, $"{limit:0} {unit} ({rounds.Min(r => r.Limit):0} to {rounds.Max(r => r.Limit):0})"),
        ];
    }

    private static string Spread(List<Round> rounds, Func<Round, double> of, string format)
    {
        double[] values = [.. rounds.Select(of)];
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(Rounds.Median(values))} ({Text(values.Min())} to {Text(values.Max())})";
    }

    private static string Share(List<Round> rounds, Func<Round, double> of) => Rounds.Median([.. rounds.Select(of)]).ToString("0.00", CultureInfo.InvariantCulture);

    // Tokens a second of both, and what the machine gave just before.
    private readonly record struct Round(double Ours, double Theirs, double Limit);
}
