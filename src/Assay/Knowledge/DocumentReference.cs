namespace Assay.Knowledge;

/// <summary>How question sets name what is relevant: a document id, optionally with <c>#heading-slug</c>.</summary>
public static class DocumentReference
{
    /// <summary>The document's id.</summary>
    /// <param name="reference">For example <c>docs/refunds.md#annual-plans</c>.</param>
    /// <returns>The part before the last <c>#</c>.</returns>
    public static string DocumentId(string reference) => reference.LastIndexOf('#') is >= 0 and var at ? reference[..at] : reference;
}
