using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Sampling;

namespace Assay.Benchmarks.Tuning;

/// <summary>Draws other values for the variables of training questions, so that a model learns to copy values instead of remembering them.</summary>
/// <remarks>Made of the training questions' own values: whole ones, words of several together, and codes whose letters come from several. Nothing is taken from test questions.</remarks>
internal sealed class SqlValues
{
    private readonly Dictionary<string, string[]> pools;
    private Xoshiro256 random;

    /// <summary>Collects the values of training questions by kind.</summary>
    public SqlValues(IEnumerable<AdvisingQuestion> questions, ulong seed)
    {
        pools = questions.SelectMany(q => q.Values).GroupBy(v => Kind(v.Key), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(v => v.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        random = new Xoshiro256(seed);
    }

    /// <summary>Other values for a question's variables.</summary>
    public ImmutableSortedDictionary<string, string> Draw(AdvisingQuestion question) =>
        question.Values.Keys.ToImmutableSortedDictionary(name => name, name => Value(Kind(name)), StringComparer.Ordinal);

    private string Value(string kind) => kind switch
    {
        "number" => (100 + Below(900)).ToString(CultureInfo.InvariantCulture),
        "department" => Below(3) == 0 ? Of(kind) : Code(),
        "instructor" => Below(4) == 0 ? WordOf(kind) : $"{WordOf(kind)} {WordOf(kind)}",
        "topic" => string.Join(' ', Enumerable.Range(0, 1 + Below(6)).Select(_ => WordOf(kind))),
        "firstname" or "lastname" => WordOf(Below(2) == 0 ? kind : "instructor"),
        "time" => string.Create(CultureInfo.InvariantCulture, $"{Below(24):00}:{15 * Below(4):00}"),
        _ => Of(kind),
    };

    // The beginning of one department's code and the end of another's.
    private string Code()
    {
        string first = Of("department"), second = Of("department");
        string code = first[..(1 + Below(first.Length))] + second[Below(second.Length)..];
        return code[..Math.Min(code.Length, 8)];
    }

    // A word of a value; one in three is the beginning of a word and the end of another.
    private string WordOf(string kind)
    {
        string first = Word(kind), second = Word(kind).ToLowerInvariant();
        return Below(3) > 0 ? first : first[..(1 + Below(first.Length))] + second[Below(second.Length)..];
    }

    private string Word(string kind)
    {
        string[] words = Of(kind).Split(' ');
        return words[Below(words.Length)];
    }

    private string Of(string kind) => pools[kind][Below(pools[kind].Length)];

    private int Below(int most) => (int)(random.NextUnit() * most);

    private static string Kind(string name) => name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
}
