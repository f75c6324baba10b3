using Assay.Tuning.Examples.Checks;

namespace Assay.Tuning.Examples.Facts;

/// <summary>Support by the words of given documents, where no retriever is at hand.</summary>
/// <remarks>
/// Support is the largest share of a text's content words that stand together in a stretch of 80 words of one document, each word weighted by
/// <c>ln(1 + n / d)</c> of n stretches of which d have it; a word with a digit weighs twice that, a word in no stretch as much as one in one.
/// </remarks>
public sealed class DocumentTexts
{
    private const int Stretch = 80, MostHolders = 2000;

    private readonly Dictionary<string, List<int>> holders = new(StringComparer.Ordinal);
    private readonly int stretches;

    /// <summary>Prepares documents.</summary>
    /// <param name="documents">The documents.</param>
    public DocumentTexts(IEnumerable<SourceDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        foreach (SourceDocument document in documents)
        {
            List<string> words = [.. ContentWords.All(document.Text)];
            for (int at = 0; at == 0 || at + (Stretch / 2) < words.Count; at += Stretch / 2)
            {
                foreach (string word in words.Skip(at).Take(Stretch).Distinct(StringComparer.Ordinal))
                {
                    if (!holders.TryGetValue(word, out List<int>? held)) holders[word] = held = new List<int>(1);
                    held.Add(stretches);
                }

                stretches++;
            }
        }
    }

    /// <summary>How well the documents support a text.</summary>
    /// <param name="text">A sentence, or some words of one.</param>
    /// <returns>0 to 1; 1 for a text without content words.</returns>
    public double Support(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = [.. ContentWords.Of(text).Distinct(StringComparer.Ordinal)];
        if (words.Length == 0) return 1;
        Dictionary<int, double> covered = [];
        double whole = 0;
        foreach (string word in words)
        {
            List<int> held = holders.GetValueOrDefault(word) ?? [];
            double weight = Math.Log(1 + ((double)stretches / Math.Max(1, held.Count))) * (word.AsSpan().ContainsAnyInRange('0', '9') ? 2 : 1);
            whole += weight;

            // A word that is everywhere tells no stretch from another.
            foreach (int at in held.Take(MostHolders)) covered[at] = covered.GetValueOrDefault(at) + weight;
        }

        return covered.Count == 0 || whole == 0 ? 0 : Math.Min(1, covered.Values.Max() / whole);
    }
}
