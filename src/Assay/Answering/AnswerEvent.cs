namespace Assay.Answering;

/// <summary>What happens while a model answers: any number of <see cref="AnswerDelta"/>, then exactly one <see cref="AnswerCompleted"/>.</summary>
public abstract record AnswerEvent
{
    private protected AnswerEvent() { }
}

/// <summary>The next piece of the answer's text.</summary>
/// <param name="Text">May be empty.</param>
public sealed record AnswerDelta(string Text) : AnswerEvent;

/// <summary>The answer is complete.</summary>
/// <param name="Answer">The whole text with counts and time.</param>
public sealed record AnswerCompleted(ModelAnswer Answer) : AnswerEvent;
