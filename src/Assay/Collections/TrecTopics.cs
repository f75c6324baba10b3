using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using Assay.Evaluation.Questions;
using Assay.Text;

namespace Assay.Collections;

/// <summary>Reads TREC topics: <c>&lt;top&gt; &lt;num&gt; Number: 301 &lt;title&gt; text ...</c>; closing tags are optional, as in the original tracks.</summary>
internal static partial class TrecTopics
{
    /// <summary>The topics of a file as questions; the text is the title, or the description where the title is empty.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <returns>In the order of the file.</returns>
    /// <exception cref="InputException">A topic has no number or no text, or a number comes twice.</exception>
    public static ImmutableArray<Question> Read(string path)
    {
        string content = File.ReadAllText(path);
        ImmutableArray<Question>.Builder questions = ImmutableArray.CreateBuilder<Question>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int line = 1, counted = 0;
        foreach (Match topic in Topic().Matches(content))
        {
            line += content.AsSpan(counted, topic.Index - counted).Count('\n');
            counted = topic.Index;
            Dictionary<string, string> fields = Fields(topic.Groups["body"].Value);
            string id = fields.GetValueOrDefault("num", "");
            string text = fields.GetValueOrDefault("title", "") is { Length: > 0 } title ? title : fields.GetValueOrDefault("desc", "");
            if (id.Length == 0) throw new InputException(new Problem(path, line, "expected <num> with the topic's number in the topic that begins here; found none."));
            if (text.Length == 0) throw new InputException(new Problem(path, line, $"topic {id} has neither a <title> nor a <desc> with text."));
            if (!seen.Add(id)) throw new InputException(new Problem(path, line, $"topic {id} was given before; numbers must be unique."));
            questions.Add(new Question { Id = id, Text = text });
        }

        return questions.ToImmutable();
    }

    private static Dictionary<string, string> Fields(string topic)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match field in Field().Matches(topic))
        {
            string plain = WebUtility.HtmlDecode(Label().Replace(field.Groups["text"].Value, ""));
            fields.TryAdd(field.Groups["name"].Value, string.Join(' ', plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        return fields;
    }

    [GeneratedRegex("<top>(?<body>.*?)(?=</top>|<top>|\\z)", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Topic();

    [GeneratedRegex("<(?<name>num|title|desc)>(?<text>[^<]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex("^\\s*(?:Number|Topic|Description):", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
