using System.Globalization;
using System.Text.Json;
using Assay.Text;

namespace Assay.Decisions.Prices;

/// <summary>Reads the fields of one object of a price file and notes everything that is wrong with it.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="node">The object.</param>
/// <param name="what">What it is, for messages.</param>
internal sealed class EntryReader(string path, List<Problem> problems, LineJson node, string what)
{
    private readonly List<string> _known = [];

    /// <summary>The file as the user would type it.</summary>
    public string Path => path;

    /// <summary>Factor on every amount: prices of another currency or for another number of tokens.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => OptionalText(name) ?? Missing(name, "a text", "");

    /// <summary>A text that may be left out.</summary>
    public string? OptionalText(string name)
    {
        if (Find(name) is not { } field) return null;
        if (field.Kind == JsonValueKind.String && field.Text.Trim().Length > 0) return field.Text.Trim();
        Wrong(field, name, "a text");
        return null;
    }

    /// <summary>An amount that must be there, in US dollars for the unit that Assay uses.</summary>
    public decimal Amount(string name) => OptionalAmount(name) ?? Missing(name, "an amount of 0 or more", 0m);

    /// <summary>An amount that may be left out.</summary>
    public decimal? OptionalAmount(string name)
    {
        if (Find(name) is not { } field) return null;
        if (field.Kind != JsonValueKind.Number || !decimal.TryParse(field.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) || amount > 1_000_000_000)
        {
            Wrong(field, name, "an amount of 0 or more, at most a billion");
            return null;
        }

        if (amount >= 0) return amount * Factor;
        Add(field.Line, $"'{name}' of {what} is {field.Text}: a price is 0 or more. Correct it, or leave the field out.");
        return null;
    }

    /// <summary>A whole number that may be left out.</summary>
    public int? OptionalWhole(string name, int least)
    {
        if (Find(name) is not { } field) return null;
        if (field.Kind == JsonValueKind.Number && int.TryParse(field.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least) return number;
        Wrong(field, name, string.Create(CultureInfo.InvariantCulture, $"a whole number of {least} or more"));
        return null;
    }

    /// <summary>A day that may be left out.</summary>
    public DateOnly? OptionalDate(string name)
    {
        if (Find(name) is not { } field) return null;
        if (field.Kind == JsonValueKind.String && DateOnly.TryParseExact(field.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)) return date;
        Wrong(field, name, "a day such as 2026-11-26");
        return null;
    }

    /// <summary>One of several words.</summary>
    public string Choice(string name, params string[] valid)
    {
        if (Find(name) is not { } field) return Missing(name, string.Join(" or ", valid), valid[0]);
        if (field.Kind == JsonValueKind.String && valid.Contains(field.Text)) return field.Text;
        Wrong(field, name, string.Join(" or ", valid.Select(v => $"\"{v}\"")));
        return valid[0];
    }

    /// <summary>A member object, or null.</summary>
    public EntryReader? Object(string name)
    {
        if (Find(name) is not { } field) return null;
        if (field.Kind == JsonValueKind.Object) return new EntryReader(path, problems, field, $"'{name}' of {what}") { Factor = Factor };
        Wrong(field, name, "an object");
        return null;
    }

    /// <summary>The objects of a member array; none where it is left out.</summary>
    public IEnumerable<(LineJson Node, int Index)> Array(string name)
    {
        if (Find(name) is not { } field) yield break;
        if (field.Kind != JsonValueKind.Array)
        {
            Wrong(field, name, "an array of entries");
            yield break;
        }

        for (int i = 0; i < field.Items.Length; i++)
        {
            if (field.Items[i].Kind == JsonValueKind.Object) yield return (field.Items[i], i);
            else Add(field.Items[i].Line, $"Entry {i + 1} of '{name}' must be an object, found {Shown(field.Items[i])}.");
        }
    }

    /// <summary>Refuses every field that was not asked for.</summary>
    public void NoOthers()
    {
        foreach ((string name, LineJson value) in node.Members.Where(m => !_known.Contains(m.Name)))
        {
            string hint = NearestName.Find(name, _known) is { } near ? $" Did you mean '{near}'?" : "";
            Add(value.Line, $"'{name}' is not a field of {what}.{hint} Valid here: {string.Join(", ", _known)}.");
        }
    }

    /// <summary>Notes a problem at a field, or at the object where the field is not there.</summary>
    public void Problem(string? name, string message) => Add((name is null ? null : node.Members.FirstOrDefault(m => m.Name == name).Value)?.Line ?? node.Line, message);

    private T Missing<T>(string name, string expected, T otherwise)
    {
        if (node.Members.All(m => m.Name != name)) Add(node.Line, $"'{name}' of {what} is missing. Expected {expected}.");
        return otherwise;
    }

    private LineJson? Find(string name)
    {
        if (!_known.Contains(name)) _known.Add(name);
        return node.Members.FirstOrDefault(m => m.Name == name) is { Value: { Kind: not JsonValueKind.Null } value } ? value : null;
    }

    private void Wrong(LineJson field, string name, string expected) => Add(field.Line, $"'{name}' of {what} must be {expected}, found {Shown(field)}.");

    private void Add(int line, string message) => problems.Add(new Problem(path, line, message));

    private static string Shown(LineJson value) => value.Kind switch
    {
        JsonValueKind.String => $"'{(value.Text.Length > 60 ? value.Text[..60] + "…" : value.Text)}'",
        JsonValueKind.Number => value.Text,
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => value.Kind.ToString().ToLowerInvariant(),
    };
}
