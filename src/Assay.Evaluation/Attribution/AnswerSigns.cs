using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;

namespace Assay.Evaluation.Attribution;

/// <summary>What is to be seen of one answer, part by part. A part is null where it cannot be told.</summary>
public readonly record struct AnswerSigns
{
    /// <summary>Least score of the facts that counts as right: an accepted answer contained, or at least half of the words of the nearest one.</summary>
    public const double LeastFacts = 0.5;

    /// <summary>Whether there is no answer to speak of, because the provider failed or took too long.</summary>
    public bool Missing { get; init; }

    /// <summary>Whether a judge was needed and failed.</summary>
    public bool JudgeFailed { get; init; }

    /// <summary>Whether the prompt did not fit the model's window.</summary>
    public bool OverContext { get; init; }

    /// <summary>Whether everything about it is right.</summary>
    public bool Right { get; init; }

    /// <summary>Whether it declines.</summary>
    public bool Abstained { get; init; }

    /// <summary>Whether the facts are right.</summary>
    public bool? Facts { get; init; }

    /// <summary>Whether the expected fields have their values.</summary>
    public bool? Fields { get; init; }

    /// <summary>Whether it has the form that is asked for; false when it was cut off.</summary>
    public bool? Form { get; init; }

    /// <summary>Whether the page that the question names says what the answer says.</summary>
    public bool? Supported { get; init; }

    /// <summary>Reads a scored answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="score">Its score.</param>
    /// <returns>The signs, without <see cref="Supported"/>.</returns>
    public static AnswerSigns Of(Question question, AnswerScore score)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(score);
        switch (score.Outcome)
        {
            case Outcome.ProviderFailed or Outcome.TimedOut or Outcome.NotApplicable: return new AnswerSigns { Missing = true };
            case Outcome.JudgeFailed: return new AnswerSigns { JudgeFailed = true };
            case Outcome.OverContext: return new AnswerSigns { OverContext = true };
            case Outcome.Invalid: return new AnswerSigns { Form = false };
        }

        if (!question.Answerable) return new AnswerSigns { Right = score.Score == 1, Abstained = score.Abstained };

        // Fields of what is no record are not wrong, they are not there to be seen.
        bool? facts = score.Abstained ? false : score.Facts is { } share ? share >= LeastFacts : null;
        bool? form = score.Contract is { } holds ? holds == 1 : null, fields = score.Behaviour is { } right && form != false ? right == 1 : null;
        return new AnswerSigns { Abstained = score.Abstained, Facts = facts, Fields = fields, Form = form, Right = facts != false && fields != false && form != false };
    }
}
