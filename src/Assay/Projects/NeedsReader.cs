using Assay.Decisions.Requirements;
using Assay.Text;

namespace Assay.Projects;

/// <summary>Reads needs as users write them: the <c>needs</c> of a project file, and <c>name=value</c> on a command line.</summary>
public static class NeedsReader
{
    /// <summary>Needs of a list of <c>name=value</c>.</summary>
    /// <param name="pairs">Names of <see cref="NeedFields"/> and their values.</param>
    /// <returns>The needs.</returns>
    /// <exception cref="InputException">A name is unknown or a value is not of its form; all problems at once.</exception>
    public static Needs Parse(IEnumerable<string> pairs)
    {
        var needs = new Needs();
        var problems = new List<Problem>();
        foreach (string pair in pairs)
        {
            string[] parts = pair.Split('=', 2, StringSplitOptions.TrimEntries);
            if (NeedFields.Find(parts[0]) is not { } field) problems.Add(new Problem("", null, Unknown(parts[0])));
            else if (parts.Length < 2) problems.Add(new Problem("", null, $"'{pair}' has no value. Write {field.Name}=VALUE, where the value is {field.Expected}."));
            else if (field.Parse(needs, parts[1]) is { } read) needs = read;
            else problems.Add(new Problem("", null, $"'{field.Name}' must be {field.Expected}, found '{parts[1]}'."));
        }

        return problems.Count == 0 ? needs : throw new InputException([.. problems]);
    }

    internal static Needs Read(YamlMapping yaml)
    {
        var needs = new Needs();
        var groups = new Dictionary<string, YamlMapping?>(StringComparer.Ordinal);
        foreach (NeedField field in NeedFields.All)
        {
            string[] path = field.Name.Split('.');
            YamlMapping? place = yaml;
            if (path.Length > 1 && !groups.TryGetValue(path[0], out place)) groups[path[0]] = place = yaml.Mapping(path[0]);
            if (place?.Words(path[^1], text => field.Parse(needs, text) is not null, field.Expected, field.Choices) is { } value) needs = field.Parse(needs, value)!;
        }

        foreach (YamlMapping? group in groups.Values) group?.Finish();
        yaml.Finish();
        return needs;
    }

    private static string Unknown(string name)
    {
        string hint = NearestName.Find(name, NeedFields.All.Select(f => f.Name)) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        return $"'{name}' is not a need.{hint} Valid: {string.Join(", ", NeedFields.All.Select(f => f.Name))}.";
    }
}
