using System.Collections.Immutable;
using System.Globalization;
using Assay.Decisions.Requirements;
using Assay.Text;

namespace Assay.Decisions.Rules.Conditions;

/// <summary>What is known of one need: a number or the place of a word, or a set of words.</summary>
/// <param name="Number">The number, or the place of the word among the field's choices.</param>
/// <param name="Words">One bit for each word of a list.</param>
internal readonly record struct FactValue(double Number, ulong Words = 0);

/// <summary>A field that conditions can speak of: every need, and what the decision itself has come to (<c>leader</c>, <c>hosting</c>, <c>measured</c>).</summary>
internal sealed class RuleField
{
    /// <summary>Behaviour as one word for the goals that are.</summary>
    public const string Behaviour = "behaviour";

    private const double DaysAMonth = 30;
    private static readonly ImmutableArray<string> Behaviours = ["format", "tone", "schema", "reasoning", "vocabulary", "workflow"];

    private RuleField(int index, string name, ImmutableArray<string> choices, bool isList)
    {
        (Index, Name, Choices, IsList) = (index, name, choices, isList);
    }

    /// <summary>All fields by their place in a <see cref="FactSheet"/>; needs first.</summary>
    public static ImmutableArray<RuleField> All { get; } = MakeAll();

    /// <summary>The arm that leads.</summary>
    public static RuleField Leader { get; } = Find("leader")!;

    /// <summary>The hosting that leads.</summary>
    public static RuleField Hosted { get; } = Find("hosting")!;

    /// <summary>Whether anything was measured.</summary>
    public static RuleField Measured { get; } = Find("measured")!;

    /// <summary>Documents of the corpus.</summary>
    public static RuleField Documents { get; } = Find("corpus.documents")!;

    /// <summary>Tokens of the corpus.</summary>
    public static RuleField Tokens { get; } = Find("corpus.tokens")!;

    /// <summary>Arms that were tried and not good enough; its words are in the order of <see cref="NeedFields.Products"/>.</summary>
    public static RuleField Tried { get; } = Find("tried")!;

    public int Index { get; }

    public string Name { get; }

    /// <summary>The words it is chosen from; empty for numbers and times.</summary>
    public ImmutableArray<string> Choices { get; }

    /// <summary>Whether it holds several words at once.</summary>
    public bool IsList { get; }

    /// <summary>Whether it is a time, in milliseconds.</summary>
    public bool IsTime => Name.StartsWith("latency", StringComparison.Ordinal);

    /// <summary>Whether it is an amount of money, in US dollars.</summary>
    public bool IsMoney => NeedChecks.Money.Contains(Name);

    /// <summary>Whether it is part of the decision, not a need.</summary>
    public bool IsDecision => Index >= NeedFields.All.Length;

    public static RuleField? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    /// <summary>The value in some needs.</summary>
    public FactValue? Read(Needs needs)
    {
        NeedField field = NeedFields.All[Index];
        if (field.Text(needs) is not { } text) return null;
        if (IsList) return new FactValue(0, text.Split(", ").Aggregate(0UL, (mask, word) => mask | (1UL << Choices.IndexOf(word))));
        return Choices.Length > 0 ? new FactValue(Choices.IndexOf(text)) : field.Number(needs) is { } number ? new FactValue(number) : null;
    }

    /// <summary>The values that a text of a rule means: places of words, or a number, a time (<c>300ms</c>), an amount a day (<c>3000/day</c>, times 30).</summary>
    /// <param name="text">As written in the rule.</param>
    /// <returns>Empty when it is none of them.</returns>
    public ImmutableArray<double> Parse(string text)
    {
        if (IsList && Name == "goals" && text == Behaviour) return [.. Behaviours.Select(w => (double)Choices.IndexOf(w))];
        if (Choices.Length > 0) return Choices.IndexOf(text) is >= 0 and { } place ? [place] : [];
        if (IsTime) return Durations.Parse(text) is { } time ? [time.TotalMilliseconds] : [];
        double factor = 1;
        if (Name == "queriesPerMonth" && text.EndsWith("/day", StringComparison.Ordinal)) (text, factor) = (text[..^4], DaysAMonth);
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number * factor) ? [number * factor] : [];
    }

    /// <summary>A number or a place in words.</summary>
    public string Format(double number) => Choices.Length > 0 && number >= 0 && number < Choices.Length ? Choices[(int)number]
        : IsTime ? Durations.Format(TimeSpan.FromMilliseconds(number))
        : number.ToString(IsMoney ? "#,0.## USD" : "#,0.####", CultureInfo.InvariantCulture);

    /// <summary>A value in words.</summary>
    public string Format(FactValue value) => IsList ? string.Join(", ", Choices.Where((_, i) => (value.Words & (1UL << i)) != 0)) : Format(value.Number);

    private static ImmutableArray<RuleField> MakeAll()
    {
        var all = ImmutableArray.CreateBuilder<RuleField>();
        foreach (NeedField field in NeedFields.All) all.Add(new RuleField(all.Count, field.Name, field.Choices, field.Name is "goals" or "tried"));
        all.Add(new RuleField(all.Count, "leader", NeedFields.Products, false));
        all.Add(new RuleField(all.Count, "hosting", ["managed", "self-hosted"], false));
        all.Add(new RuleField(all.Count, "measured", ["no", "yes"], false));
        return all.ToImmutable();
    }
}
