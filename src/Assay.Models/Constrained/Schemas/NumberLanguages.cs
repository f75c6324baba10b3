using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Assay.Models.Constrained.Automata;
using Assay.Models.Constrained.Patterns;
using static Assay.Models.Constrained.Patterns.PatternNode;

namespace Assay.Models.Constrained.Schemas;

/// <summary>Numbers within bounds, as texts.</summary>
/// <remarks>
/// Integers have at most 18 digits, or one more than their bounds; they are written without a point or exponent. Other numbers have at most 15 digits before and 12 behind
/// the point, so that every comparison is exact in <see langword="decimal"/>, and an exponent of at most two digits where there are no bounds.
/// </remarks>
internal static class NumberLanguages
{
    private const int MostBoundDigits = 27;
    private const int IntegerDigits = 18;
    private const int WholeDigits = 15;
    private const int FractionDigits = 12;
    private const int MostRemainders = 10_000;

    /// <summary>The whole numbers that keep to rules.</summary>
    public static Dfa Integers(ImmutableArray<NumberRule> rules)
    {
        BigInteger? low = null, high = null;
        foreach (NumberRule rule in rules.Where(r => r.Keyword != "multipleOf"))
        {
            DecimalText bound = Bound(rule);
            (BigInteger floor, bool whole) = (Floor(bound), bound.Fraction.Length == 0);
            if (rule.Keyword is "minimum" or "exclusiveMinimum") low = BigInteger.Max(low ?? floor, whole && rule.Keyword == "minimum" ? floor : floor + 1);
            if (rule.Keyword is "minimum" && !whole) low = BigInteger.Max(low!.Value, floor + 1);
            if (rule.Keyword is "maximum" || (rule.Keyword == "exclusiveMaximum" && !whole)) high = BigInteger.Min(high ?? floor, floor);
            if (rule.Keyword is "exclusiveMaximum" && whole) high = BigInteger.Min(high ?? (floor - 1), floor - 1);
        }

        int digits = Math.Max(IntegerDigits, new[] { low, high }.Max(b => b is { } v ? Digits(BigInteger.Abs(v)).Length + 1 : 0));
        BigInteger limit = BigInteger.Pow(10, digits) - 1;
        Dfa result = PatternCompiler.Compile(IntegerRange(BigInteger.Max(low ?? -limit, -limit), BigInteger.Min(high ?? limit, limit)), inJson: false);
        foreach (NumberRule rule in rules.Where(r => r.Keyword == "multipleOf"))
        {
            DecimalText unit = Bound(rule);
            if (unit.Negative || unit == new DecimalText(false, "0", "")) throw SchemaReader.Refusal(rule.Pointer, "must be above 0");
            if (PowerOfTenth(unit) is not null) continue;
            if (unit.Fraction.Length > 0 || Floor(unit) > MostRemainders) throw SchemaReader.Refusal(rule.Pointer, $"only whole numbers up to {MostRemainders} and 0.1, 0.01 and so on are supported for generation");
            result = DfaConstruction.Intersect(result, Multiples((int)Floor(unit)));
        }

        return result;
    }

    /// <summary>The numbers that keep to rules.</summary>
    public static Dfa Numbers(ImmutableArray<NumberRule> rules)
    {
        int fraction = FractionDigits;
        foreach (NumberRule rule in rules.Where(r => r.Keyword == "multipleOf"))
        {
            if (PowerOfTenth(Bound(rule)) is not { } places) return Integers(rules);
            fraction = Math.Min(fraction, places);
        }

        if (fraction == 0) return Integers(rules);
        PatternNode whole = Any(Word("0"), Join(Range('1', '9'), Times(Digit, 0, WholeDigits - 1)));
        PatternNode point = Maybe(Join(Word("."), Times(Digit, 1, fraction)));
        PatternNode sign = Maybe(Word("-"));
        if (rules.IsEmpty)
        {
            PatternNode exponent = Maybe(Join(new Set(CharSet.Of(('e', 'e'), ('E', 'E'))), Maybe(new Set(CharSet.Of(('+', '+'), ('-', '-')))), Times(Digit, 1, 2)));
            return PatternCompiler.Compile(Join(sign, whole, point, exponent), inJson: false);
        }

        Dfa result = PatternCompiler.Compile(Join(sign, whole, point), inJson: false);
        foreach (NumberRule rule in rules.Where(r => r.Keyword != "multipleOf"))
        {
            result = DfaConstruction.Intersect(result, PatternCompiler.Compile(Comparison(rule.Keyword, Bound(rule)), inJson: false));
        }

        return result;
    }

    /// <summary>Whether no number keeps to both lists of rules, as far as bounds show.</summary>
    public static bool Apart(ImmutableArray<NumberRule> a, ImmutableArray<NumberRule> b) => Below(a, b) || Below(b, a);

    private static PatternNode Digit => Range('0', '9');

    private static bool Below(ImmutableArray<NumberRule> lower, ImmutableArray<NumberRule> upper)
    {
        foreach (NumberRule most in lower.Where(r => r.Keyword is "maximum" or "exclusiveMaximum"))
        {
            foreach (NumberRule least in upper.Where(r => r.Keyword is "minimum" or "exclusiveMinimum"))
            {
                int order = decimal.Parse(Text(Bound(most)), CultureInfo.InvariantCulture).CompareTo(decimal.Parse(Text(Bound(least)), CultureInfo.InvariantCulture));
                if (order < 0 || (order == 0 && (most.Keyword[0] == 'e' || least.Keyword[0] == 'e'))) return true;
            }
        }

        return false;

        static string Text(DecimalText d) => $"{(d.Negative ? "-" : "")}{d.Whole}.{d.Fraction}0";
    }

    private static DecimalText Bound(NumberRule rule)
    {
        DecimalText? bound = DecimalText.Parse(rule.Value.ToJsonString());
        if (bound is null || bound.Whole.Length + bound.Fraction.Length > MostBoundDigits) throw SchemaReader.Refusal(rule.Pointer, $"a number of more than {MostBoundDigits} digits is not supported for generation");
        return bound;
    }

    private static BigInteger Floor(DecimalText number)
    {
        BigInteger whole = BigInteger.Parse(number.Whole, CultureInfo.InvariantCulture);
        return number.Negative ? -whole - (number.Fraction.Length > 0 ? 1 : 0) : whole;
    }

    private static int? PowerOfTenth(DecimalText unit)
    {
        if (unit is { Whole: "1", Fraction: "" }) return 0;
        return unit.Whole == "0" && unit.Fraction.EndsWith('1') && unit.Fraction.TrimEnd('1').Length == unit.Fraction.Length - 1 && unit.Fraction.TrimEnd('1').All(c => c == '0') ? unit.Fraction.Length : null;
    }

    private static PatternNode IntegerRange(BigInteger low, BigInteger high)
    {
        List<PatternNode> parts = [];
        if (high >= 0 && low <= high) parts.Add(FromTo(BigInteger.Max(low, 0), high));
        if (low < 0 && low <= high) parts.Add(Join(Word("-"), FromTo(BigInteger.Max(1, -high), -low)));
        return Any(parts);
    }

    // Both 0 or more; split by number of digits.
    private static PatternNode FromTo(BigInteger low, BigInteger high)
    {
        List<PatternNode> parts = [];
        string a = Digits(low), b = Digits(high);
        for (int length = a.Length; length <= b.Length; length++)
        {
            string first = length == a.Length ? a : "1" + new string('0', length - 1);
            parts.Add(SameLength(first, length == b.Length ? b : new string('9', length)));
        }

        return Any(parts);
    }

    private static PatternNode SameLength(string low, string high)
    {
        if (low.All(c => c == '0') && high.All(c => c == '9')) return Times(Digit, low.Length, low.Length);
        if (low[0] == high[0]) return Join(Word(low[..1]), SameLength(low[1..], high[1..]));
        List<PatternNode> parts =
        [
            Join(Word(low[..1]), SameLength(low[1..], new string('9', low.Length - 1))),
            Join(Word(high[..1]), SameLength(new string('0', low.Length - 1), high[1..])),
        ];
        if (high[0] - low[0] > 1) parts.Add(Join(Range((char)(low[0] + 1), (char)(high[0] - 1)), Times(Digit, low.Length - 1, low.Length - 1)));
        return Any(parts);
    }

    private static string Digits(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);

    // States: before the sign, behind it, and the remainder of the digits so far.
    private static Dfa Multiples(int unit) => DfaConstruction.Explore(
        -2,
        DfaConstruction.Classes(b => b is (>= (byte)'0' and <= (byte)'9') or (byte)'-' ? b : -1),
        (int from, byte value, out int to) =>
        {
            bool digit = value is >= (byte)'0' and <= (byte)'9';
            to = digit ? ((Math.Max(from, 0) * 10) + value - '0') % unit : -1;
            return digit || (value == '-' && from == -2);
        },
        s => s == 0);

    // All texts [-]digits[.digits] that compare as wanted; leading zeros and lengths are held by the language it is intersected with.
    private static PatternNode Comparison(string keyword, DecimalText bound)
    {
        bool atLeast = keyword is "minimum" or "exclusiveMinimum", strict = keyword[0] == 'e';
        PatternNode anything = Join(Times(Digit, 1, null), Maybe(Join(Word("."), Times(Digit, 1, null))));
        PatternNode zero = Join(Times(Word("0"), 1, null), Maybe(Join(Word("."), Times(Word("0"), 1, null))));
        bool isZero = bound is { Whole: "0", Fraction: "" };
        if (atLeast != bound.Negative || (isZero && atLeast))
        {
            // x >= b with b >= 0, or x <= b with b < 0: numbers of the bound's sign that are at least as far from 0.
            PatternNode beyond = Beyond(bound, strict);
            if (bound.Negative) return Join(Word("-"), beyond);
            return isZero && !strict ? Any(beyond, Join(Word("-"), zero)) : beyond;
        }

        // The other side: all numbers of the other sign, and those of the bound's sign that are at most as far from 0.
        PatternNode within = Within(bound, strict);
        if (bound.Negative) return Any(anything, Join(Word("-"), within));
        // Below a bound of 0 or more: every negative number, where -0 counts as 0.
        PatternNode negative = isZero && strict ? Join(Word("-"), Beyond(bound, strict: true)) : Join(Word("-"), anything);
        return Any(negative, within);
    }

    private static PatternNode Beyond(DecimalText bound, bool strict)
    {
        BigInteger whole = BigInteger.Parse(bound.Whole, CultureInfo.InvariantCulture);
        PatternNode rest = Maybe(Join(Word("."), Times(Digit, 1, null)));
        PatternNode more = Join(FromTo(whole + 1, BigInteger.Pow(10, MostBoundDigits + 2)), rest);
        return Any(more, Join(Word(bound.Whole), AtLeast(bound.Fraction, strict)));
    }

    private static PatternNode Within(DecimalText bound, bool strict)
    {
        BigInteger whole = BigInteger.Parse(bound.Whole, CultureInfo.InvariantCulture);
        PatternNode rest = Maybe(Join(Word("."), Times(Digit, 1, null)));
        PatternNode equal = Join(Word(bound.Whole), AtMost(bound.Fraction, strict));
        return whole.IsZero ? equal : Any(equal, Join(FromTo(0, whole - 1), rest));
    }

    // The part from the point on, compared with digits.
    private static PatternNode AtLeast(string digits, bool strict)
    {
        PatternNode more = Join(Word("."), Times(Digit, 0, null), Range('1', '9'), Times(Digit, 0, null));
        if (digits.Length == 0) return strict ? more : Maybe(Join(Word("."), Times(Digit, 1, null)));
        return Join(Word("."), Tail(digits, strict, above: true));
    }

    private static PatternNode AtMost(string digits, bool strict)
    {
        PatternNode zeros = Maybe(Join(Word("."), Times(Word("0"), 1, null)));
        if (digits.Length == 0) return strict ? Any() : zeros;
        return Any(Nothing, Join(Word("."), Tail(digits, strict, above: false)));
    }

    private static PatternNode Tail(string digits, bool strict, bool above)
    {
        char d = digits[0];
        List<PatternNode> parts = [];
        PatternNode free = Times(Digit, 0, null);
        if (above && d < '9') parts.Add(Join(Range((char)(d + 1), '9'), free));
        if (!above && d > '0') parts.Add(Join(Range('0', (char)(d - 1)), free));
        PatternNode same = Word(digits[..1]);
        if (digits.Length > 1)
        {
            parts.Add(Join(same, Tail(digits[1..], strict, above)));
            // The text may end before the bound's digits do: then it is smaller.
            if (!above) parts.Add(same);
        }
        else if (above)
        {
            parts.Add(Join(same, strict ? Join(free, Range('1', '9'), free) : free));
        }
        else if (!strict)
        {
            parts.Add(Join(same, Times(Word("0"), 0, null)));
        }

        return Any(parts);
    }
}
