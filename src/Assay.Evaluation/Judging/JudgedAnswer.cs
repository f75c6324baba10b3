using System.Collections.Immutable;

namespace Assay.Evaluation.Judging;

/// <summary>An answer as it is judged: its claims, those of the reference answer, and the passages it was made from.</summary>
public sealed record JudgedAnswer
{
    /// <summary>Prepares an answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">What was answered; empty for an abstention, which claims nothing.</param>
    /// <param name="references">Accepted answers; the first is the one whose claims must be found. Empty for none.</param>
    /// <param name="passages">Texts of the passages, in the order of their numbers.</param>
    public JudgedAnswer(string question, string answer, ImmutableArray<string> references, ImmutableArray<string> passages)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answer);
        (Question, Answer, References, Passages) = (question, answer, references, passages);
        AnswerClaims = Claims.Of(answer);
        ReferenceClaims = references.IsEmpty ? [] : Claims.Of(references[0]);
    }

    /// <summary>The question.</summary>
    public string Question { get; }

    /// <summary>What was answered.</summary>
    public string Answer { get; }

    /// <summary>Accepted answers.</summary>
    public ImmutableArray<string> References { get; }

    /// <summary>Texts of the passages.</summary>
    public ImmutableArray<string> Passages { get; }

    /// <summary>What the answer claims.</summary>
    public ImmutableArray<string> AnswerClaims { get; }

    /// <summary>What the reference answer claims.</summary>
    public ImmutableArray<string> ReferenceClaims { get; }

    /// <summary>Whether it is too long to be judged, see <see cref="Claims.Most"/>.</summary>
    public bool IsTooLong => AnswerClaims.Length > Claims.Most || ReferenceClaims.Length > Claims.Most;
}
