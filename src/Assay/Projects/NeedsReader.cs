using Assay.Decisions.Requirements;

namespace Assay.Projects;

/// <summary>Reads the <c>needs</c> of a project file, field by field as <see cref="NeedFields"/> says.</summary>
internal static class NeedsReader
{
    public static Needs Read(YamlMapping yaml)
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
        if (NeedChecks.Times(needs) is { } problem) yaml.Report(problem[..problem.IndexOf(' ', StringComparison.Ordinal)], problem);
        return needs;
    }
}
