using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Decisions.Requirements;

/// <summary>All members of <see cref="Needs"/> by the names that users write, in the order in which they are documented.</summary>
public static class NeedFields
{
    /// <summary>Arms by name that a product can be built as; a paper decision may also name <c>long-context</c>.</summary>
    public static readonly ImmutableArray<string> Products = ["prompt", "long-context", "rag", "fine-tuned", "hybrid"];

    private const string CountExpected = "a whole number greater than 0, without unit";
    private const string WholeExpected = "a whole number of 0 or more, without unit";
    private const string AmountExpected = "an amount of 0 or more, without unit or thousands separator (2.50)";
    private const string NumberExpected = "a number greater than 0, without unit";
    private const string TimeExpected = "a time with its unit (800ms, 2s, 1.5s, 1m)";

    /// <summary>Every field.</summary>
    public static ImmutableArray<NeedField> All { get; } =
    [
        NeedField.Several("goals", n => n.Goals, (n, v) => n with { Goals = v }, Words<Goal>()),
        Count("queriesPerMonth", n => n.QueriesPerMonth, (n, v) => n with { QueriesPerMonth = v }),
        Number("peakPerSecond", n => n.PeakPerSecond, (n, v) => n with { PeakPerSecond = v }),
        NeedField.Choice("knowledgeChanges", n => n.KnowledgeChanges, (n, v) => n with { KnowledgeChanges = v }, Words<ChangeRate>()),
        Whole("corpus.documents", n => n.Corpus.Documents, (n, v) => n with { Corpus = n.Corpus with { Documents = v } }),
        Whole("corpus.tokens", n => n.Corpus.Tokens, (n, v) => n with { Corpus = n.Corpus with { Tokens = v } }),
        Whole("corpus.concepts", n => n.Corpus.Concepts, (n, v) => n with { Corpus = n.Corpus with { Concepts = (int)Math.Min(v, int.MaxValue) } }),
        Whole("examples", n => n.Examples, (n, v) => n with { Examples = (int)Math.Min(v, int.MaxValue) }),
        Time("latencyP50", n => n.LatencyP50, (n, v) => n with { LatencyP50 = v }),
        Time("latencyP95", n => n.LatencyP95, (n, v) => n with { LatencyP95 = v }),
        Time("latencyP99", n => n.LatencyP99, (n, v) => n with { LatencyP99 = v }),
        NeedField.Choice("interaction", n => n.Interaction, (n, v) => n with { Interaction = v }, Words<Interaction>()),
        Amount("budget.build", n => n.Budget.Build, (n, v) => n with { Budget = n.Budget with { Build = v } }),
        Amount("budget.monthly", n => n.Budget.Monthly, (n, v) => n with { Budget = n.Budget with { Monthly = v } }),
        NeedField.Word("budget.currency", "a currency of three capital letters (EUR)", n => n.Budget.StatedCurrency, (n, v) => n with { Budget = n.Budget with { StatedCurrency = v } },
            t => t.Length == 3 && t.All(char.IsAsciiLetterUpper) ? t : null),
        Flag("citations", "required", "optional", n => n.CitationsRequired, (n, v) => n with { CitationsRequired = v }),
        Flag("audit", "required", "none", n => n.AuditRequired, (n, v) => n with { AuditRequired = v }),
        NeedField.Choice("stakes", n => n.Stakes, (n, v) => n with { Stakes = v }, Words<Stakes>()),
        NeedField.Choice("dataResidency", n => n.DataResidency, (n, v) => n with { DataResidency = v }, Words<DataResidency>()),
        Flag("lockIn", "avoid", "any", n => n.AvoidLockIn, (n, v) => n with { AvoidLockIn = v }),
        NeedField.Choice("team", n => n.Team, (n, v) => n with { Team = v }, Words<TeamSkill>()),
        Number("weeksToLaunch", n => n.WeeksToLaunch, (n, v) => n with { WeeksToLaunch = v }),
        Amount("wrongAnswerCost", n => n.WrongAnswerCost, (n, v) => n with { WrongAnswerCost = v }),
        Amount("rightAnswerValue", n => n.RightAnswerValue, (n, v) => n with { RightAnswerValue = v }),
        NeedField.Several("tried", n => n.Tried, (n, v) => n with { Tried = v }, [.. Products.Select(p => (p, p))]),
        Whole("instructionTokens", n => n.InstructionTokens, (n, v) => n with { InstructionTokens = (int)Math.Min(v, int.MaxValue) }),
        NeedField.Value<int>("horizonMonths", "a whole number from 1 to 120", n => n.HorizonMonths, (n, v) => n with { HorizonMonths = v }, t => WholeOf(t) is >= 1 and <= 120 and { } v ? (int)v : null, Invariant),
    ];

    /// <summary>The field of a name.</summary>
    /// <param name="name">As users write it.</param>
    /// <returns>Null when there is none.</returns>
    public static NeedField? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    private static NeedField Count(string name, Func<Needs, long?> get, Func<Needs, long, Needs> with) =>
        NeedField.Value<long>(name, CountExpected, get, with, t => WholeOf(t) is > 0 and { } v ? v : null, Invariant);

    private static NeedField Whole(string name, Func<Needs, long?> get, Func<Needs, long, Needs> with) => NeedField.Value<long>(name, WholeExpected, get, with, WholeOf, Invariant);

    private static NeedField Number(string name, Func<Needs, double?> get, Func<Needs, double, Needs> with) =>
        NeedField.Value<double>(name, NumberExpected, get, with, t => double.TryParse(t, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double v) && v > 0 && double.IsFinite(v) ? v : null, Invariant);

    private static NeedField Amount(string name, Func<Needs, decimal?> get, Func<Needs, decimal, Needs> with) =>
        NeedField.Value<decimal>(name, AmountExpected, get, with, t => decimal.TryParse(t, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal v) ? v : null, Invariant);

    private static NeedField Time(string name, Func<Needs, TimeSpan?> get, Func<Needs, TimeSpan, Needs> with) => NeedField.Value(name, TimeExpected, get, with, Durations.Parse, Durations.Format);

    private static NeedField Flag(string name, string yes, string no, Func<Needs, bool?> get, Func<Needs, bool, Needs> with) => NeedField.Choice(name, get, with, (yes, true), (no, false));

    private static long? WholeOf(string text) => long.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    private static string Invariant<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    // MlEngineer is written ml-engineer.
    private static (string Word, T Value)[] Words<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(v =>
        (string.Concat(v.ToString().Select((c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString())), v))];
}
