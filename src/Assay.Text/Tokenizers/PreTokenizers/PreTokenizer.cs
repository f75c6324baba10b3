using Assay.Text.Tokenizers.Patterns;

namespace Assay.Text.Tokenizers.PreTokenizers;

/// <summary>Cuts text into the pieces that are tokenized one by one. Safe to use from several threads.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Cuts and rewrites the pieces.</summary>
    public abstract void Apply(PieceList pieces);
}

/// <summary>Several pre-tokenizers one after the other.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<PreTokenizer> steps) : PreTokenizer
{
    /// <summary>The steps.</summary>
    public IReadOnlyList<PreTokenizer> Steps => steps;

    /// <inheritdoc/>
    public override void Apply(PieceList pieces)
    {
        foreach (PreTokenizer step in steps) step.Apply(pieces);
    }
}

/// <summary>Cuts where a pattern matches, or where it does not.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="behavior">What becomes of matches.</param>
/// <param name="invert">Take what is between matches for the matches.</param>
internal sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert) : PreTokenizer
{
    private readonly PieceScanner? _scanner = behavior == SplitBehavior.Isolated || (behavior == SplitBehavior.Removed && invert) ? (pattern as ScannerPattern)?.Scanner : null;

    /// <inheritdoc/>
    public override void Apply(PieceList pieces)
    {
        if (_scanner is not null)
        {
            pieces.Split(Scan);
            return;
        }

        var parts = new List<(int Start, int End, bool IsMatch)>();
        pieces.Split((piece, offset, into) =>
        {
            parts.Clear();
            pattern.Find(piece, parts);
            for (int i = 0; invert && i < parts.Count; i++) parts[i] = parts[i] with { IsMatch = !parts[i].IsMatch };
            behavior.Apply(parts, offset, into);
        });
    }

    private void Scan(ReadOnlySpan<char> piece, int offset, List<(int Start, int End)> into)
    {
        for (int at = 0; at < piece.Length;)
        {
            int end = _scanner!.End(piece, at);
            into.Add((at + offset, end + offset));
            at = end;
        }
    }
}

/// <summary>Cuts after every so many characters.</summary>
/// <param name="length">Characters of a piece, at least 1.</param>
internal sealed class FixedLengthPreTokenizer(int length) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Apply(PieceList pieces) => pieces.Split((piece, offset, into) =>
    {
        int start = 0, count = 0;
        for (int at = 0; at < piece.Length;)
        {
            at += UnicodeText.UnitsAt(piece, at);
            if (++count < length && at < piece.Length) continue;
            into.Add((start + offset, at + offset));
            (start, count) = (at, 0);
        }
    });
}
