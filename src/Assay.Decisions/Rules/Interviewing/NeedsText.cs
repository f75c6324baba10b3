using System.Collections.Immutable;
using System.Text;
using Assay.Decisions.Requirements;
using Assay.Text;

namespace Assay.Decisions.Rules.Interviewing;

/// <summary>Needs as text: the <c>needs</c> mapping of a project file, <c>name=value</c> pairs, and reading files of either.</summary>
public static class NeedsText
{
    private const int LongestLine = 2000;
    private const long LongestFile = 1 << 20;

    /// <summary>The <c>needs</c> mapping, to be pasted into a project file.</summary>
    /// <param name="needs">The needs.</param>
    /// <returns>Lines that end in a line feed; <c>needs: {}</c> where nothing is known.</returns>
    public static string Yaml(Needs needs)
    {
        ArgumentNullException.ThrowIfNull(needs);
        (string Name, string Value)[] known = [.. NeedFields.All.Where(f => f.Text(needs) is not null).Select(f => (f.Name, Quoted(f, f.Text(needs)!)))];
        if (known.Length == 0) return "needs: {}\n";
        var text = new StringBuilder("needs:\n");
        foreach (IGrouping<string, (string Name, string Value)> group in known.GroupBy(k => k.Name.Split('.')[0]))
        {
            bool isGroup = group.First().Name.Contains('.', StringComparison.Ordinal);
            text.Append("  ").Append(group.Key).Append(": ")
                .Append(isGroup ? "{ " + string.Join(", ", group.Select(k => $"{k.Name.Split('.')[1]}: {k.Value}")) + " }" : group.First().Value).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Each known need as <c>name=value</c>.</summary>
    /// <param name="needs">The needs.</param>
    /// <returns>In the order of <see cref="NeedFields.All"/>.</returns>
    public static ImmutableArray<string> Pairs(Needs needs) => [.. NeedFields.All.Where(f => f.Text(needs) is not null).Select(f => $"{f.Name}={f.Text(needs)}")];

    /// <summary>Reads <c>name=value</c> pairs, with values as people write them.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <returns>The needs.</returns>
    /// <exception cref="InputException">A name or a value is wrong; lists all.</exception>
    public static Needs Read(IEnumerable<string> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var said = new SaidNeeds();
        foreach (string pair in pairs)
        {
            int sign = pair.IndexOf('=', StringComparison.Ordinal);
            if (sign < 1) said.Problems.Add(new Problem("", null, $"'{pair}' must be NAME=VALUE, such as examples=2000."));
            else said.Add(pair[..sign].Trim(), pair[(sign + 1)..], new Problem("", null, ""));
        }

        return said.Needs;
    }

    /// <summary>Reads a file of answers: lines of <c>name: value</c> or <c>name=value</c>, or a <c>needs</c> mapping as <see cref="Yaml"/> writes it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The needs.</returns>
    /// <exception cref="InputException">A line is wrong; lists all.</exception>
    public static Needs ReadFile(string path)
    {
        string[] lines = FileReading.Try(path, () =>
        {
            if (!OrdinaryFile.HasContent(path)) throw new InputException(new Problem(path, null, "The file is empty, or a pipe or a device. Name a file of lines such as 'examples: 2000'."));
            if (new FileInfo(path).Length > LongestFile) throw new InputException(new Problem(path, null, "The file is larger than 1 MB, which no list of needs is. Check the path."));
            return File.ReadAllLines(path);
        });
        var said = new SaidNeeds();
        string group = "";
        for (int i = 0; i < lines.Length; i++)
        {
            string line = Uncommented(lines[i]);
            var at = new Problem(path, i + 1, "");
            if (line.Length > LongestLine) said.Problems.Add(at with { Message = $"The line is longer than {LongestLine} characters. Write one need a line." });
            if (line.Trim().Length == 0 || line.Trim() is "---" || line.Length > LongestLine) continue;
            int sign = line.IndexOfAny([':', '=']);
            string name = sign < 0 ? "" : line[..sign].Trim(), value = sign < 0 ? "" : line[(sign + 1)..].Trim();
            if (name.Length == 0) said.Problems.Add(at with { Message = $"Expected 'name: value', found '{line.Trim()}'." });
            else if (name == "needs" && value is "" or "{}") group = "";
            else if (value.Length == 0 && name is "corpus" or "budget") group = name;
            else if (value.StartsWith('{')) Inline(said, name, value, at);
            else
            {
                if (line[0] != ' ' || (group.Length > 0 && NeedFields.Find(name) is not null)) group = "";
                said.Add(group.Length > 0 ? $"{group}.{name}" : name, value.Trim('"', '\''), at);
            }
        }

        return said.Needs;
    }

    private static void Inline(SaidNeeds said, string group, string value, Problem at)
    {
        foreach (string member in value.Trim('{', '}', ' ').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = member.Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2) said.Add($"{group}.{parts[0]}", parts[1], at);
            else said.Problems.Add(at with { Message = $"Expected 'name: value' inside '{group}', found '{member}'." });
        }
    }

    private static string Uncommented(string line)
    {
        int at = line.IndexOf('#', StringComparison.Ordinal);
        return (at == 0 || (at > 0 && char.IsWhiteSpace(line[at - 1])) ? line[..at] : line).TrimEnd().Replace("\t", "    ", StringComparison.Ordinal);
    }

    private static string Quoted(NeedField field, string value) => field.Name is "goals" or "tried" ? $"[{value}]" : value;
}
