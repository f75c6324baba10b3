using Assay.Models.Configuration;

namespace Assay.Models.Decoders;

/// <summary>The order of the rows of queries and keys in GGUF files of the Llama family: pairs of values that are turned together stand side by side (0, h, 1, h + 1, ... with h half a head).</summary>
internal static class HeadOrder
{
    /// <summary>Whether GGUF files of a family have that order; others have the order of halves, as all of Hugging Face do.</summary>
    public static bool PairsAreSideBySide(DecoderFamily family) => family is DecoderFamily.Llama or DecoderFamily.Mistral;

    /// <summary>From a row in the order of halves to the row of the file.</summary>
    /// <param name="row">A row of queries or keys.</param>
    /// <param name="headDim">Values of a head; even.</param>
    public static int InFile(int row, int headDim)
    {
        int half = headDim / 2, head = row / headDim, at = row % headDim;
        return (head * headDim) + (2 * (at % half)) + (at / half);
    }
}
