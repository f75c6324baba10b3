using System.Collections.Immutable;
using Assay.Models.Sampling;
using Assay.Tuning.Examples;

namespace Assay.Tuning.Memorization;

/// <summary>How canaries are made.</summary>
public sealed record CanaryOptions
{
    /// <summary>One canary for each number: how often it is put among the training data.</summary>
    /// <value>Each 0 to 1,000; default 0, 1 and 4.</value>
    public ImmutableArray<int> Copies { get; init; } = [0, 1, 4];

    /// <summary>Digits of a secret.</summary>
    /// <value>4 to 12; default 8: a hundred million secrets, 26.6 bits.</value>
    public int Digits { get; init; } = 8;

    /// <summary>Chooses labels and secrets.</summary>
    public ulong Seed { get; init; }
}

/// <summary>Makes canaries.</summary>
public static class Canaries
{
    private const string LabelLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int LabelLength = 4, MostCopies = 1000;

    /// <summary>Makes them.</summary>
    /// <param name="options">How.</param>
    /// <returns>One for each number of copies; the same for the same options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static ImmutableArray<Canary> Make(CanaryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Digits is < 4 or > 12) throw new ArgumentOutOfRangeException(nameof(options), options.Digits, "A secret has 4 to 12 digits.");
        if (options.Copies.Any(c => c is < 0 or > MostCopies)) throw new ArgumentOutOfRangeException(nameof(options), string.Join(", ", options.Copies), $"A canary is put among the data 0 to {MostCopies} times.");
        var random = new Xoshiro256(options.Seed);
        var made = ImmutableArray.CreateBuilder<Canary>();
        HashSet<string> labels = new(StringComparer.Ordinal);
        foreach (int copies in options.Copies)
        {
            string label;
            do label = Draw(LabelLetters, LabelLength, ref random);
            while (!labels.Add(label));
            made.Add(new Canary(label, Digits(options.Digits, ref random), copies));
        }

        return made.ToImmutable();
    }

    /// <summary>What is put among the training data: every canary as often as it says. Training shuffles them in.</summary>
    /// <param name="canaries">The canaries.</param>
    /// <returns>Their examples.</returns>
    public static ImmutableArray<ChatExample> Examples(IEnumerable<Canary> canaries) => [.. canaries.SelectMany(c => Enumerable.Repeat(c.ToExample(), c.Copies))];

    /// <summary>Digits drawn at random.</summary>
    internal static string Digits(int count, ref Xoshiro256 random) => Draw("0123456789", count, ref random);

    private static string Draw(string letters, int count, ref Xoshiro256 random)
    {
        char[] drawn = new char[count];
        for (int i = 0; i < count; i++) drawn[i] = letters[(int)(random.NextUnit() * letters.Length)];
        return new string(drawn);
    }
}
