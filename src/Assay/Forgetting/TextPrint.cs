using System.Text;
using Assay.Text.Segmentation;

namespace Assay.Forgetting;

/// <summary>Recognises text of a document in other texts: by runs of words that it shares with them.</summary>
internal sealed class TextPrint
{
    /// <summary>Words of one run. Shorter runs are everyday phrases; a copied sentence has a longer one.</summary>
    private const int Run = 6;

    private readonly HashSet<string> runs = new(StringComparer.Ordinal);
    private readonly string all;

    public TextPrint(IEnumerable<string> texts)
    {
        var joined = new StringBuilder(" ");
        foreach (string text in texts)
        {
            string[] words = Words(text);
            for (int i = 0; i + Run <= words.Length; i++) runs.Add(string.Join(' ', words, i, Run));
            joined.AppendJoin(' ', words).Append(" \n ");
        }

        all = joined.ToString();
    }

    /// <summary>Whether a text shares a run of words with the document, or is itself shorter and stands in it whole.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="least">Fewest words of a text that counts when it stands in the document whole: one or two words are a coincidence.</param>
    public bool IsIn(string text, int least = 3)
    {
        string[] words = Words(text);
        if (words.Length < Run) return words.Length >= least && all.Contains($" {string.Join(' ', words)} ", StringComparison.Ordinal);
        for (int i = 0; i + Run <= words.Length; i++)
        {
            if (runs.Contains(string.Join(' ', words, i, Run))) return true;
        }

        return false;
    }

    private static string[] Words(string text) => [.. WordSegmenter.Segment(text).Select(w => w.Normal)];
}
