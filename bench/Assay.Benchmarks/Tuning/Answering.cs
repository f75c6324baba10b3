using System.Collections.Immutable;
using System.Text;
using Assay.Models.Generation;
using Assay.Models.Local;
using Assay.Models.Sampling;
using Assay.Text.Templates;

namespace Assay.Benchmarks.Tuning;

/// <summary>Asks a trained model.</summary>
internal static class Answering
{
    private const int AtOnce = 64;

    /// <summary>What a model answers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">What the user says, each in a conversation of its own.</param>
    /// <param name="maxTokens">Most tokens of an answer.</param>
    /// <param name="schema">The JSON Schema that answers are held to; null for none.</param>
    /// <param name="sampling">How tokens are chosen in the answer to each prompt; null for the most probable ones.</param>
    public static ImmutableArray<string> All(LocalModel model, IReadOnlyList<string> prompts, int maxTokens, string? schema = null, Func<int, SamplingOptions>? sampling = null)
    {
        var constraint = schema is null ? null : model.ConstraintOf(schema);
        string[] answers = new string[prompts.Count];
        for (int first = 0; first < answers.Length; first += AtOnce)
        {
            IEnumerable<Task> some = Enumerable.Range(first, Math.Min(AtOnce, answers.Length - first)).Select(async i =>
            {
                GenerationRequest request = new(Prompt(model, prompts[i])) { MaxTokens = maxTokens, Constraint = constraint, Sampling = sampling?.Invoke(i) ?? new SamplingOptions() };
                answers[i] = await OneAsync(model, request).ConfigureAwait(false);
            });
            Task.WhenAll([.. some]).GetAwaiter().GetResult();
        }

        return [.. answers];
    }

    /// <summary>The natural logarithms of the probabilities of the most probable next tokens, by their text.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">What the user says, and how the answer begins.</param>
    public static IReadOnlyDictionary<string, double>[] Next(LocalModel model, IReadOnlyList<(string Prompt, string Before)> prompts)
    {
        var found = new IReadOnlyDictionary<string, double>[prompts.Count];
        for (int first = 0; first < found.Length; first += AtOnce)
        {
            IEnumerable<Task> some = Enumerable.Range(first, Math.Min(AtOnce, found.Length - first)).Select(async i => found[i] = await NextAsync(model, Prompt(model, prompts[i].Prompt, prompts[i].Before)).ConfigureAwait(false));
            Task.WhenAll([.. some]).GetAwaiter().GetResult();
        }

        return found;
    }

    private static async Task<IReadOnlyDictionary<string, double>> NextAsync(LocalModel model, ImmutableArray<int> prompt)
    {
        Dictionary<string, double> logs = new(StringComparer.Ordinal);
        GenerationRequest request = new(prompt) { MaxTokens = 1, Sampling = new SamplingOptions { LogProbabilities = SamplingOptions.MostLogProbabilities } };
        await foreach (GenerationEvent happened in model.Engine.GenerateAsync(request).ConfigureAwait(false))
        {
            if (happened is not GenerationEvent.Piece piece) continue;
            foreach (TokenLogProbability token in piece.MostProbable) logs.TryAdd(model.Tokenizer.Decode([token.Token], skipSpecialTokens: true), token.LogProbability);
        }

        return logs;
    }

    private static ImmutableArray<int> Prompt(LocalModel model, string prompt, string before = "")
    {
        TemplateText text = model.Template!.RenderParts(new ChatTemplateInput { Messages = TemplateValue.OfList([ScratchTraining.Message("user", prompt).Fields]), AddGenerationPrompt = true, BosToken = model.BeginText, EosToken = model.EndText });
        return model.Tokenizer.Encode(text with { Text = text.Text + before }).Ids;
    }

    private static async Task<string> OneAsync(LocalModel model, GenerationRequest request)
    {
        var text = new StringBuilder();
        await foreach (GenerationEvent happened in model.Engine.GenerateAsync(request).ConfigureAwait(false))
        {
            text.Append(happened switch { GenerationEvent.Piece piece => piece.Text, GenerationEvent.Completed end => end.Text, _ => "" });
        }

        return text.ToString();
    }
}
