using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;

namespace Assay.Decisions.Rules.Conditions;

/// <summary>Reads conditions: <c>{"field", "is", "value"}</c>, <c>{"all": []}</c>, <c>{"any": []}</c>, <c>{"not": {}}</c>.</summary>
/// <param name="file">For messages.</param>
/// <param name="problems">Where mistakes go.</param>
internal sealed class ConditionReader(string file, List<Problem> problems)
{
    private static readonly Dictionary<string, Comparator> Comparators = new(StringComparer.Ordinal)
    {
        ["<"] = Comparator.Less,
        ["<="] = Comparator.AtMost,
        [">"] = Comparator.More,
        [">="] = Comparator.AtLeast,
        ["="] = Comparator.Equal,
        ["in"] = Comparator.In,
        ["has"] = Comparator.Has,
        ["known"] = Comparator.Known,
        ["unknown"] = Comparator.Unknown,
    };

    /// <summary>Reads one; <see cref="Condition.Always"/> where it is wrong, with what is wrong among the problems.</summary>
    public Condition Read(LinedJson json)
    {
        var parts = new RuleJson(json, "a condition", file, problems, "field", "is", "value", "all", "any", "not");
        if (parts["all"] is not null) return new Condition.Every(Parts(parts, "all"));
        if (parts["any"] is not null) return new Condition.AnyOf(Parts(parts, "any"));
        if (parts["not"] is { } inner) return new Condition.Not(Read(inner));
        return Compare(parts);
    }

    private ImmutableArray<Condition> Parts(RuleJson json, string name)
    {
        ImmutableArray<Condition> parts = [.. json.List(name).Select(Read)];
        if (parts.Length == 0) json.Wrong(json.Line, $"'{name}' must hold at least one condition.");
        return parts;
    }

    private static Condition Compare(RuleJson json)
    {
        string name = json.Text("field");
        string? word = json.Word("is", Comparators.Keys);
        if (name.Length == 0 || word is null) return Condition.Always;
        if (RuleField.Find(name) is not { } field)
        {
            string? near = NearestName.Find(name, RuleField.All.Select(f => f.Name));
            json.Wrong(json["field"]!.Line, $"There is no need '{name}'.{(near is null ? "" : $" Did you mean '{near}'?")} Valid: {string.Join(", ", RuleField.All.Select(f => f.Name))}.");
            return Condition.Always;
        }

        Comparator comparator = Comparators[word];
        if (comparator is Comparator.Known or Comparator.Unknown)
        {
            if (json["value"] is { } extra) json.Wrong(extra.Line, $"'{word}' takes no value. Delete it.");
            return new Comparison(field, comparator, [], $"{name} is {word}");
        }

        if (Unfit(field, comparator) is { } why)
        {
            json.Wrong(json["is"]!.Line, why);
            return Condition.Always;
        }

        return Values(json, field, comparator) is { Length: > 0 } values
            ? new Comparison(field, comparator, values, $"{name} {word} {string.Join(" or ", values.Select(field.Format))}")
            : Condition.Always;
    }

    private static string? Unfit(RuleField field, Comparator comparator) => (field.IsList, comparator) switch
    {
        (true, not Comparator.Has) => $"'{field.Name}' is a list: compare it with 'has', 'known' or 'unknown'.",
        (false, Comparator.Has) => $"'has' is for lists, and '{field.Name}' is none. Use '=' or 'in'.",
        _ => null,
    };

    private static ImmutableArray<double> Values(RuleJson json, RuleField field, Comparator comparator)
    {
        if (json["value"] is not { } value)
        {
            json.Wrong(json.Line, "'value' is missing: what the need is compared with.");
            return [];
        }

        bool several = comparator is Comparator.In or Comparator.Has;
        ImmutableArray<LinedJson> items = several && value.Kind == JsonValueKind.Array ? value.Items : [value];
        var values = ImmutableArray.CreateBuilder<double>();
        foreach (LinedJson item in items)
        {
            ImmutableArray<double> read = item.Kind is JsonValueKind.String or JsonValueKind.Number ? field.Parse(item.Text) : [];
            if (read.Length == 0) json.Wrong(item.Line, $"'{field.Name}' is compared with {Expected(field)}, found {item.Found}.");
            values.AddRange(read);
        }

        if (items.Length == 0) json.Wrong(value.Line, "'value' is an empty list. Name at least one word.");
        return values.ToImmutable();
    }

    private static string Expected(RuleField field) => field.Choices.Length > 0 ? $"one of {string.Join(", ", field.Choices)}{(field.Name == "goals" ? $", {RuleField.Behaviour}" : "")}"
        : field.IsTime ? "a time with its unit (300ms, 2s)"
        : field.Name == "queriesPerMonth" ? "a number a month, or a text with a number a day (3000/day)" : "a number";
}
