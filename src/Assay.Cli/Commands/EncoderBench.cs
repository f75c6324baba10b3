using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Models.Decoders;
using Assay.Models.Encoders;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary>How fast an embedder makes vectors of passages, and a reranker reads pairs.</summary>
internal static class EncoderBench
{
    private const int Rounds = 5, Batch = 32, UsualTokens = 128;
    private const string Query = "how long does it take until a refund arrives";

    private static readonly string[] Words = ["the", "price", "of", "a", "plan", "with", "seats", "is", "shown", "in", "settings", "and", "billing", "starts", "when", "your", "trial", "ends", "after", "two", "weeks"];

    /// <summary>Measures an embedder and prints what it found.</summary>
    public static void Embedder(CommandHost host, BenchRequest request, CancellationToken cancellationToken)
    {
        using var team = new WorkerTeam(request.Threads);
        using SentenceEmbedder model = SentenceEmbedder.Open(request.Path, request.Precision, team);
        string[] texts = Texts(request.Tokens ?? UsualTokens, model.MaxTokens, text => (int)model.Embed([text], TextRole.Passage, cancellationToken).Tokens);
        long tokens = 0;
        double ms = Median(host, () => tokens = model.Embed(texts, TextRole.Passage, cancellationToken).Tokens);
        double each = (double)tokens / Batch, perSecond = tokens / ms * 1000;
        if (request.Json)
        {
            host.WriteJson(new { model = request.Path, kind = "encoder", bytes = model.LengthBytes, threads = request.Threads, model.Dimensions, model.MaxTokens, model.Prompts, texts = Batch, tokensPerText = each, tokensPerSecond = perSecond, textsPerSecond = Batch / ms * 1000, model.Note });
            return;
        }

        string most = model.MaxTokens is { } limit ? string.Create(CultureInfo.InvariantCulture, $" of at most {limit} tokens") : "";
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"embedder of {model.LengthBytes / 1e6:0.0} MB: vectors of {model.Dimensions} values of texts{most}{Prompts(model.Prompts)}."));
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{request.Threads} threads: {perSecond:0} tokens a second, {Batch / ms * 1000:0.0} texts of {each:0} tokens a second."));
        if (model.Note.Length > 0) host.Out.WriteLine(model.Note);
        host.Out.WriteLine("In assay.yaml: embedder: " + request.Named);
    }

    /// <summary>Measures a reranker and prints what it found.</summary>
    public static void Reranker(CommandHost host, BenchRequest request, CancellationToken cancellationToken)
    {
        using var team = new WorkerTeam(request.Threads);
        using CrossEncoder model = CrossEncoder.Open(request.Path, request.Precision, team);
        string[] texts = Texts(request.Tokens ?? UsualTokens, model.MaxTokens, text => model.CountTokens(Query, text));
        double each = texts.Average(t => model.CountTokens(Query, t));
        double ms = Median(host, () => model.Score(Query, texts, cancellationToken));
        if (request.Json)
        {
            host.WriteJson(new { model = request.Path, kind = "reranker", bytes = model.LengthBytes, threads = request.Threads, model.MaxTokens, pairs = Batch, tokensPerPair = each, tokensPerSecond = Batch * each / ms * 1000, pairsPerSecond = Batch / ms * 1000 });
            return;
        }

        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reranker of {model.LengthBytes / 1e6:0.0} MB: scores of a query with a passage, at most {model.MaxTokens} tokens together."));
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{request.Threads} threads: {Batch * each / ms * 1000:0} tokens a second, {Batch / ms * 1000:0.0} pairs of {each:0} tokens a second."));
        host.Out.WriteLine("In assay.yaml: reranker: " + request.Named);
    }

    // Words until there are as many tokens; special ones and prompts count.
    private static string[] Texts(int tokens, int? limit, Func<string, int> count)
    {
        if (tokens > limit) throw new InputException(new Problem("", null, string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens exceed the {limit} that the model takes. Ask for fewer with --prompt.")));
        int least = count(Words[0]), most = count(string.Join(' ', Words));
        double perWord = Math.Max(0.1, (double)(most - least) / (Words.Length - 1));
        int words = Math.Max(1, (int)Math.Round(1 + ((tokens - least) / perWord)));
        return [.. Enumerable.Range(0, Batch).Select(i => string.Join(' ', Enumerable.Range(0, words).Select(w => Words[(w + i) % Words.Length])))];
    }

    private static string Prompts(SentencePrompts prompts) => prompts.Query.Length + prompts.Passage.Length == 0 ? "" : $", with '{PlainWriter.Line(prompts.Query)}' before queries and '{PlainWriter.Line(prompts.Passage)}' before passages";

    private static double Median(CommandHost host, Action work)
    {
        double[] rounds = [.. Enumerable.Range(0, Rounds + 1).Select(_ =>
        {
            long started = host.Time.GetTimestamp();
            work();
            return host.Time.GetElapsedTime(started).TotalMilliseconds;
        }).Skip(1).Order()];
        return Math.Max(1e-6, rounds[Rounds / 2]);
    }
}

/// <summary>What is to be measured.</summary>
/// <param name="Path">The model's folder.</param>
/// <param name="Named">As the user named it.</param>
/// <param name="Precision">The form in which matrices are kept.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Tokens">Tokens of a text; null for the usual number.</param>
/// <param name="Json">Whether to print JSON.</param>
internal sealed record BenchRequest(string Path, string Named, WeightPrecision Precision, int Threads, int? Tokens, bool Json);
