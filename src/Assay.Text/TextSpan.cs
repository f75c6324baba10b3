namespace Assay.Text;

/// <summary>A half-open range of UTF-16 code units, <c>[Start, End)</c>, in some text.</summary>
/// <param name="Start">First code unit; 0 or more.</param>
/// <param name="End">One past the last code unit; <paramref name="Start"/> or more.</param>
public readonly record struct TextSpan(int Start, int End)
{
    /// <summary>Number of code units.</summary>
    public int Length => End - Start;

    /// <summary>The characters of <paramref name="text"/> in this range.</summary>
    /// <param name="text">The text this span was measured in.</param>
    /// <returns>A view of <paramref name="text"/>; nothing is copied.</returns>
    public ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, Length);

    /// <summary>The same range moved by <paramref name="offset"/> code units.</summary>
    /// <param name="offset">May be negative as long as the start stays 0 or more.</param>
    /// <returns>The moved span.</returns>
    public TextSpan Shift(int offset) => new(Start + offset, End + offset);
}
