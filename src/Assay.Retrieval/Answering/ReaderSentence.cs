using Assay.Text;
using Assay.Text.Segmentation;

namespace Assay.Retrieval.Answering;

/// <summary>A sentence, list item or table row of a passage: the unit that is scored.</summary>
/// <param name="Passage">Index of its passage.</param>
/// <param name="Span">Where it stands in the passage's text.</param>
/// <param name="Words">Its words.</param>
/// <param name="Stems">Numbers of their stems, see <see cref="Vocabulary"/>.</param>
internal sealed record ReaderSentence(int Passage, TextSpan Span, IReadOnlyList<Word> Words, int[] Stems)
{
    /// <summary>Index of the sentence that this one is read with: the header of its table, the line with a colon before its list; -1 for none.</summary>
    public int Lead { get; init; } = -1;

    /// <summary>Whether it only announces what follows: a table header, a line that ends with a colon.</summary>
    public bool IsLead { get; set; }
}
