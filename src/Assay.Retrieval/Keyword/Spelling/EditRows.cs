using System.Text;

namespace Assay.Retrieval.Keyword.Spelling;

/// <summary>The rows of the edit distance between a word and one term after the other, kept as far as a term begins like the one before.</summary>
/// <param name="word">The word, as code points.</param>
/// <param name="maxEdits">Distances above this need not be known.</param>
internal sealed class EditRows(int[] word, int maxEdits)
{
    /// <summary>Longest term that is looked at; longer ones count as far off.</summary>
    public const int MaxLength = 64;

    private readonly int[][] rows = Rows(word.Length);
    private readonly int[] term = new int[MaxLength + 1];
    private int length;

    /// <summary>Edits between the word and the term read last.</summary>
    public int Distance { get; private set; }

    /// <summary>Measures a term, up to where it is too far off.</summary>
    /// <param name="bytes">The term as UTF-8.</param>
    /// <returns>Whether <see cref="Distance"/> is at most the edits allowed.</returns>
    public bool IsNear(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        bool same = true;
        while (bytes.Length > 0)
        {
            Rune.DecodeFromUtf8(bytes, out Rune rune, out int used);
            bytes = bytes[used..];
            if (at == MaxLength) return End(at, int.MaxValue);
            same = same && at < length && term[at] == rune.Value;
            term[at++] = rune.Value;
            if (!same) Fill(at);
            if (rows[at][^1] > maxEdits) return End(at, int.MaxValue);
        }

        return End(at, rows[at][word.Length]);
    }

    private bool End(int count, int distance)
    {
        length = count;
        Distance = distance;
        return distance <= maxEdits;
    }

    /// <summary>Computes the row of the term's first <paramref name="count"/> letters; its last entry is the smallest of it and the row before.</summary>
    private void Fill(int count)
    {
        int[] row = rows[count], before = rows[count - 1];
        row[0] = count;
        int least = row[0], letter = term[count - 1];
        for (int i = 1; i <= word.Length; i++)
        {
            int edits = Math.Min(before[i - 1] + (word[i - 1] == letter ? 0 : 1), Math.Min(before[i], row[i - 1]) + 1);
            if (count > 1 && i > 1 && word[i - 1] == term[count - 2] && word[i - 2] == letter) edits = Math.Min(edits, rows[count - 2][i - 2] + 1);
            row[i] = edits;
            least = Math.Min(least, edits);
        }

        // A swap reaches back two rows: a row alone does not bound what follows.
        row[^1] = Math.Min(least, Smallest(before));
    }

    private static int Smallest(int[] row)
    {
        int least = int.MaxValue;
        foreach (int edits in row.AsSpan(0, row.Length - 1)) least = Math.Min(least, edits);
        return least;
    }

    private static int[][] Rows(int length)
    {
        int[][] rows = [.. Enumerable.Range(0, MaxLength + 1).Select(_ => new int[length + 2])];
        for (int i = 0; i <= length; i++) rows[0][i] = i;
        return rows;
    }
}
