namespace Assay.Retrieval.Storage;

/// <summary>A question that somebody asked, without what became of it.</summary>
/// <param name="Trace">Number of its trace.</param>
/// <param name="Time">When the answer was kept, UTC.</param>
/// <param name="Asker">Who asked; empty when nobody was named.</param>
/// <param name="Text">What was asked.</param>
public sealed record AskedQuestion(long Trace, DateTimeOffset Time, string Asker, string Text);
