using Assay.Text;

namespace Assay.Retrieval.Reading.Pdf.Syntax;

/// <summary>A part of a PDF file is damaged or beyond a limit. Never leaves the reader: it becomes a warning for a page or the reason why the file is refused.</summary>
/// <param name="what">What is wrong, to follow "the file".</param>
/// <param name="limit">Whether a limit was met, after which the rest of the file is not read either.</param>
internal sealed class PdfSyntaxException(string what, bool limit = false) : AssayException(what)
{
    /// <summary>Whether a limit of the whole file was met.</summary>
    public bool IsLimit => limit;
}
