using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>What stands behind the point of a measure's name: <c>5,10</c> of <c>P.5,10</c>.</summary>
/// <param name="name">The measure.</param>
/// <param name="text">Its parameters, separated by commas; null for the defaults.</param>
internal sealed class MeasureParameters(string name, string? text)
{
    private const int Most = 1000;

    /// <summary>The name as trec_eval prints it: with the parameters as they were given.</summary>
    public string FullName => text is null ? name : $"{name}_{text}";

    /// <summary>Whole numbers of at least 1, ascending; a fraction is cut off, as C's <c>atol</c> does.</summary>
    public int[] Cutoffs(ImmutableArray<int> byDefault)
    {
        if (text is null) return [.. byDefault];
        int[] cutoffs = [.. Numbers([]).Select(n => n is >= 1 and <= int.MaxValue ? (int)n : throw Wrong("cut-offs must be 1 or more")).Order()];
        return cutoffs.Distinct().Count() == cutoffs.Length ? cutoffs : throw Wrong("a cut-off is given twice");
    }

    /// <summary>Numbers in the order given.</summary>
    public double[] Numbers(double[] byDefault) => text is null ? byDefault : [.. Parts().Select(Number)];

    /// <summary>Numbers of at least 0, ascending, without repeats.</summary>
    public double[] Sorted(double[] byDefault)
    {
        double[] numbers = [.. Numbers(byDefault).Order()];
        return numbers[0] >= 0 && numbers.Distinct().Count() == numbers.Length ? numbers : throw Wrong("expected numbers of 0 or more without repeats");
    }

    /// <summary>Names of values with a number in them: <c>iprec_at_recall_0.10</c>.</summary>
    public ImmutableArray<string> Names(double[] numbers) => [.. numbers.Select(n => string.Create(CultureInfo.InvariantCulture, $"{name}_{n:F2}"))];

    /// <summary>Pairs <c>grade=gain</c>, and <c>p=share</c> where the measure has a persistence.</summary>
    /// <param name="persistent">Whether <c>p</c> is allowed.</param>
    /// <returns>Gains by grade; the persistence, 0.9 unless given.</returns>
    public (ImmutableSortedDictionary<int, double> Gains, double Persistence) Gains(bool persistent)
    {
        ImmutableSortedDictionary<int, double>.Builder gains = ImmutableSortedDictionary.CreateBuilder<int, double>();
        double persistence = 0.9;
        foreach (string part in text is null ? [] : Parts())
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) throw Wrong("expected grade=gain, such as 1=3.5");
            double value = Number(part[(equals + 1)..]);
            if (persistent && part.AsSpan(0, equals) is "p") persistence = value is > 0 and < 1 ? value : throw Wrong("p must be between 0 and 1");
            else if (int.TryParse(part.AsSpan(0, equals), NumberStyles.None, CultureInfo.InvariantCulture, out int grade)) gains[grade] = value;
            else throw Wrong($"expected a grade of 0 or more before '=', found '{part[..equals]}'");
        }

        return (gains.ToImmutable(), persistence);
    }

    /// <summary>Refuses parameters of a measure that has none.</summary>
    public MeasureFamily None(MeasureFamily family) => text is null ? family : throw Wrong("it takes no parameters");

    private string[] Parts()
    {
        string[] parts = text!.Split(',');
        return parts.Length <= Most ? parts : throw Wrong($"at most {Most} parameters are read");
    }

    private double Number(string part) => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
        ? number
        : throw Wrong($"expected a number, found '{part}'");

    /// <summary>Says what is wrong with the measure as it was asked for.</summary>
    public InputException Wrong(string expected) => MeasureCatalog.Wrong(text is null ? name : $"{name}.{text}", expected);
}
