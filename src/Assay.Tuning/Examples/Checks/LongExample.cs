namespace Assay.Tuning.Examples.Checks;

/// <summary>An example that does not fit the window.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="LearnedLost">Tokens to be learned that lie behind the window's end.</param>
public sealed record LongExample(int Line, int Tokens, int LearnedLost);
