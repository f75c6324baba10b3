using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Hub;
using Assay.Models.Local;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay models bench</c>: how fast a model runs on this machine.</summary>
internal static class ModelsBenchCommand
{
    private const int Rounds = 5, UsualPrompt = 512, MostThreads = 256;

    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("model") { Description = "A stored model as 'models list' shows it, the folder of one, or a GGUF file." };
        var prompt = new Option<int?>("--prompt") { Description = "Tokens of the prompt (512), or of each text for an embedder or a reranker (128).", HelpName = "N" };
        var generate = new Option<int>("--generate") { Description = "Tokens that a chat model generates one by one.", DefaultValueFactory = _ => 64, HelpName = "N" };
        var threads = new Option<int>("--threads") { Description = "Threads (default: all processors).", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N" };
        var bits = new Option<bool>("--eight-bit") { Description = "Keep the weights in 8 bits." };
        var adapter = new Option<string?>("--adapter") { Description = "LoRA weights to run the model with: a folder with adapter_config.json, or a GGUF file.", HelpName = "PATH" };
        var merge = new Option<bool>("--merge") { Description = "Add the adapter to the weights once instead of in every step." };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("bench",
            """
            Measure how fast a model runs on this machine. A chat model: reading a prompt, and generating token by token. An embedder: 32 passages into
            vectors. A reranker: 32 pairs of query and passage. Medians of five rounds after one that does not count.

            Examples:
              assay models bench owner/name --eight-bit
              assay models bench ./models/my-embedder --prompt 256
            """) { name, prompt, generate, threads, bits, adapter, merge, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            int reads = parsed.GetValue(prompt) ?? UsualPrompt, writes = parsed.GetValue(generate), team = parsed.GetValue(threads);
            if (parsed.GetValue(merge) && parsed.GetValue(adapter) is null) throw new InputException(new Problem("", null, "--merge needs an adapter: name one with --adapter PATH."));
            if (reads < 1 || writes < 1 || team < 1) throw new InputException(new Problem("", null, $"--prompt, --generate and --threads must be 1 or more; found {reads}, {writes} and {team}."));
            if (team > MostThreads) throw new InputException(new Problem("", null, $"--threads must be at most {MostThreads}; found {team}. More than the machine has processors gain nothing."));
            string given = parsed.GetRequiredValue(name);
            string path = ModelPath.Named(given, host.Variable);
            WeightPrecision precision = parsed.GetValue(bits) ? WeightPrecision.EightBit : WeightPrecision.AsStored;
            var request = new BenchRequest(path, given, precision, team, parsed.GetValue(prompt), parsed.GetValue(json));
            StoredModelKind kind = ModelFolder.KindOf(path);
            if (kind is StoredModelKind.Encoder or StoredModelKind.Reranker && parsed.GetResult(generate) is { Implicit: false }) throw new InputException(new Problem("", null, "--generate is for chat models; this one writes no text. Leave it out."));
            if (kind is StoredModelKind.Encoder or StoredModelKind.Reranker && parsed.GetValue(adapter) is not null) throw new InputException(new Problem("", null, "--adapter is for chat models; this one takes none. Leave it out."));
            switch (kind)
            {
                case StoredModelKind.Encoder: EncoderBench.Embedder(host, request, cancellationToken); return Task.FromResult(0);
                case StoredModelKind.Reranker: EncoderBench.Reranker(host, request, cancellationToken); return Task.FromResult(0);
            }

            using DecoderModel model = DecoderModel.Open(path, precision, parsed.GetValue(merge) ? parsed.GetValue(adapter) : null);
            using LoraAdapter? onTop = parsed.GetValue(adapter) is { } lora && !parsed.GetValue(merge) ? LoraAdapter.Open(lora, model.Config) : null;
            if (reads + writes > model.Config.MaxPositions) throw new InputException(new Problem("", null, $"{reads} and {writes} tokens exceed the model's window of {model.Config.MaxPositions}. Ask for fewer with --prompt and --generate."));
            using var workers = new WorkerTeam(team);
            (double Read, double Write)[] rounds = [.. Enumerable.Range(0, Rounds + 1).Select(_ => Round(host, (model, onTop), workers, (reads, writes), cancellationToken)).Skip(1)];
            double read = Median(rounds.Select(r => r.Read)), write = Median(rounds.Select(r => r.Write));
            if (parsed.GetValue(json)) host.WriteJson(new { model = path, model.Config.Parameters, bytes = model.LengthBytes, threads = team, prompt = reads, generate = writes, promptTokensPerSecond = read, generatedTokensPerSecond = write });
            else host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.Config.Parameters / 1e6:0.0}M parameters in {model.LengthBytes / 1e6:0.0} MB, {team} threads: prompt of {reads} at {read:0} tokens a second, {writes} generated at {write:0.0} a second."));
            return Task.FromResult(0);
        });
        return command;
    }

    private static (double Read, double Write) Round(CommandHost host, (DecoderModel Model, LoraAdapter? Adapter) run, WorkerTeam team, (int Prompt, int Generate) sizes, CancellationToken cancellationToken)
    {
        (DecoderModel model, LoraAdapter? adapter) = run;
        var pass = new DecoderPass(model, team);
        KeyValueCache cache = model.NewCache(adapter);
        float[] scores = new float[model.Config.VocabularySize];
        int[] tokens = [.. Enumerable.Range(0, sizes.Prompt).Select(i => (int)((long)i * 7919 % model.Config.VocabularySize))];
        long started = host.Time.GetTimestamp();
        pass.Forward([new SequencePart(cache, tokens)], scores);
        double read = sizes.Prompt / host.Time.GetElapsedTime(started).TotalSeconds;
        started = host.Time.GetTimestamp();
        for (int i = 0; i < sizes.Generate; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pass.Forward([new SequencePart(cache, tokens.AsMemory(i % tokens.Length, 1))], scores);
        }

        return (read, sizes.Generate / host.Time.GetElapsedTime(started).TotalSeconds);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
