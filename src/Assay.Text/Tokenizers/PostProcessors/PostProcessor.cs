namespace Assay.Text.Tokenizers.PostProcessors;

/// <summary>Adds special tokens to one text or two, or trims offsets. Safe to use from several threads.</summary>
internal abstract class PostProcessor
{
    /// <summary>Tokens that are added to one text, or to two.</summary>
    public virtual int AddedTokens(bool isPair) => 0;

    /// <summary>Processes one text or two.</summary>
    /// <param name="parts">The texts, or what earlier steps made of them; to be joined at the end.</param>
    /// <param name="addSpecialTokens">Whether special tokens are wanted.</param>
    public abstract List<EncodingPart> Process(List<EncodingPart> parts, bool addSpecialTokens);
}

/// <summary>Several post-processors one after the other.</summary>
internal sealed class PostProcessorSequence(IReadOnlyList<PostProcessor> steps) : PostProcessor
{
    /// <inheritdoc/>
    public override int AddedTokens(bool isPair) => steps.Sum(s => s.AddedTokens(isPair));

    /// <inheritdoc/>
    public override List<EncodingPart> Process(List<EncodingPart> parts, bool addSpecialTokens)
    {
        foreach (PostProcessor step in steps) parts = step.Process(parts, addSpecialTokens);
        return parts;
    }
}

/// <summary>Takes the blanks at the ends of tokens out of their offsets.</summary>
/// <param name="tokenOf">Text of a token.</param>
/// <param name="addedPrefixSpace">Whether a space was put before the text, which must not be taken off.</param>
internal sealed class OffsetTrimmer(Func<int, string?> tokenOf, bool addedPrefixSpace) : PostProcessor
{
    private const char ByteLevelSpace = '\u0120';

    /// <inheritdoc/>
    public override List<EncodingPart> Process(List<EncodingPart> parts, bool addSpecialTokens)
    {
        foreach (EncodingPart part in parts)
        {
            Trim(part);
            part.Overflowing.ForEach(Trim);
        }

        return parts;
    }

    /// <summary>Blanks at the ends of a text.</summary>
    public static (int Leading, int Trailing) BlanksOf(ReadOnlySpan<char> text)
    {
        int leading = 0, trailing = 0;
        while (leading < text.Length && IsBlank(text[leading])) leading++;
        while (trailing < text.Length && IsBlank(text[text.Length - 1 - trailing])) trailing++;
        return (leading, trailing);
    }

    private static int UnitsBefore(string text, int end)
    {
        UnicodeText.ScalarBefore(text, end, out int units);
        return units;
    }

    private static bool IsBlank(char c) => c == ByteLevelSpace || char.IsWhiteSpace(c);

    private void Trim(EncodingPart part)
    {
        for (int i = 0; i < part.Count; i++)
        {
            (int leading, int trailing) = part.Blanks?[i] ?? BlanksOf(tokenOf(part.Ids[i]));
            if (leading + trailing == 0) continue;
            (int start, int end) = (part.Offsets[i].Start, part.Offsets[i].End);
            if (leading == 1 && addedPrefixSpace && (i == 0 || start == 0)) leading = 0;

            // Blanks are counted in characters, whatever the characters of the original are.
            while (leading-- > 0 && start < end) start += part.Text is null ? 1 : UnicodeText.UnitsAt(part.Text, start);
            while (trailing-- > 0 && end > start) end -= part.Text is null ? 1 : UnitsBefore(part.Text, end);
            part.Offsets[i] = new TextSpan(start, end);
        }
    }
}

/// <summary>The special tokens of BERT or RoBERTa.</summary>
/// <param name="first">Goes before the first text.</param>
/// <param name="separator">Goes after every text and, in RoBERTa, before the second too.</param>
/// <param name="isRoberta">RoBERTa tells the model one type only.</param>
/// <param name="trimmer">Trims offsets, or null.</param>
internal sealed class BertProcessor(int first, int separator, bool isRoberta, OffsetTrimmer? trimmer) : PostProcessor
{
    /// <inheritdoc/>
    public override int AddedTokens(bool isPair) => !isPair ? 2 : isRoberta ? 4 : 3;

    /// <inheritdoc/>
    public override List<EncodingPart> Process(List<EncodingPart> parts, bool addSpecialTokens)
    {
        parts = trimmer?.Process(parts, addSpecialTokens) ?? parts;
        if (isRoberta) parts = [.. parts.Select(p => p.WithType(0))];
        return addSpecialTokens ? [.. parts.Select(Surround)] : parts;
    }

    private EncodingPart Surround(EncodingPart part, int index)
    {
        int type = isRoberta || index == 0 ? 0 : 1;
        EncodingPart after = EncodingPart.Special([separator], type);
        EncodingPart? before = index == 0 ? EncodingPart.Special([first], 0) : isRoberta ? EncodingPart.Special([separator], 0) : null;
        EncodingPart Around(EncodingPart text) => EncodingPart.Join(before is null ? [text, after] : [before, text, after]);
        return Around(part with { Overflowing = [] }) with { Overflowing = [.. part.Overflowing.Select(o => Around(isRoberta ? o.WithType(0) : o))] };
    }
}

/// <summary>Puts texts and special tokens together as a template says.</summary>
/// <param name="single">Template for one text.</param>
/// <param name="pair">Template for two.</param>
internal sealed class TemplateProcessor(IReadOnlyList<TemplatePiece> single, IReadOnlyList<TemplatePiece> pair) : PostProcessor
{
    /// <inheritdoc/>
    public override int AddedTokens(bool isPair) => (isPair ? pair : single).Sum(p => p.Ids.Length);

    /// <inheritdoc/>
    public override List<EncodingPart> Process(List<EncodingPart> parts, bool addSpecialTokens)
    {
        var put = new List<EncodingPart>();
        foreach (TemplatePiece piece in parts.Count == 1 ? single : pair)
        {
            if (piece.Sequence >= 0) put.Add(parts[piece.Sequence].WithType(piece.TypeId));
            else if (addSpecialTokens) put.Add(EncodingPart.Special(piece.Ids, piece.TypeId));
        }

        return put;
    }
}

/// <summary>A place in a template.</summary>
/// <param name="Sequence">0 for the first text, 1 for the second, -1 for special tokens.</param>
/// <param name="Ids">The special tokens.</param>
/// <param name="TypeId">Type that the model is told.</param>
internal sealed record TemplatePiece(int Sequence, int[] Ids, int TypeId);
