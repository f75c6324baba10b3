namespace Assay.Text.Analysis;

/// <summary>A number as it stands in a text.</summary>
/// <param name="End">One past its last character.</param>
/// <param name="Groups">Runs of digits; more than two that are not digit grouping make a version, a date or an address.</param>
/// <param name="Kind">How its separators are to be read.</param>
internal readonly record struct NumberShape(int End, int Groups, NumberKind Kind);

/// <summary>How the separators of a number are to be read.</summary>
internal enum NumberKind : byte
{
    /// <summary>Separators are digit grouping and are dropped.</summary>
    Grouped,

    /// <summary>The last separator is the decimal sign, the others are digit grouping.</summary>
    Decimal,

    /// <summary>Full stops that are kept: a version, a date, an address.</summary>
    Dotted,
}

/// <summary>Reads numbers with digit grouping and decimals.</summary>
/// <remarks>
/// <c>1,000.50</c> and <c>1.000,50</c> explain themselves. <c>1,000</c> and <c>1.000</c> do not: with a decimal point (English and others) they are
/// a thousand and one, with a decimal comma (German, Spanish, French, Italian) one and a thousand.
/// </remarks>
internal static class NumberReader
{
    private const int MaxGroups = 8;

    /// <summary>The number whose first digit is at <paramref name="start"/>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="start">Position of a digit.</param>
    /// <param name="decimalComma">Whether the language writes a comma before decimals.</param>
    public static NumberShape Read(ReadOnlySpan<char> text, int start, bool decimalComma)
    {
        Span<int> lengths = stackalloc int[MaxGroups];
        Span<int> ends = stackalloc int[MaxGroups];
        Span<char> separators = stackalloc char[MaxGroups];
        int groups = 0, i = start;
        while (true)
        {
            int from = i;
            while (i < text.Length && IsDigit(text[i])) i++;
            lengths[groups] = i - from;
            ends[groups++] = i;
            if (groups == MaxGroups || i + 1 >= text.Length || text[i] is not ('.' or ',') || !IsDigit(text[i + 1])) break;
            separators[groups - 1] = text[i++];
        }

        int comma = separators[..(groups - 1)].IndexOf(',');
        NumberKind? kind = Decide(lengths[..groups], separators[..(groups - 1)], decimalComma);
        if (kind is null)
        {
            // A list: what stands before the first comma is a number by itself.
            groups = comma + 1;
            kind = Decide(lengths[..groups], separators[..comma], decimalComma);
        }

        return new NumberShape(ends[groups - 1], groups, kind ?? NumberKind.Dotted);
    }

    /// <summary>Writes the number as a term: ASCII digits and full stops.</summary>
    /// <param name="number">The characters of the number.</param>
    /// <param name="kind">How its separators are to be read.</param>
    /// <param name="target">Takes the term.</param>
    /// <returns>Characters written; a number that does not fit is cut.</returns>
    public static int Write(ReadOnlySpan<char> number, NumberKind kind, Span<char> target)
    {
        ReadOnlySpan<char> folds = Characters.FoldTable;
        int sign = kind == NumberKind.Decimal ? number.LastIndexOfAny('.', ',') : -1;
        int length = 0;
        for (int i = 0; i < number.Length && length < target.Length; i++)
        {
            if (number[i] is not ('.' or ',')) target[length++] = folds[number[i]];
            else if (i == sign || kind == NumberKind.Dotted) target[length++] = '.';
        }

        return length;
    }

    private static bool IsDigit(char c) => Characters.Classes[c] == CharacterClass.Digit;

    /// <summary>How the separators are to be read, or null when they include a comma that neither groups digits nor comes before decimals.</summary>
    private static NumberKind? Decide(ReadOnlySpan<int> lengths, ReadOnlySpan<char> separators, bool decimalComma)
    {
        if (separators.IsEmpty) return NumberKind.Grouped;
        char first = separators[0];
        bool same = !separators.ContainsAnyExcept(first);
        if (same)
        {
            bool grouped = IsGrouped(lengths);
            if (first == ',') return separators.Length == 1 && decimalComma ? NumberKind.Decimal : grouped ? NumberKind.Grouped : null;
            if (decimalComma && grouped) return NumberKind.Grouped;
            return separators.Length == 1 ? NumberKind.Decimal : NumberKind.Dotted;
        }

        bool mixed = !separators[..^1].ContainsAnyExcept(first) && separators[^1] != first && IsGrouped(lengths[..^1]);
        return mixed ? NumberKind.Decimal : null;
    }

    private static bool IsGrouped(ReadOnlySpan<int> lengths) => lengths[0] <= 3 && !lengths[1..].ContainsAnyExcept(3);
}
