using System.Text;
using Assay.Text.Prompts;

namespace Assay.Text.Support;

/// <summary>Finds texts word for word, whatever the white space between the words and the shape of quotation marks, and says where they stand.</summary>
public sealed class VerbatimText
{
    private readonly string _folded;
    private readonly int[] _positions;

    /// <summary>A text to search.</summary>
    /// <param name="text">The text that is searched.</param>
    public VerbatimText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        var positions = new List<int>(text.Length);
        Fold(text, folded, positions);
        (_folded, _positions) = (folded.ToString(), [.. positions]);
    }

    /// <summary>Where <paramref name="wanted"/> stands.</summary>
    /// <param name="wanted">The words.</param>
    /// <returns>The first place; null when it does not occur or is blank.</returns>
    public TextSpan? Find(string wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var folded = new StringBuilder(wanted.Length);
        Fold(wanted, folded, null);
        if (folded.Length == 0) return null;
        int at = _folded.IndexOf(folded.ToString(), StringComparison.Ordinal);
        return at < 0 ? null : new TextSpan(_positions[at], _positions[at + folded.Length - 1] + 1);
    }

    private static void Fold(string text, StringBuilder folded, List<int>? positions)
    {
        string inert = InertText.Of(text);
        for (int i = 0; i < inert.Length; i++)
        {
            char c = inert[i] switch
            {
                '’' or '‘' => '\'',
                '“' or '”' or '„' => '"',
                char space when char.IsWhiteSpace(space) => ' ',
                char other => other,
            };
            if (c == ' ' && (folded.Length == 0 || folded[^1] == ' ')) continue;
            folded.Append(c);
            positions?.Add(i);
        }

        while (folded.Length > 0 && folded[^1] == ' ') folded.Length--;
    }
}
