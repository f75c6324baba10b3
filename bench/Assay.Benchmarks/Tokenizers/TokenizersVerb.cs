using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Benchmarks.Tokenizers;

/// <summary>Ids, offsets and speed of all kinds of tokenizers beside Hugging Face's library, over text in many scripts.</summary>
internal static class TokenizersVerb
{
    private const int Rounds = 3;
    private static readonly string[] Kinds = ["gpt2", "roberta", "llama3", "qwen2", "o200k", "llama2", "mistral", "bert", "xlmr", "mixture"];

    /// <summary>Runs the measurement.</summary>
    /// <param name="args">PEERS [REPORT.md].</param>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "tokenizers PEERS [REPORT.md]");
        PeerFolder peers = PeerFolder.Open(args[0]);
        string folder = Path.Combine(peers.Root, "tokenizers");
        string[] documents = File.ReadAllText(Path.Combine(folder, "corpus.txt")).Split('\u001e');
        double megabytes = documents.Sum(d => (double)Encoding.UTF8.GetByteCount(d)) / 1e6;
        var report = new MarkdownReport("Tokenizers", "bench tokenizers PEERS REPORT.md", TimeProvider.System);
        report.Say(string.Create(CultureInfo.InvariantCulture, $"{documents.Length} documents, {megabytes:0.0} MB of UTF-8: XQuAD, manual pages, translated program messages in 20 languages, source code, emoji, documentation; made by bench/peers/tokenizers_corpus.py. Vocabularies were learned from a part of it by bench/peers/tokenizers.mjs. Each document is encoded with special tokens, by one thread, once by the peer and {Rounds} times here (the best counts; the first round is given too, since it fills the memory of words). The peer is npm tokenizers, the binding of the Rust library; its time is that of its encode calls, which do not include turning the result into JavaScript lists, and ours includes all lists. Of each kind, ids and offsets of every token are compared."));
        report.Table(["kind", "tokens", "documents that differ", "tokens that differ", "Assay MB/s", "first round MB/s", "peer MB/s", "ratio"], Kinds.Select(k => Measure(peers, folder, k, documents, megabytes)));
        report.Finish(args.Length > 1 ? args[1] : null);
    }

    private static string[] Measure(PeerFolder peers, string folder, string kind, string[] documents, double megabytes)
    {
        double peerSeconds = RunPeer(peers, folder, kind);
        Tokenizer tokenizer = Tokenizer.Load(Path.Combine(folder, kind + ".json"));
        double[] seconds = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long started = Stopwatch.GetTimestamp();
            foreach (string document in documents) tokenizer.Encode(document);
            seconds[round] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        (long tokens, int documentsWrong, long tokensWrong) = Compare(Path.Combine(folder, kind + ".bin"), tokenizer, documents);
        double best = megabytes / seconds.Min(), peer = megabytes / peerSeconds;
        return [kind, Number(tokens), Number(documentsWrong), Number(tokensWrong), Speed(best), Speed(megabytes / seconds[0]), Speed(peer), Speed(best / peer)];
    }

    private static double RunPeer(PeerFolder peers, string folder, string kind)
    {
        var start = new ProcessStartInfo("node", [peers.Program("tokenizers.mjs"), "encode", folder, kind]) { RedirectStandardOutput = true };
        start.Environment["TOKENIZERS_PARALLELISM"] = "false";
        using Process process = Process.Start(start)!;
        string answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InputException(new Problem(folder, null, $"the peer failed on '{kind}' with {process.ExitCode}."));
        using var parsed = JsonDocument.Parse(answer);
        return parsed.RootElement.GetProperty("seconds").GetDouble();
    }

    private static (long Tokens, int DocumentsWrong, long TokensWrong) Compare(string path, Tokenizer tokenizer, string[] documents)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        (long tokens, int documentsWrong, long tokensWrong) = (0, 0, 0);
        foreach (string document in documents)
        {
            TokenEncoding encoding = tokenizer.Encode(document);
            int count = reader.ReadInt32();
            int[] ids = Numbers(reader, count), places = Numbers(reader, 2 * count), units = Units(document);
            tokens += count;
            long wrong = Math.Abs(count - encoding.Count);
            for (int i = 0; i < Math.Min(count, encoding.Count); i++)
            {
                bool same = ids[i] == encoding.Ids[i] && units[places[2 * i]] == encoding.Offsets[i].Start && units[places[(2 * i) + 1]] == encoding.Offsets[i].End;
                if (!same && wrong == Math.Abs(count - encoding.Count)) Console.Error.WriteLine($"{path}: token {i}: {ids[i]} [{units[places[2 * i]]}, {units[places[(2 * i) + 1]]}) and {encoding.Ids[i]} {encoding.Offsets[i]} near '{document[Math.Max(0, encoding.Offsets[i].Start - 20)..Math.Min(document.Length, encoding.Offsets[i].End + 20)]}'");
                if (!same) wrong++;
            }

            if (wrong > 0) documentsWrong++;
            tokensWrong += wrong;
        }

        return (tokens, documentsWrong, tokensWrong);
    }

    private static int[] Numbers(BinaryReader reader, int count)
    {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) numbers[i] = reader.ReadInt32();
        return numbers;
    }

    // Where each character starts in UTF-16; the peer counts characters.
    private static int[] Units(string text)
    {
        var units = new List<int>(text.Length + 1);
        for (int at = 0; at < text.Length; at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1) units.Add(at);
        units.Add(text.Length);
        return [.. units];
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Speed(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
