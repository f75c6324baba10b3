using System.Collections.Immutable;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Scoring;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Examples.Facts;

/// <summary>Asks a base model whether it knows the facts of training examples: whether it expects their particulars where they stand.</summary>
/// <remarks>
/// Known is a sentence whose numbers and names the model gives, on geometric mean, at least an even chance token by token, behind the prompt and what the answer says before them
/// (as the greedy and sampled answers of Gekhman and others 2024, in one pass). For one caller at a time.
/// </remarks>
public sealed class KnowledgeProbe
{
    private const double Even = 0.6931471805599453;

    private readonly RunningModel model;
    private readonly ExampleTokenizer tokenizer;
    private readonly TextScorer scorer;

    /// <summary>A probe.</summary>
    /// <param name="model">The model before tuning.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="InputException">The model has no chat template.</exception>
    public KnowledgeProbe(RunningModel model, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Model.Template is not { } template) throw new InputException(new Problem("facts", null, "the model has no chat template, so it cannot be asked what it knows. Use a model with one."));
        this.model = model;
        tokenizer = new ExampleTokenizer(model.Model.Tokenizer, template, model.Model.BeginText, model.Model.EndText);
        scorer = new TextScorer(model, team);
    }

    /// <summary>Whether the model knows what a sentence says.</summary>
    /// <param name="example">The example.</param>
    /// <param name="sentence">A sentence of one of its answers.</param>
    /// <returns>False also for a sentence without particulars, and where the conversation is longer than the model's window.</returns>
    /// <exception cref="AssayException">The template refuses the conversation.</exception>
    public bool Knows(ChatExample example, string sentence)
    {
        ArgumentNullException.ThrowIfNull(example);
        ArgumentException.ThrowIfNullOrEmpty(sentence);
        LocatedText text = tokenizer.Locate(example);
        int start = text.Rendered.LastIndexOf(sentence, StringComparison.Ordinal);
        if (start < 0 || text.Tokens.Tokens.Length > model.Model.Config.MaxPositions) return false;
        TextSpan[] particulars = [.. Particulars(sentence).Select(p => new TextSpan(start + p.Start, start + p.End))];
        bool[] asked = [.. text.Offsets.Select((o, i) => i > 0 && particulars.Any(p => o.End > p.Start && o.Start < p.End))];
        if (!asked.Contains(true)) return false;
        int end = Array.LastIndexOf(asked, true) + 1;
        ImmutableArray<ScoredText> scored = scorer.Score([new SupervisedText(example.Line, text.Tokens.Tokens[..end], asked[..end])]);
        return scored[0].Loss <= Even;
    }

    // Where the particulars stand, each at its first place.
    private static IEnumerable<TextSpan> Particulars(string sentence)
    {
        foreach (string particular in AnswerStatements.Particulars(sentence, AnswerStatements.Calculated(sentence), AnswerStatements.CapitalsMarkNames(sentence)).Distinct(StringComparer.Ordinal))
        {
            int at = sentence.IndexOf(particular, StringComparison.Ordinal);
            if (at >= 0) yield return new TextSpan(at, at + particular.Length);
        }
    }
}
