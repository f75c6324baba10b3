using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;

namespace Assay.Decisions.Rules;

/// <summary>Reads the members of one JSON object and collects what is wrong with them.</summary>
internal sealed class RuleJson
{
    private readonly LinedJson _json;
    private readonly string _file;
    private readonly List<Problem> _problems;

    /// <summary>Complains at once about members that are not expected.</summary>
    public RuleJson(LinedJson json, string what, string file, List<Problem> problems, params string[] names)
    {
        (_json, _file, _problems) = (json, file, problems);
        if (json.Kind != JsonValueKind.Object) Wrong(json.Line, $"{what} must be an object, found {json.Found}.");
        foreach ((string name, LinedJson value) in json.Members)
        {
            if (names.Contains(name)) continue;
            string? near = NearestName.Find(name, names);
            Wrong(value.Line, $"{what} has no '{name}'.{(near is null ? "" : $" Did you mean '{near}'?")} Valid: {string.Join(", ", names)}.");
        }
    }

    public int Line => _json.Line;

    public LinedJson? this[string name] => _json.Members.FirstOrDefault(m => m.Name == name).Value;

    public void Wrong(int line, string message) => _problems.Add(new Problem(_file, line, message));

    /// <summary>A text that must be there.</summary>
    public string Text(string name)
    {
        if (this[name] is not { } value)
        {
            Wrong(Line, $"'{name}' is missing. Write it as a text.");
            return "";
        }

        return TextOf(value, name);
    }

    public string? TextOrNull(string name) => this[name] is { Kind: not JsonValueKind.Null } value ? TextOf(value, name) : null;

    public double Number(string name, double least)
    {
        if (this[name]?.Number is { } number && number >= least) return number;
        Wrong(this[name]?.Line ?? Line, FormattableString.Invariant($"'{name}' must be a number of {least} or more, found {this[name]?.Found ?? "nothing"}."));
        return least;
    }

    /// <summary>A day that must be there.</summary>
    public DateOnly Day(string name)
    {
        if (this[name] is { Kind: JsonValueKind.String } value && DateOnly.TryParseExact(value.Text, "yyyy-MM-dd", out DateOnly day)) return day;
        Wrong(this[name]?.Line ?? Line, $"'{name}' must be a day (2026-01-31), found {this[name]?.Found ?? "nothing"}.");
        return default;
    }

    /// <summary>The objects or values of a list; empty when it is missing.</summary>
    public ImmutableArray<LinedJson> List(string name)
    {
        if (this[name] is not { } value) return [];
        if (value.Kind == JsonValueKind.Array) return value.Items;
        Wrong(value.Line, $"'{name}' must be a list, found {value.Found}.");
        return [];
    }

    /// <summary>A list of some words.</summary>
    public ImmutableArray<string> Words(string name, IReadOnlyCollection<string> valid) => [.. List(name).Select(i => OneOf(i, name, valid)).OfType<string>()];

    /// <summary>One of some words; null, with a complaint, when it is not.</summary>
    public string? Word(string name, IReadOnlyCollection<string> valid)
    {
        if (this[name] is { } value) return OneOf(value, name, valid);
        Wrong(Line, $"'{name}' is missing. Valid: {string.Join(", ", valid)}.");
        return null;
    }

    private string? OneOf(LinedJson value, string name, IReadOnlyCollection<string> valid)
    {
        if (value.Kind == JsonValueKind.String && valid.Contains(value.Text)) return value.Text;
        Wrong(value.Line, $"'{name}' must be one of {string.Join(", ", valid)}, found {value.Found}.");
        return null;
    }

    private string TextOf(LinedJson value, string name)
    {
        if (value.Kind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.Text)) return value.Text;
        Wrong(value.Line, $"'{name}' must be a text, found {value.Found}.");
        return "";
    }
}
