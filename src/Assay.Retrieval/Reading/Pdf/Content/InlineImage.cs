using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>Skips pictures that stand among the operators (ISO 32000-1, 8.9.7).</summary>
internal static class InlineImage
{
    private const int LookAhead = 24;

    /// <summary>Moves on behind the picture whose <c>BI</c> was read.</summary>
    public static void Skip(ref PdfParser parser, ReadOnlySpan<byte> content)
    {
        while (true)
        {
            PdfValue token = parser.Token();
            if (token.Kind == PdfKind.End) return;
            if (token.Is("ID"u8)) break;
        }

        for (int at = parser.Position; content[at..].IndexOf("EI"u8) is >= 0 and int found;)
        {
            at += found;
            int after = at + 2;
            if (at > 0 && PdfLexer.IsWhite(content[at - 1]) && (after >= content.Length || PdfLexer.IsWhite(content[after])) && IsText(content[after..]))
            {
                parser.Position = after;
                return;
            }

            at = after;
        }

        parser.Position = content.Length;
    }

    // The two letters may stand within the picture's bytes by chance; operators are plain letters.
    private static bool IsText(ReadOnlySpan<byte> after)
    {
        foreach (byte b in after[..Math.Min(after.Length, LookAhead)])
        {
            if (b is not ((>= 32 and < 127) or 9 or 10 or 13 or 12 or 0)) return false;
        }

        return true;
    }
}
