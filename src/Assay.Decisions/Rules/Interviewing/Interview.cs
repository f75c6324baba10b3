using System.Collections.Immutable;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules.Conditions;
using Assay.Decisions.Rules.Judging;

namespace Assay.Decisions.Rules.Interviewing;

/// <summary>What answering led to.</summary>
/// <param name="Interview">The interview after it; the same as before where the answer could not be read.</param>
/// <param name="Problem">What was expected and what was found, to ask again; null where the answer was taken.</param>
public sealed record InterviewReply(Interview Interview, string? Problem);

/// <summary>
/// At most twelve questions about a product, each asked only while its answer can still change the decision, the one that most often decides first. A value: answering
/// gives a new interview. It prints and reads nothing.
/// </summary>
public sealed class Interview
{
    // Enough that a question that decides in one of twenty cases is missed once in 26 interviews at most.
    private const int Completions = 64;
    private static readonly double[] Strides = [.. new[] { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37 }.Select(p => Math.Sqrt(p) % 1)];

    private readonly Scorer _scorer;
    private readonly ImmutableArray<FieldDomain> _domains;
    private readonly Needs _known;
    private readonly CurrencyRates? _rates;
    private readonly ImmutableHashSet<string> _asked;

    private Interview((Scorer Scorer, ImmutableArray<FieldDomain> Domains, CurrencyRates? Rates) books, Needs known, Needs answered, ImmutableHashSet<string> asked)
    {
        ((_scorer, _domains, _rates), _known, Answered, _asked) = (books, known, answered, asked);
        Next = Choose();
    }

    /// <summary>What the answers said.</summary>
    public Needs Answered { get; }

    /// <summary>The question to ask now; null when no answer can change the decision any more.</summary>
    public InterviewQuestion? Next { get; }

    /// <summary>How many questions were asked.</summary>
    public int Asked => _asked.Count;

    /// <summary>Begins an interview.</summary>
    /// <param name="known">What need not be asked: stated or measured.</param>
    /// <param name="answered">What was answered before, to go on with; a new <see cref="Needs"/> to begin.</param>
    /// <param name="book">The rules.</param>
    /// <param name="measured">Differences that were shown; default for none.</param>
    /// <param name="rates">Rates of exchange for amounts in another currency than US dollars.</param>
    /// <returns>The interview with its first question.</returns>
    public static Interview Begin(Needs known, Needs answered, RuleBook book, ImmutableArray<MeasuredDifference> measured = default, CurrencyRates? rates = null)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(answered);
        ArgumentNullException.ThrowIfNull(book);
        return new Interview((new Scorer(book, measured.IsDefault ? [] : measured), FieldDomain.All(book), rates), known, answered, []);
    }

    /// <summary>Answers <see cref="Next"/>.</summary>
    /// <param name="text">The answer; empty and "don't know" leave unknown what was asked.</param>
    /// <returns>The next interview, or this one with a problem.</returns>
    /// <exception cref="InvalidOperationException">Nothing is asked any more.</exception>
    public InterviewReply Answer(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Next is not { } question) throw new InvalidOperationException("Nothing is asked any more.");
        NeedReading reading = QuestionAnswer.Read(question, text, Answered);
        string? problem = reading.Needs is { } said ? NeedChecks.Currencies(_known, said) ?? NeedChecks.Times(NeedFields.All.Aggregate(_known, (all, field) => field.Take(all, said))) : reading.Problem;
        return reading.Needs is { } needs && problem is null
            ? new InterviewReply(new Interview((_scorer, _domains, _rates), _known, needs, _asked.Add(question.Id)), null)
            : new InterviewReply(this, problem);
    }

    private InterviewQuestion? Choose()
    {
        Needs all = NeedFields.All.Aggregate(Answered, (needs, field) => field.Take(needs, _known));
        FactSheet facts = FactSheet.Of(all, _rates);
        (InterviewQuestion Question, ImmutableArray<FactChange> Answers)[] open =
        [
            .. InterviewQuestions.All.Where(q => !_asked.Contains(q.Id) && !q.Settles.Any(s => NeedFields.Find(s)!.Get(all) is not null)).Select(q => (q, Answers(q, facts))),
        ];
        (InterviewQuestion? best, double most) = (null, 0);
        for (int q = 0; q < open.Length; q++)
        {
            double weight = Weight(open, q, facts);
            if (weight > most) (best, most) = (open[q].Question, weight);
        }

        return best;
    }

    // How often the answer decides: over many ways in which the other open questions may be answered, the share of answers that lead elsewhere than most do.
    private double Weight((InterviewQuestion Question, ImmutableArray<FactChange> Answers)[] open, int asked, FactSheet facts)
    {
        ImmutableArray<FactChange> answers = open[asked].Answers;
        double sum = 0;
        for (int c = 0; c < Completions; c++)
        {
            FactSheet completed = facts;
            for (int q = 0; c > 0 && q < open.Length; q++)
            {
                if (q != asked && open[q].Answers.Length > 0) completed = open[q].Answers[Place(c, q, open[q].Answers.Length)].On(completed);
            }

            int usual = answers.Select(a => _scorer.Score(a.On(completed))).Append(_scorer.Score(completed)).GroupBy(s => (s.Leader, s.Hosting)).Max(g => g.Count());
            sum += 1 - (usual / (answers.Length + 1.0));
        }

        return sum / Completions;
    }

    private ImmutableArray<FactChange> Answers(InterviewQuestion question, FactSheet facts) =>
    [
        .. _domains.Where(d => question.Fields.Contains(d.Field.Name) && !facts.IsKnown(d.Field)).SelectMany(d => d.Around(null).Select(c => new FactChange(d.Field, c.Value))),
    ];

    // A Kronecker sequence: the same on every machine, and evenly spread over the answers of all questions together.
    private static int Place(int completion, int question, int count) => (int)(completion * Strides[question] % 1 * count);

    private readonly record struct FactChange(RuleField Field, FactValue Value)
    {
        public FactSheet On(FactSheet facts) => facts.With(Field, Value);
    }
}
