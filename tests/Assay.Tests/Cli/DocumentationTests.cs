using System.CommandLine;
using System.Text.RegularExpressions;
using Assay.Cli;
using Assay.Cli.Terminal;
using Assay.Initializing;
using Assay.Projects;
using Assay.Tests.Application.Initializing;
using Assay.Tests.Conventions;
using Assay.Text;

namespace Assay.Tests.Cli;

/// <summary>What the documents say exists, and what exists is in the documents.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Commands = File.ReadAllText(Path.Combine(Repository.Root, "docs/commands.md"));
    private static readonly string Settings = File.ReadAllText(Path.Combine(Repository.Root, "docs/project-file.md"));
    private static readonly string[] Everywhere = ["--json", "--project", "-p", "--help", "-h", "/h", "-?", "/?", "--version"];

    [Fact]
    public void Commands_every_verb_has_a_section_with_all_its_options()
    {
        var missing = new List<string>();
        foreach ((string path, Command verb) in Verbs())
        {
            string section = Section(path);
            if (section.Length == 0) missing.Add($"## `{path}");
            missing.AddRange(verb.Options.SelectMany(o => o.Aliases.Append(o.Name)).Except(Everywhere).Where(name => !Mentions(section, name)).Select(name => $"{path} {name}"));
        }

        Assert.Empty(missing);
        string intro = Commands[..Commands.IndexOf("\n## ", StringComparison.Ordinal)];
        Assert.All(["--json", "--project", "-p", "--help"], name => Assert.True(Mentions(intro, name), name));
    }

    [Fact]
    public void Commands_every_option_that_is_described_exists()
    {
        foreach ((string path, Command verb) in Verbs())
        {
            string[] known = [.. verb.Options.SelectMany(o => o.Aliases.Append(o.Name)), .. Everywhere];
            Assert.Empty(OptionName().Matches(Section(path)).Select(m => m.Groups[1].Value).Except(known));
        }
    }

    [Fact]
    public async Task Help_of_every_verb_has_an_example_and_names_its_options()
    {
        foreach ((string path, Command verb) in Verbs().Concat(Groups()))
        {
            CommandLine.Result help = await CommandLine.RunAsync([.. path.Split(' ').Skip(1), "--help"]);

            Assert.Equal(0, help.ExitCode);
            Assert.True(help.Out.Contains("Example", StringComparison.Ordinal) && help.Out.Contains($"  {path} ", StringComparison.Ordinal), $"{path}: no example");
            Assert.All(verb.Options, o => Assert.Contains(o.Name, help.Out, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_verb_takes_json()
    {
        Assert.All(Verbs(), v => Assert.Contains(v.Verb.Options, o => o.Name == "--json"));
        Assert.All(Verbs().Where(v => !v.Path.StartsWith("assay score", StringComparison.Ordinal) && !v.Path.StartsWith("assay models", StringComparison.Ordinal)), v => Assert.Contains(v.Verb.Options, o => o.Name == "--project"));
    }

    [Fact]
    public void Settings_all_are_in_the_document()
    {
        string[] rows = [.. Settings[..Settings.IndexOf("\n## ", StringComparison.Ordinal)].Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal))];
        string[] missing = [.. ValidSettings().Where(s => !rows.Any(r => r.StartsWith($"| `{s}`", StringComparison.Ordinal) || (r.StartsWith($"| `{Parent(s)}`", StringComparison.Ordinal) && (Mentions(r, Leaf(s)) || r.Contains($"`{Leaf(s)}:", StringComparison.Ordinal)))))];
        Assert.Empty(missing);
        Assert.Empty(rows.Select(r => r.Split('`')[1]).Except([.. ValidSettings(), "price", "costs", "costs.build", "costs.monthly", "needs", "needs.budget", "needs.corpus", "tuning"]));
    }

    [Fact]
    public void Settings_all_are_in_the_template_which_is_valid_with_every_line_put_in()
    {
        using var folder = new TemporaryFolder();
        ProjectTemplate.Write(folder.Path, "acme");
        folder.Write("examples.jsonl", "");
        folder.Write("answer.schema.json", "{}");
        folder.Write("prices.json", "{}");
        folder.Write("adapters/mine/adapter_config.json", "{}");
        string yaml = CommentedOut().Replace(File.ReadAllText(Path.Combine(folder.Path, "assay.yaml")), "$1").Replace("model: extractive", "model: ./models/mine", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.Path, "assay.yaml"), yaml);

        Project project = ProjectFile.Read(folder.Path);

        Assert.NotNull(project.Price);
        Assert.True(project.Needs.CitationsRequired);
        Assert.Equal(ValidSettings().Order(StringComparer.Ordinal), YamlValues.Flatten(yaml).Keys.Order(StringComparer.Ordinal));
    }

    // What the reader itself says is valid, asked for by a setting that is not.
    private static string[] ValidSettings()
    {
        using var folder = new TemporaryFolder();
        folder.Write("assay.yaml", "zzz: 1\nprice: { zzz: 1, input: 1, output: 1 }\nretrieval: { zzz: 1 }\nscore: { zzz: 1 }\ntuning: { zzz: 1 }\ncosts: { zzz: 1, build: { zzz: 1 }, monthly: { zzz: 1 } }\nneeds: { zzz: 1, budget: { zzz: 1 }, corpus: { zzz: 1 } }\n");
        InputException error = Assert.Throws<InputException>(() => ProjectFile.Read(folder.Path));
        string[] all = [.. error.Problems.SelectMany(p =>
        {
            Match match = ValidHere().Match(p.Message);
            Assert.True(match.Success, p.Message);
            return match.Groups[2].Value.Split(", ").Select(name => match.Groups[1].Value + name);
        })];
        return [.. all.Where(s => !all.Any(a => a.StartsWith(s + ".", StringComparison.Ordinal)))];
    }

    private static IEnumerable<(string Path, Command Verb)> Verbs() => Walk("assay", Root()).Where(c => c.Verb.Subcommands.Count == 0);

    private static IEnumerable<(string Path, Command Verb)> Groups() => Walk("assay", Root()).Where(c => c.Verb.Subcommands.Count > 0);

    private static RootCommand Root() => AssayCommand.Create(new CommandHost(TextWriter.Null, TextWriter.Null, TimeProvider.System, _ => null, isTerminal: false));

    private static IEnumerable<(string Path, Command Verb)> Walk(string path, Command command) =>
        command.Subcommands.SelectMany(c => Walk($"{path} {c.Name}", c).Prepend(($"{path} {c.Name}", c)));

    private static string Section(string path)
    {
        int start = Commands.IndexOf($"\n## `{path}", StringComparison.Ordinal);
        if (start < 0) return "";
        int end = Commands.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? Commands[start..] : Commands[start..end];
    }

    private static bool Mentions(string text, string name) => Regex.IsMatch(text, $@"`([^`]* )?{Regex.Escape(name)}[ `]");

    private static string Parent(string setting) => setting.LastIndexOf('.') is >= 0 and var dot ? setting[..dot] : "";

    private static string Leaf(string setting) => setting[(setting.LastIndexOf('.') + 1)..];

    [GeneratedRegex("[` ](--?[a-zA-Z][a-z-]*)")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^# ( *[a-z][A-Za-z0-9]*:( .*)?)$", RegexOptions.Multiline)]
    private static partial Regex CommentedOut();

    [GeneratedRegex(@"^'(.*)zzz' is not a setting.* Valid here: (.*)\.$")]
    private static partial Regex ValidHere();
}
