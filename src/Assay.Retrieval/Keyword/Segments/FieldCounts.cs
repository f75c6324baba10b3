namespace Assay.Retrieval.Keyword.Segments;

/// <summary>How often a term stands in the fields of a chunk, in one byte: four bits for the body, two for the headings, two for the title.</summary>
/// <remarks>Large counts are kept in steps; with k1 = 1.2 the largest step moves the saturated frequency by less than 1%.</remarks>
internal static class FieldCounts
{
    /// <summary>Number of values of the body's half of a code, and of the other half.</summary>
    public const int Levels = 16;

    private const int MostInHead = 3;

    private static readonly int[] s_bodyLevels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 22, 30];

    private static readonly byte[] s_levelOf = LevelOf();

    /// <summary>The code of some counts.</summary>
    public static byte Encode(int title, int headings, int body) =>
        (byte)(Math.Min(title, MostInHead) << 6 | Math.Min(headings, MostInHead) << 4 | s_levelOf[Math.Min(body, s_levelOf.Length - 1)]);

    /// <summary>Occurrences in the title, as far as they are kept.</summary>
    public static int Title(byte code) => code >> 6;

    /// <summary>Occurrences in the headings, as far as they are kept.</summary>
    public static int Headings(byte code) => (code >> 4) & MostInHead;

    /// <summary>Occurrences in the body, as far as they are kept.</summary>
    public static int Body(byte code) => s_bodyLevels[code & 15];

    /// <summary>Weighted frequencies: what the low half of a code counts, followed by what the high half counts; a posting's is the sum of both.</summary>
    public static float[] Frequencies(Bm25Options options)
    {
        var table = new float[2 * Levels];
        for (int level = 0; level < Levels; level++)
        {
            table[level] = (float)(s_bodyLevels[level] * options.BodyWeight);
            table[Levels + level] = (float)(((level & MostInHead) * options.HeadingWeight) + ((level >> 2) * options.TitleWeight));
        }

        return table;
    }

    private static byte[] LevelOf()
    {
        var levels = new byte[s_bodyLevels[^1] + 1];
        for (int count = 0; count < levels.Length; count++)
        {
            int nearest = 0;
            for (int level = 1; level < Levels; level++)
            {
                if (Math.Abs(s_bodyLevels[level] - count) < Math.Abs(s_bodyLevels[nearest] - count)) nearest = level;
            }

            levels[count] = (byte)nearest;
        }

        return levels;
    }
}
