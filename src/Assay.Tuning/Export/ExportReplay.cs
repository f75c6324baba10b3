using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Local;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Scoring;

namespace Assay.Tuning.Export;

/// <summary>Compares an exported model, opened anew, with the one in memory: whether it cuts prompts into the same tokens, writes the same and is as sure of it.</summary>
public static class ExportReplay
{
    private const int ShownLength = 24;

    /// <summary>Replays prompts.</summary>
    /// <param name="original">The model in memory.</param>
    /// <param name="exported">What was exported, opened anew.</param>
    /// <param name="prompts">The prompts, as the tokens of the first; one or more.</param>
    /// <param name="limits">What is allowed.</param>
    /// <param name="mostTokens">Most tokens that each prompt is continued by.</param>
    /// <param name="team">Who works on it.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    /// <returns>What was found; within the limits.</returns>
    /// <exception cref="ReplayException">It is outside the limits: names prompt, position and both tokens.</exception>
    public static ReplayReport Check(RunningModel original, RunningModel exported, ImmutableArray<ReplayPrompt> prompts, ReplayLimits limits, int mostTokens, WorkerTeam team, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(exported);
        ArgumentNullException.ThrowIfNull(limits);
        if (prompts.IsDefaultOrEmpty) throw new InputException(new Problem("export", null, "there is no prompt to replay: the model's window is too small for any. Name shorter ones, or export without the replay."));
        CheckTokens(original.Model, exported.Model);
        ImmutableArray<PromptReplay> replays = new PromptComparison(original, exported, team).Run([.. prompts.Select(p => p.Tokens)], mostTokens, cancellationToken);
        ReplayReport report = Report(replays, limits);
        if (!(report.WorstDivergence <= limits.MostDivergence)) throw Refuse(Text($"behind '{prompts[report.WorstPrompt].Name}' its distributions are {report.WorstDivergence:0.0e+0} nats from those of the model in memory; {limits.MostDivergence:0.0e+0} is allowed{First(original.Model, prompts, replays[report.WorstPrompt].Differences.FirstOrDefault(), report.WorstPrompt)}"));
        if (report.Agreement < limits.LeastAgreement && report.FirstDifference is var (prompt, difference)) throw Refuse(Text($"{report.Agreement:0.0%} of its greedy tokens are those of the model in memory; {limits.LeastAgreement:0.0%} is asked for{First(original.Model, prompts, difference, prompt)}"));
        return report;
    }

    private static ReplayReport Report(ImmutableArray<PromptReplay> replays, ReplayLimits limits)
    {
        TokenDifference[][] real = [.. replays.Select(r => r.Differences.Where(d => d.Margin > limits.NearTie).ToArray())];
        int tokens = replays.Sum(r => r.Written.Length), worst = Enumerable.Range(0, replays.Length).MaxBy(i => double.IsNaN(replays[i].MeanDivergence) ? double.MaxValue : replays[i].MeanDivergence), first = Array.FindIndex(real, r => r.Length > 0);
        return new ReplayReport(replays.Length, tokens, real.Count(r => r.Length == 0), 1 - ((double)real.Sum(r => r.Length) / tokens), replays.SelectMany(r => r.Divergences).Average(), replays[worst].MeanDivergence, worst)
        {
            FirstDifference = first < 0 ? null : (first, real[first][0]),
        };
    }

    // The same texts must become the same tokens, or everything after that is in vain.
    private static void CheckTokens(LocalModel original, LocalModel exported)
    {
        if (ReferenceEquals(original, exported)) return;
        if (original.Config.VocabularySize != exported.Config.VocabularySize) throw Refuse($"it has {exported.Config.VocabularySize} tokens and the model in memory {original.Config.VocabularySize}");
        foreach (Forgetting.GeneralText text in Forgetting.GeneralTexts.BuiltIn)
        {
            ImmutableArray<int> wanted = original.Tokenizer.Encode(text.Text).Ids, found = exported.Tokenizer.Encode(text.Text).Ids;
            int at = wanted.AsSpan().CommonPrefixLength(found.AsSpan());
            if (at < wanted.Length || at < found.Length) throw Refuse($"its tokenizer cuts the general text of {text.Name} otherwise: token {at} is {Shown(exported, found, at)}, expected {Shown(original, wanted, at)}");
        }

        if (original.Template?.Source != exported.Template?.Source) throw Refuse("its chat template is not that of the model in memory");
    }

    private static string First(LocalModel model, ImmutableArray<ReplayPrompt> prompts, TokenDifference? difference, int prompt) => difference is null ? "" : Text(
        $"; the first different token is number {difference.Position + 1} behind '{prompts[prompt].Name}': {Shown(model, difference.Found)}, expected {Shown(model, difference.Expected)} (by {difference.Margin:0.00} nats)");

    private static string Shown(LocalModel model, ImmutableArray<int> tokens, int at) => at < tokens.Length ? Shown(model, tokens[at]) : "none";

    private static string Shown(LocalModel model, int token)
    {
        string text = model.Tokenizer.TokenOf(token) ?? "";
        return Text($"{token} ('{(text.Length > ShownLength ? text[..ShownLength] + "…" : text)}')");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static ReplayException Refuse(string why) => new($"the exported model is not the one in memory: {why}. It was not kept. Export with more bits (f32), or in another format.");
}
