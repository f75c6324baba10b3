using System.Collections.Immutable;
using Assay.Text;
using Assay.Text.Segmentation;
using Assay.Text.Support;

namespace Assay.Evaluation.Judging;

/// <summary>What a learned judge looks at: how a claim is covered by the sentences of some texts that share most with it.</summary>
/// <remarks>
/// Evidence is the <see cref="EvidenceSentences"/> sentences with the largest share of the claim's words, in reading order: so a long text covers a claim no better by mere length. Linear in the texts but for the common subsequence, which is of claim and evidence alone.
/// </remarks>
public static class SupportFeatures
{
    /// <summary>Sentences of the texts that are looked at for a claim.</summary>
    public const int EvidenceSentences = 3;

    private const int MostWords = 400;

    private static readonly ImmutableHashSet<string> s_negations = ["not", "no", "never", "none", "without", "cannot", "nor", "neither", "nobody", "nothing"];
    private static readonly ImmutableHashSet<string> s_opinions = ["i", "my", "me", "i'm", "i've", "think", "love", "guess", "wonder", "heard", "favorite", "favourite"];

    /// <summary>Names of the features, in their order.</summary>
    public static ImmutableArray<string> Names { get; } = ["content", "neighbours", "words", "subsequence", "missing", "length", "opinion", "negation"];

    /// <summary>The features of a claim.</summary>
    /// <param name="claim">A sentence.</param>
    /// <param name="texts">The evidence.</param>
    /// <returns>
    /// Shares of its content words, neighbouring pairs and all words that the evidence has; the longest common subsequence with it / words; ln(1 + content words it has not); ln(1 + words); words of opinion it has not, at most 3;
    /// 1 where exactly one of claim and evidence negates, else 0. All 0 for a claim without words.
    /// </returns>
    public static ImmutableArray<double> Of(string claim, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(texts);
        SupportWords words = SupportWords.Of(claim, new TextSpan(0, claim.Length));
        int count = words.Stems.Count;
        if (count == 0) return [.. new double[Names.Length]];
        SupportWords[] evidence = Evidence(words, texts);
        string[] stems = [.. evidence.SelectMany(e => e.Stems).Take(MostWords)];
        HashSet<string> has = [.. stems];
        HashSet<(string, string)> pairs = [.. evidence.SelectMany(e => e.Stems.Zip(e.Stems.Skip(1)))];
        int content = Enumerable.Range(0, count).Count(words.IsContent), missing = Enumerable.Range(0, count).Count(i => words.IsContent(i) && !has.Contains(words.Stems[i]));
        HashSet<string> said = [.. evidence.SelectMany(e => e.Words).Select(Plain)];
        string[] plain = [.. words.Words.Select(Plain)];
        return
        [
            content == 0 ? 0 : 1 - ((double)missing / content),
            count < 2 ? 0 : words.Stems.Zip(words.Stems.Skip(1)).Count(pairs.Contains) / (double)(count - 1),
            words.Stems.Count(has.Contains) / (double)count,
            Subsequence([.. words.Stems.Take(MostWords)], stems) / (double)count,
            Math.Log(1 + missing),
            Math.Log(1 + count),
            Math.Min(3, plain.Count(w => s_opinions.Contains(w) && !said.Contains(w))),
            plain.Any(IsNegation) == said.Any(IsNegation) ? 0 : 1,
        ];
    }

    private static SupportWords[] Evidence(SupportWords claim, IReadOnlyList<string> texts)
    {
        HashSet<string> wanted = [.. Enumerable.Range(0, claim.Stems.Count).Where(claim.IsContent).Select(i => claim.Stems[i])];
        SupportWords[] sentences = [.. texts.SelectMany(t => SentenceSegmenter.Segment(t).Select(s => SupportWords.Of(t, s)))];
        int[] best = [.. Enumerable.Range(0, sentences.Length).OrderByDescending(i => sentences[i].Stems.Distinct(StringComparer.Ordinal).Count(wanted.Contains)).ThenBy(i => i).Take(EvidenceSentences).Order()];
        return [.. best.Select(i => sentences[i])];
    }

    private static int Subsequence(string[] a, string[] b)
    {
        int[] row = new int[b.Length + 1];
        foreach (string word in a)
        {
            int corner = 0;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = word == b[j - 1] ? corner + 1 : Math.Max(above, row[j - 1]);
                corner = above;
            }
        }

        return row[b.Length];
    }

    private static bool IsNegation(string word) => s_negations.Contains(word) || word.EndsWith("n't", StringComparison.Ordinal);

    private static string Plain(string word) => word.Replace('’', '\'').ToLowerInvariant();
}
