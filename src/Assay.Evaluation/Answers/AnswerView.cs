using System.Collections.Immutable;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Scoring;
using Assay.Text.Citations;

namespace Assay.Evaluation.Answers;

/// <summary>One answer taken apart, each part when it is first needed.</summary>
/// <param name="item">The answer.</param>
/// <param name="options">What metrics need to know.</param>
/// <param name="table">Numbers for words; this view's alone while it is scored.</param>
internal sealed class AnswerView(AnswerCase item, AnswerMetricOptions options, WordTable table)
{
    /// <summary>Said where there is nothing to compare with.</summary>
    public const string NoAccepted = "no accepted answer";

    /// <summary>Said where comparing would take too much time or memory.</summary>
    public const string TooLong = "texts too long to compare";

    private const int MostCharacters = 200_000;

    /// <summary>Most cells of a table of words against words, and most pairs of lines.</summary>
    private const long MostCells = 400_000_000, MostLines = 1_000_000;

    private readonly RougeWords?[] rougeAnswer = new RougeWords?[2];
    private readonly RougeWords?[] rougeGolds = new RougeWords?[2 * item.Accepted.Length];
    private readonly (double, double)?[] chrf = new (double, double)?[item.Accepted.Length];
    private readonly SetMatch?[] sets = new SetMatch?[item.Accepted.Length];
    private ImmutableArray<string>? squadAnswer;
    private ImmutableArray<ImmutableArray<string>>? squadGolds;
    private ImmutableArray<Quantity>? quantities;
    private ImmutableArray<int>? cited;
    private bool? refused;

    /// <summary>The answer.</summary>
    public AnswerCase Item => item;

    /// <summary>What metrics need to know.</summary>
    public AnswerMetricOptions Options => options;

    /// <summary>Numbers for words.</summary>
    public WordTable Table => table;

    /// <summary>Normalised words of the answer.</summary>
    public ImmutableArray<string> SquadAnswer => squadAnswer ??= SquadText.Tokens(item.Answer);

    /// <summary>Normalised words of the accepted answers that have any; else one without words.</summary>
    public ImmutableArray<ImmutableArray<string>> SquadGolds => squadGolds ??= Golds();

    /// <summary>Quantities in the answer.</summary>
    public ImmutableArray<Quantity> Quantities => quantities ??= QuantityReader.Find(CitationMarkers.Strip(item.Answer));

    /// <summary>Numbers of the passages that the answer cites, with repeats.</summary>
    public ImmutableArray<int> Cited => cited ??= Contract.Cited(item.Answer);

    /// <summary>Whether the answer declines to answer, or is empty.</summary>
    public bool Refused => refused ??= string.IsNullOrWhiteSpace(item.Answer) || Abstention.Is(CitationMarkers.Strip(item.Answer), options.Scoring.AbstentionPhrase);

    /// <summary>The answer as ROUGE sees it.</summary>
    public RougeWords RougeAnswer(bool stem) => rougeAnswer[stem ? 1 : 0] ??= new RougeWords(item.Answer, stem, table);

    /// <summary>An accepted answer as ROUGE sees it.</summary>
    public RougeWords RougeGold(int index, bool stem) => rougeGolds[(2 * index) + (stem ? 1 : 0)] ??= new RougeWords(item.Accepted[index], stem, table);

    /// <summary>chrF and chrF++ with an accepted answer.</summary>
    public (double Characters, double WithWords) Chrf(int index) => chrf[index] ??= Answers.Chrf.Both(item.Answer, item.Accepted[index], table);

    /// <summary>The answer and an accepted one as sets.</summary>
    public SetMatch Sets(int index) => sets[index] ??= SetMatch.Of(item.Answer, item.Accepted[index]);

    /// <summary>The best value over the accepted answers.</summary>
    public MetricValue Best(Func<AnswerView, int, double> score)
    {
        if (item.Accepted.IsEmpty) return MetricValue.None(NoAccepted);
        if (item.Answer.Length > MostCharacters || item.Accepted.Any(a => a.Length > MostCharacters)) return MetricValue.None(TooLong);
        double best = 0;
        for (int i = 0; i < item.Accepted.Length; i++) best = Math.Max(best, score(this, i));
        return MetricValue.Of(best);
    }

    /// <summary>Whether a longest common subsequence with an accepted answer would take too much.</summary>
    public bool IsLong(bool stem)
    {
        if (item.Answer.Length > MostCharacters) return true;
        for (int i = 0; i < item.Accepted.Length; i++)
        {
            if (item.Accepted[i].Length > MostCharacters) return true;
            (RougeWords answer, RougeWords gold) = (RougeAnswer(stem), RougeGold(i, stem));
            if ((long)answer.Ids.Length * gold.Ids.Length > MostCells || (long)answer.Lines.Length * gold.Lines.Length > MostLines) return true;
        }

        return false;
    }

    private ImmutableArray<ImmutableArray<string>> Golds()
    {
        ImmutableArray<ImmutableArray<string>> golds = [.. item.Accepted.Select(SquadText.Tokens).Where(t => t.Length > 0)];
        return golds.IsEmpty ? [[]] : golds;
    }
}
