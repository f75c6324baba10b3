using System.Collections.Immutable;
using Assay.Models.Local;

namespace Assay.Benchmarks.Tuning;

/// <summary>What the model and near findings say about findings.</summary>
internal sealed class CodeAnswers
{
    private const int MostTokens = 6;
    private readonly ImmutableArray<string> answers;
    private readonly CodeOdds odds;

    /// <summary>Asks the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="levels">The levels, over the findings whose codes are known.</param>
    /// <param name="findings">Those that are asked about.</param>
    public CodeAnswers(LocalModel model, CodeLevel[] levels, Finding[] findings)
    {
        (Levels, Findings) = (levels, findings);
        answers = [.. Answering.All(model, [.. findings.Select(f => CodeForm.Asked(f.Text))], MostTokens).Select(CodeForm.Read)];
        odds = new CodeOdds(model, [.. findings.Select((f, i) => (f.Text, (IReadOnlyCollection<string>)Parts(f.Text, answers[i])))]);
    }

    /// <summary>The levels.</summary>
    public CodeLevel[] Levels { get; }

    /// <summary>The findings.</summary>
    public Finding[] Findings { get; }

    /// <summary>One level of it.</summary>
    public CodeArms At(int level) => new(Levels[level], Findings, answers, odds);

    private HashSet<string> Parts(string words, string answer)
    {
        HashSet<string> parts = new(StringComparer.Ordinal);
        foreach (CodeLevel level in Levels)
        {
            if (level.Named(answer) is { } own) parts.Add(own);
            foreach (NeighbourVote vote in NeighbourVote.Widest) parts.UnionWith(level.Near.Shares(words, vote).Keys);
        }

        return parts;
    }
}
