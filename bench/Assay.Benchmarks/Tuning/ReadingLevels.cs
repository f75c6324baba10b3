using Assay.Models.Sampling;
using Assay.Text;
using Assay.Text.Segmentation;

namespace Assay.Benchmarks.Tuning;

/// <summary>The articles of onestop-english, each at three reading levels, in parts that share no article.</summary>
internal sealed class ReadingLevels
{
    private const int AnswerSentences = 5, ClassifierShare = 40, PromptShare = 15;
    /// <summary>The levels, simplest first, as the folders' names begin.</summary>
    public static readonly string[] All = ["Ele", "Int", "Adv"];

    private readonly Dictionary<string, Dictionary<string, string[]>> byLevel;

    /// <summary>Reads the texts and deals the articles out.</summary>
    public ReadingLevels(string data)
    {
        byLevel = All.ToDictionary(l => l, l => Articles(Path.Combine(data, "onestop-english", "Texts-SeparatedByReadingLevel", l + "-Txt"), l));
        var random = new Xoshiro256(1);
        string[] order = [.. byLevel.Values.Select(a => a.Keys.AsEnumerable()).Aggregate((a, b) => a.Intersect(b, StringComparer.Ordinal)).Order(StringComparer.Ordinal).Select(a => (a, At: random.Next())).OrderBy(a => a.At).Select(a => a.a)];
        int classified = order.Length * ClassifierShare / 100, asked = order.Length * PromptShare / 100, checkedOn = classified / 4;
        (Check, Fit, Asked, Learned) = (order[..checkedOn], order[checkedOn..classified], order[classified..(classified + asked)], order[(classified + asked)..]);
    }

    /// <summary>Articles that the style classifier is fitted on.</summary>
    public string[] Fit { get; }

    /// <summary>Articles that it is checked on.</summary>
    public string[] Check { get; }

    /// <summary>Articles whose sentences models are asked to go on from.</summary>
    public string[] Asked { get; }

    /// <summary>Articles that models learn from.</summary>
    public string[] Learned { get; }

    /// <summary>A sentence of an article and the five that follow it; the next passage begins with the sentence that the one before ended with.</summary>
    /// <param name="level"><c>Ele</c>, <c>Int</c> or <c>Adv</c>.</param>
    /// <param name="articles">Which.</param>
    public IEnumerable<(string Article, Pair Pair)> Passages(string level, IEnumerable<string> articles)
    {
        foreach (string article in articles)
        {
            string[] sentences = byLevel[level][article];
            for (int i = 0; i + 1 < sentences.Length; i += AnswerSentences)
            {
                string next = string.Join(' ', sentences.Skip(i + 1).Take(AnswerSentences));
                if (i + AnswerSentences < sentences.Length) yield return (article, new Pair(sentences[i], next));
            }
        }
    }

    // A file's name without its level; its first line may be the level's name.
    private static Dictionary<string, string[]> Articles(string folder, string level) => Directory.EnumerateFiles(folder, "*.txt").ToDictionary(
        f => Path.GetFileNameWithoutExtension(f).ToLowerInvariant().Replace("-" + level.ToLowerInvariant(), "", StringComparison.Ordinal).Trim(),
        f => File.ReadLines(f).Select(l => l.Trim().Trim('\uFEFF')).Where(l => l.Length > 0 && l != "Intermediate").SelectMany(Sentences).ToArray(),
        StringComparer.Ordinal);

    private static IEnumerable<string> Sentences(string paragraph)
    {
        foreach (TextSpan span in SentenceSegmenter.Segment(paragraph)) yield return paragraph[span.Start..span.End].Trim();
    }
}
