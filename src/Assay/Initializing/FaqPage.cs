using System.Collections.Immutable;
using Assay.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Assay.Initializing;

/// <summary>Reads question and answer pairs out of pages of frequently asked questions.</summary>
internal static class FaqPage
{
    private const string YamlMark = "### YamlMime:FAQ";

    private static readonly string[] QuestionWords = ["what", "how", "why", "when", "where", "which", "who", "whose", "whom"];

    /// <summary>A pair as the page has it.</summary>
    /// <param name="Question">Markdown.</param>
    /// <param name="Answer">Markdown; not blank.</param>
    internal sealed record Pair(string Question, string Answer);

    /// <summary>Whether a file is such a page: YAML that begins with the FAQ mark, or markdown with "faq" in its name.</summary>
    /// <param name="path">Path under the tree's root.</param>
    /// <param name="tree">Where the file is.</param>
    /// <returns>False for every other file.</returns>
    public static bool Is(string path, SourceTree tree)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        return IsYaml(path)
            ? File.ReadLines(tree.Locate(path)).FirstOrDefault()?.TrimEnd() == YamlMark
            : name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && name.Contains("faq", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The pairs of a page.</summary>
    /// <param name="path">Path under the tree's root.</param>
    /// <param name="tree">Where the file is.</param>
    /// <param name="includes">Expands included texts in questions and answers.</param>
    /// <returns>In the order of the page; questions without an answer are not among them.</returns>
    /// <exception cref="InputException">The YAML cannot be read or has another layout.</exception>
    public static ImmutableArray<Pair> Read(string path, SourceTree tree, Includes includes)
    {
        string text = File.ReadAllText(tree.Locate(path));
        string folder = SourceTree.FolderOf(path);
        IEnumerable<Pair> pairs = IsYaml(path) ? ReadYaml(tree.Locate(path), text) : ReadMarkdown(text);
        return
        [
            .. pairs.Select(p => new Pair(includes.Expand(p.Question, folder), includes.Expand(PlainText.Comment().Replace(p.Answer, ""), folder)))
                .Where(p => !string.IsNullOrWhiteSpace(p.Answer) && PlainText.Line(p.Question).Length > 0),
        ];
    }

    private static bool IsYaml(string path) => path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Pair> ReadMarkdown(string text) =>
        Headings.Read(text).Where(h => h.Level is 2 or 3 && IsQuestion(PlainText.Line(h.Text))).Select(h => new Pair(h.Text, h.Body));

    // "How to cancel" announces instructions; "How do I cancel" asks.
    private static bool IsQuestion(string heading)
    {
        if (heading.EndsWith('?') || heading.Contains("? ", StringComparison.Ordinal)) return true;
        string[] words = heading.Split(' ');
        return QuestionWords.Contains(words[0], StringComparer.OrdinalIgnoreCase) && words.ElementAtOrDefault(1) != "to";
    }

    private static List<Pair> ReadYaml(string file, string text)
    {
        var pairs = new List<Pair>();
        YamlMappingNode root = Load(file, text);
        foreach (YamlNode section in Items(file, root, "sections"))
        {
            YamlMappingNode fields = section as YamlMappingNode ?? throw Error(file, section, "expected a section with questions");
            foreach (YamlNode item in Items(file, fields, "questions"))
            {
                YamlMappingNode pair = item as YamlMappingNode ?? throw Error(file, item, "expected an item with question and answer");
                pairs.Add(new Pair(Text(file, pair, "question"), Text(file, pair, "answer")));
            }
        }

        return pairs;
    }

    private static YamlMappingNode Load(string file, string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.FirstOrDefault()?.RootNode as YamlMappingNode
                ?? throw new InputException(new Problem(file, null, "expected a FAQ page with sections; found no fields."));
        }
        catch (YamlException error)
        {
            throw new InputException(new Problem(file, (int)error.Start.Line, $"not valid YAML: {error.Message}"));
        }
    }

    private static YamlSequenceNode Items(string file, YamlMappingNode parent, string field) =>
        parent.Children.TryGetValue(new YamlScalarNode(field), out YamlNode? found) && found is YamlSequenceNode list
            ? list
            : throw Error(file, found ?? parent, $"expected a list in \"{field}\"");

    private static string Text(string file, YamlMappingNode parent, string field) =>
        parent.Children.TryGetValue(new YamlScalarNode(field), out YamlNode? found) && found is YamlScalarNode scalar
            ? scalar.Value ?? ""
            : throw Error(file, found ?? parent, $"expected text in \"{field}\"");

    private static InputException Error(string file, YamlNode node, string message) =>
        new(new Problem(file, (int)node.Start.Line, $"{message}; found something else or nothing. A FAQ page has sections[].questions[] with question and answer."));
}
