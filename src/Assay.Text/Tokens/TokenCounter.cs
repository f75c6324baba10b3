namespace Assay.Text.Tokens;

/// <summary>Counts tokens the way one model does: exactly by its tokenizer, or by an estimate.</summary>
/// <remarks>Safe to use from several threads at once when the function is.</remarks>
public sealed class TokenCounter
{
    private readonly Func<ReadOnlySpan<char>, int> count;

    /// <summary>Names a way to count.</summary>
    /// <param name="name">Told apart by it: what was cut by another counter is cut again.</param>
    /// <param name="count">Tokens of a text; the same number for the same text, 1 or more for visible text.</param>
    /// <param name="addsUp">See <see cref="AddsUp"/>; false when in doubt.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public TokenCounter(string name, Func<ReadOnlySpan<char>, int> count, bool addsUp = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(count);
        (Name, this.count, AddsUp) = (name, count, addsUp);
    }

    /// <summary>The estimate that serves where no tokenizer is at hand, see <see cref="TokenEstimate"/>.</summary>
    public static TokenCounter Estimate { get; } = new("estimate/1", TokenEstimate.Count, addsUp: true);

    /// <summary>Name of the counter.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether two texts with white space between them always have as many tokens as the two counted apart. It lets a text that grows piece by
    /// piece be counted once instead of once for every piece.
    /// </summary>
    public bool AddsUp { get; }

    /// <summary>The tokens of <paramref name="text"/>.</summary>
    /// <param name="text">Any text; may be empty.</param>
    /// <returns>0 or more.</returns>
    public int Count(ReadOnlySpan<char> text) => count(text);
}
