using System.Text;
using Assay.Retrieval.Reading.Pdf.Content;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Words that stand on one line of one column, from left to right.</summary>
internal sealed class Line : PageItem
{
    private readonly List<Word> words;
    private string? text;

    /// <summary>A line of words; they are put in order.</summary>
    public Line(List<Word> words)
    {
        this.words = words;
        words.Sort((x, y) => x.Left != y.Left ? x.Left.CompareTo(y.Left) : x.Order.CompareTo(y.Order));
        Word main = words[0];
        int order = int.MaxValue;
        float right = float.MinValue;
        foreach (Word word in words)
        {
            if (word.Text.Length * word.Size > main.Text.Length * main.Size) main = word;
            order = Math.Min(order, word.Order);
            right = Math.Max(right, word.Right);
        }

        Left = words[0].Left;
        Right = right;
        Base = main.Base;
        Size = main.Size;
        Order = order;
        Face = FaceOf(words);
    }

    /// <inheritdoc/>
    public override float Left { get; }

    /// <inheritdoc/>
    public override float Right { get; }

    /// <inheritdoc/>
    public override float Base { get; }

    /// <inheritdoc/>
    public override float Size { get; }

    /// <inheritdoc/>
    public override int Order { get; }

    /// <summary>How all its words look.</summary>
    public TextFace Face { get; }

    /// <summary>Its words.</summary>
    public IReadOnlyList<Word> Words => words;

    /// <summary>Its text, one space between words.</summary>
    public string Text => text ??= Join(words);

    /// <summary>The text of words from left to right.</summary>
    public static string Join(List<Word> words)
    {
        if (words.Count == 1) return words[0].Text.Trim();
        var text = new StringBuilder();
        Word? before = null;
        foreach (Word word in words)
        {
            if (before is not null)
            {
                if (IsAgain(before, word)) continue;
                float gap = word.Left - before.Right, size = Math.Min(word.Size, before.Size);
                bool space = gap > size * WordBuilder.Gap || (word.AfterSpace && gap > -size * 0.3f);
                if (space && text[^1] != ' ') text.Append(' ');
            }

            text.Append(word.Text);
            before = before is null || word.Right > before.Right ? word : before;
        }

        return text.ToString().Trim();
    }

    // Bold or shadow made by drawing twice.
    private static bool IsAgain(Word before, Word word) =>
        word.Text == before.Text && Math.Abs(word.Left - before.Left) < word.Size * 0.12f && Math.Abs(word.Base - before.Base) < word.Size * 0.12f;

    private static TextFace FaceOf(List<Word> words)
    {
        int all = 0, bold = 0, italic = 0, monospaced = 0;
        foreach (Word word in words)
        {
            all += word.Text.Length;
            if (word.Face.HasFlag(TextFace.Bold)) bold += word.Text.Length;
            if (word.Face.HasFlag(TextFace.Italic)) italic += word.Text.Length;
            if (word.Face.HasFlag(TextFace.Fixed)) monospaced += word.Text.Length;
        }

        int most = all - (all / 10);
        return (bold >= most ? TextFace.Bold : 0) | (italic >= most ? TextFace.Italic : 0) | (monospaced >= most ? TextFace.Fixed : 0);
    }
}
