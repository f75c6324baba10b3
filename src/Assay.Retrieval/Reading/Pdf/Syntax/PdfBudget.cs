namespace Assay.Retrieval.Reading.Pdf.Syntax;

/// <summary>How much work a file may cause, so that a small file cannot keep the reader busy or fill the memory. Counted, not timed: the same file always reads the same.</summary>
/// <param name="fileBytes">Size of the file; more is allowed for a larger one.</param>
internal sealed class PdfBudget(int fileBytes)
{
    private const long BaseWork = 32L << 20;
    private const long WorkPerByte = 60;
    private const long MostWork = 2L << 30;
    private const int UnpackedPerWork = 4;
    private const int MostValues = 2_000_000;
    private const int MostKept = 96 << 20;

    private long work = Math.Min(MostWork, BaseWork + (fileBytes * WorkPerByte));
    private int values = MostValues;
    private long kept = MostKept;

    /// <summary>Largest decoded stream in bytes.</summary>
    public const int LargestStream = 40 << 20;

    /// <summary>Takes bytes that are gone through.</summary>
    /// <exception cref="PdfSyntaxException">More than the file may cause.</exception>
    public void Work(long bytes)
    {
        work -= bytes;
        if (work < 0) throw new PdfSyntaxException("unpacks to far more than its size gives reason for", limit: true);
    }

    /// <summary>Takes bytes that are unpacked: a quarter of the work of going through them.</summary>
    /// <exception cref="PdfSyntaxException">More than the file may cause.</exception>
    public void Unpack(int bytes) => Work((bytes / UnpackedPerWork) + 1);

    /// <summary>Takes values of objects that stay in memory.</summary>
    /// <exception cref="PdfSyntaxException">More than the file may cause.</exception>
    public void Values(int count)
    {
        values -= count;
        if (values < 0) throw new PdfSyntaxException("has more values in its objects than are kept", limit: true);
    }

    /// <summary>Takes bytes of text that stay in memory until the document is built.</summary>
    /// <exception cref="PdfSyntaxException">More than the file may cause.</exception>
    public void Keep(int bytes)
    {
        kept -= bytes;
        if (kept < 0) throw new PdfSyntaxException("has more text than is kept", limit: true);
    }
}
