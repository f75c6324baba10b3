using System.Collections.Immutable;

namespace Assay.Text.Support;

/// <summary>How far some texts cover a sentence.</summary>
public sealed class SupportMeasure
{
    private readonly HashSet<string> _stems = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> _pairs = [];

    /// <summary>A measure against several texts.</summary>
    /// <param name="texts">The texts, titles and headings included.</param>
    public SupportMeasure(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (string text in texts) Add(SupportWords.Of(text, new TextSpan(0, text.Length)));
    }

    /// <summary>A measure against a part of one text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="part">The part.</param>
    public SupportMeasure(string text, TextSpan part) => Add(SupportWords.Of(text, part));

    /// <summary>
    /// The mean of two shares: of the content words that stand in the texts, and of the neighbouring pairs of words that stand there as neighbours.
    /// </summary>
    /// <param name="sentence">The words of the sentence.</param>
    /// <returns>The share, the content words that are missing, and how many content words there are; a share of 1 without any.</returns>
    public (double Share, ImmutableArray<string> Missing, int Content) Of(SupportWords sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        var missing = ImmutableArray.CreateBuilder<string>();
        int content = 0, pairs = 0;
        for (int i = 0; i < sentence.Stems.Count; i++)
        {
            if (i > 0 && _pairs.Contains((sentence.Stems[i - 1], sentence.Stems[i]))) pairs++;
            if (!sentence.IsContent(i)) continue;
            content++;
            if (!_stems.Contains(sentence.Stems[i])) missing.Add(sentence.Words[i]);
        }

        if (content == 0) return (1, [], 0);
        double words = 1 - (double)missing.Count / content;
        double neighbours = sentence.Stems.Count < 2 ? words : (double)pairs / (sentence.Stems.Count - 1);
        return ((words + neighbours) / 2, missing.ToImmutable(), content);
    }

    private void Add(SupportWords words)
    {
        for (int i = 0; i < words.Stems.Count; i++)
        {
            _stems.Add(words.Stems[i]);
            if (i > 0) _pairs.Add((words.Stems[i - 1], words.Stems[i]));
        }
    }
}
